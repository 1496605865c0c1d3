import { createHash, randomBytes, sign, verify } from 'node:crypto';
import type { AppRegistration, Person, Tenant } from '../model/contract.ts';
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
  /** Application permissions; of a person's token none. */
  readonly roles: readonly string[];
  /** Delegated permissions; null in an application's token. */
  readonly scopes: readonly string[] | null;
  /** Object id of the person or of the service principal. */
  readonly oid: string;
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
  return signedToken(key, payload, { nonce: randomBytes(32).toString('base64url') });
}

export interface PersonTokenOrder {
  readonly app: AppRegistration;
  readonly person: Person;
  readonly scopes: readonly string[];
  /** `0` for none, `1` for a secret, `2` for a certificate. */
  readonly credential: '0' | '1' | '2';
  readonly lifetimeSeconds: number;
}

/** Signs a v1.0-format access token of Graph for a person: with `scp`, without `roles`. */
export function issuePersonToken(tenant: Tenant, key: SigningKey, order: PersonTokenOrder): string {
  const { app, person, scopes } = order;
  const now = Math.floor(tenant.clock.now() / 1000);
  const isAdministrator = tenant.account(person.id)?.isAdministrator === true;
  const payload = {
    aud: graphAudience,
    iss: `https://sts.windows.net/${tenant.id}/`,
    iat: now,
    nbf: now,
    exp: now + order.lifetimeSeconds,
    acct: 0,
    acr: '1',
    aio: randomBytes(24).toString('base64'),
    amr: ['pwd'],
    app_displayname: app.name,
    appid: app.clientId,
    appidacr: order.credential,
    idtyp: 'user',
    ipaddr: '127.0.0.1',
    name: person.displayName,
    oid: person.id,
    rh: `0.${createHash('sha256').update(tenant.id).digest('base64url')}.`,
    scp: scopes.join(' '),
    sub: pairwiseSubject(app, person),
    tenant_region_scope: 'EU',
    tid: tenant.id,
    unique_name: person.userPrincipalName,
    upn: person.userPrincipalName,
    uti: randomBytes(16).toString('base64url'),
    ver: '1.0',
    // Global administrator, and the role everybody has.
    wids: [
      ...(isAdministrator ? ['62e90394-69f5-4237-9190-012177145e10'] : []),
      'b79fbf4d-3ef9-4689-8143-76b194e85509',
    ],
  };
  return signedToken(key, payload, { nonce: randomBytes(32).toString('base64url') });
}

/** A person's subject at one application: no two applications see the same. */
export function pairwiseSubject(app: AppRegistration, person: Person): string {
  return createHash('sha256').update(`${app.clientId} ${person.id}`).digest('base64url');
}

export function signedToken(key: SigningKey, payload: object, more: object = {}): string {
  const header = { typ: 'JWT', ...more, alg: 'RS256', x5t: key.keyId, kid: key.keyId };
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
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Omit<
    TokenClaims,
    'roles' | 'scopes'
  > & {
    roles?: readonly string[];
    scp?: string;
  };
  return {
    aud: claims.aud,
    tid: claims.tid,
    appid: claims.appid,
    nbf: claims.nbf,
    exp: claims.exp,
    roles: claims.roles ?? [],
    scopes: claims.scp === undefined ? null : claims.scp.split(' ').filter((scope) => scope !== ''),
    oid: claims.oid,
  };
}
