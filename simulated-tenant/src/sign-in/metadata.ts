import type { SigningKey } from './signing-key.ts';

export interface Issuer {
  readonly origin: string;
  /** Tenant segment as the client asked for it. */
  readonly segment: string;
  readonly tenantId: string;
}

/** OpenID Connect metadata, with the endpoints under the origin the client used. */
export function openIdConfiguration({ origin, segment, tenantId }: Issuer): Record<string, unknown> {
  const shared = segment === 'common' || segment === 'organizations' || segment === 'consumers';
  const base = `${origin}/${shared ? segment : tenantId}`;
  return {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: [
      'client_secret_post',
      'private_key_jwt',
      'client_secret_basic',
      'self_signed_tls_client_auth',
    ],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code'],
    grant_types_supported: [
      'authorization_code',
      'refresh_token',
      'client_credentials',
      'urn:ietf:params:oauth:grant-type:device_code',
    ],
    code_challenge_methods_supported: ['S256', 'plain'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: shared ? `${origin}/{tenantid}/v2.0` : issuerOf(origin, tenantId),
    request_uri_parameter_supported: false,
    userinfo_endpoint: `${origin}/oidc/userinfo`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    http_logout_supported: true,
    frontchannel_logout_supported: true,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    claims_supported: [
      'sub',
      'iss',
      'cloud_instance_name',
      'aud',
      'exp',
      'iat',
      'auth_time',
      'acr',
      'nonce',
      'preferred_username',
      'name',
      'tid',
      'ver',
      'at_hash',
      'c_hash',
      'email',
      'oid',
    ],
    kerberos_endpoint: `${base}/kerberos`,
    tenant_region_scope: 'EU',
    cloud_instance_name: 'microsoftonline.com',
    cloud_graph_host_name: 'graph.windows.net',
    msgraph_host: 'graph.microsoft.com',
    rbac_url: 'https://pas.windows.net',
  };
}

/** The issuer of id tokens: of the origin the client used, so that any OpenID client can compare it. */
export const issuerOf = (origin: string, tenantId: string): string => `${origin}/${tenantId}/v2.0`;

/** Instance discovery: the login hosts that are one and the same. */
export function instanceDiscovery({ origin, tenantId }: Issuer): Record<string, unknown> {
  const cloud = (network: string, cache: string, aliases: readonly string[]): Record<string, unknown> => ({
    preferred_network: network,
    preferred_cache: cache,
    aliases,
  });
  return {
    tenant_discovery_endpoint: `${origin}/${tenantId}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [
      cloud('login.microsoftonline.com', 'login.windows.net', [
        'login.microsoftonline.com',
        'login.windows.net',
        'login.microsoft.com',
        'sts.windows.net',
      ]),
      cloud('login.partner.microsoftonline.cn', 'login.partner.microsoftonline.cn', [
        'login.partner.microsoftonline.cn',
        'login.chinacloudapi.cn',
      ]),
      cloud('login.microsoftonline.us', 'login.microsoftonline.us', [
        'login.microsoftonline.us',
        'login.usgovcloudapi.net',
      ]),
    ],
  };
}

/** The public key set that tokens can be checked with. */
export function keySet(key: SigningKey, { origin, tenantId }: Issuer): Record<string, unknown> {
  const jwk = key.publicKey.export({ format: 'jwk' });
  return {
    keys: [
      {
        kty: 'RSA',
        use: 'sig',
        kid: key.keyId,
        x5t: key.keyId,
        n: jwk.n,
        e: jwk.e,
        issuer: issuerOf(origin, tenantId),
      },
    ],
  };
}
