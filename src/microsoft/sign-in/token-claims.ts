import Type from 'typebox';
import { Value } from 'typebox/value';
import { Failure } from '#evidence';

const Claims = Type.Object({
  tid: Type.Optional(Type.String()),
  oid: Type.Optional(Type.String()),
  appid: Type.Optional(Type.String()),
  app_displayname: Type.Optional(Type.String()),
  roles: Type.Optional(Type.Array(Type.String())),
  scp: Type.Optional(Type.String()),
});

/** What a Graph token says of its bearer. Read for people only: the service decides by itself. */
export interface TokenClaims {
  readonly tenantId: string | null;
  /** Object id of the enterprise application. */
  readonly principalId: string | null;
  readonly clientId: string | null;
  readonly applicationName: string | null;
  /** Application permissions of Graph that were granted with admin consent. */
  readonly roles: readonly string[];
  /** Delegated permissions that were consented to; null in an application's token. */
  readonly scopes: readonly string[] | null;
}

/** Decodes, but does not verify (Graph's tokens cannot be verified by clients). Failure `malformed` for another form. */
export function readClaims(token: string): TokenClaims {
  const part = token.split('.')[1] ?? '';
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    claims = null;
  }
  if (!Value.Check(Claims, claims)) {
    throw new Failure('malformed', 'The token is not one whose claims can be read.', {
      code: 'token-unreadable',
      fix: 'Check the cloud of the connection.',
    });
  }
  return {
    tenantId: claims.tid ?? null,
    principalId: claims.oid ?? null,
    clientId: claims.appid ?? null,
    applicationName: claims.app_displayname ?? null,
    roles: claims.roles ?? [],
    scopes: claims.scp === undefined ? null : claims.scp.split(' ').filter((scope) => scope !== ''),
  };
}
