import { createHash, randomBytes, sign, verify } from 'node:crypto';
import type { AppRegistration, Tenant } from '../model/contract.ts';
import type { SigningKey } from './signing-key.ts';

export const graphAudience = 'https://graph.microsoft.com';
export const exchangeAudience = 'https://outlook.office365.com';
export type Audience = typeof graphAudience | typeof exchangeAudience;

/** What a verified access token says about its bearer. Seconds are of the tenant's clock. */
export interface TokenClaims {
  readonly aud: string;
  readonly tid: string;
  readonly appid: string;
  readonly nbf: number;
  readonly exp: number;
  readonly roles: readonly string[];
}

export interface TokenOrder {
  readonly app: AppRegistration;
  readonly audience: Audience;
  /** `1` for a secret, `2` for a certificate. */
  readonly credential: '1' | '2';
  readonly lifetimeSeconds: number;
}

/** The roles a new token carries: what is granted now, and none without consent. */
export function grantedRoles(app: AppRegistration, audience: Audience): readonly string[] {
  if (!app.consented) return [];
  return audience === graphAudience ? app.roles.graph : app.roles.exchange;
}

/** Signs a v1.0-format access token as Graph and Exchange get them, without `roles` when nothing is granted. */
export function issueToken(tenant: Tenant, key: SigningKey, order: TokenOrder): string {
  const { app, audience } = order;
  const now = Math.floor(tenant.clock.now() / 1000);
  const roles = grantedRoles(app, audience);
  const header = {
    typ: 'JWT',
    nonce: randomBytes(32).toString('base64url'),
    alg: 'RS256',
    x5t: key.keyId,
    kid: key.keyId,
  };
  const payload = {
    aud: audience,
    iss: `https://sts.windows.net/${tenant.id}/`,
    iat: now,
    nbf: now,
    exp: now + order.lifetimeSeconds,
    aio: randomBytes(24).toString('base64'),
    app_displayname: app.name,
    appid: app.clientId,
    appidacr: order.credential,
    idp: `https://sts.windows.net/${tenant.id}/`,
    idtyp: 'app',
    oid: app.objectId,
    rh: `0.${createHash('sha256').update(tenant.id).digest('base64url')}.`,
    ...(roles.length > 0 ? { roles: [...roles] } : {}),
    sub: app.objectId,
    tenant_region_scope: 'EU',
    tid: tenant.id,
    uti: randomBytes(16).toString('base64url'),
    ver: '1.0',
    wids: ['0997a1d0-0d1d-4acb-b408-d5ca73121e90'],
  };
  const text = `${encoded(header)}.${encoded(payload)}`;
  return `${text}.${sign('sha256', Buffer.from(text, 'ascii'), key.privateKey).toString('base64url')}`;
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
}

/** The claims of a token this process signed; undefined for anything else. Expiry is the caller's to judge. */
export function verifiedClaims(token: string, key: SigningKey): TokenClaims | undefined {
  const parts = token.split('.');
  const [header, payload, signature] = parts;
  if (parts.length !== 3 || header === undefined || payload === undefined || signature === undefined) return undefined;
  const genuine = verify(
    'sha256',
    Buffer.from(`${header}.${payload}`, 'ascii'),
    key.publicKey,
    Buffer.from(signature, 'base64url'),
  );
  if (!genuine) return undefined;
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Omit<TokenClaims, 'roles'> & {
    roles?: readonly string[];
  };
  return {
    aud: claims.aud,
    tid: claims.tid,
    appid: claims.appid,
    nbf: claims.nbf,
    exp: claims.exp,
    roles: claims.roles ?? [],
  };
}
