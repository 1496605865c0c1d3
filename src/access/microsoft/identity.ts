import { createRemoteJWKSet, jwtVerify } from 'jose';
import Type from 'typebox';
import { Value } from 'typebox/value';
import { Failure } from '#evidence';

/** Where one tenant signs its people in. */
export interface MicrosoftTenant {
  /** Origin of the sign-in service. */
  readonly authority: string;
  /** Directory id or verified domain; never one that stands for many tenants. */
  readonly tenant: string;
  readonly clientId: string;
}

/** Whom an identity token is about. */
export interface MicrosoftIdentity {
  /** Tenant and object id: what never changes, and what an account is bound to after the first sign-in. */
  readonly id: string;
  readonly name: string;
  /** Addresses the tenant itself vouches for, the sign-in name first. */
  readonly addresses: readonly string[];
}

const Discovery = Type.Object({ issuer: Type.String(), jwks_uri: Type.String() });
const Claims = Type.Object({
  tid: Type.String({ minLength: 1 }),
  oid: Type.String({ minLength: 1 }),
  name: Type.Optional(Type.String()),
  preferred_username: Type.Optional(Type.String()),
  email: Type.Optional(Type.String()),
  xms_edov: Type.Optional(Type.Union([Type.Boolean(), Type.String(), Type.Number()])),
});

/** OpenID Connect Discovery of the tenant. */
export function discoveryUrl({ authority, tenant }: MicrosoftTenant): string {
  return `${authority}/${encodeURIComponent(tenant)}/v2.0/.well-known/openid-configuration`;
}

/**
 * Verifies an identity token by the tenant's keys: signature, issuer, audience, times.
 *
 * The sign-in name is an address of a domain the tenant has proved to own. The claim `email` is whatever somebody wrote
 * into a profile, so it counts only where Entra says that the domain's owner vouches for it (`xms_edov`).
 * https://learn.microsoft.com/entra/identity-platform/migrate-off-email-claim-authorization
 *
 * Failures: `denied` for a token that is not right, `unavailable` when the keys cannot be had.
 */
export async function readIdentity(of: MicrosoftTenant, idToken: string): Promise<MicrosoftIdentity> {
  const { issuer, jwks_uri: keys } = await discover(of);
  if (issuer.includes('{')) throw notRight('The tenant of the sign-in is not one tenant.');
  let payload: unknown;
  try {
    const verified = await jwtVerify(idToken, createRemoteJWKSet(new URL(keys)), {
      issuer,
      audience: of.clientId,
      algorithms: ['RS256', 'PS256'],
      clockTolerance: 60,
    });
    payload = verified.payload;
  } catch (cause) {
    throw notRight('The identity token cannot be verified.', cause);
  }
  if (!Value.Check(Claims, payload)) throw notRight('The identity token does not say whom it is about.');
  const { tid, oid, preferred_username: signInName, email, xms_edov: vouched } = payload;
  const isVouched = vouched === true || vouched === 1 || vouched === '1' || vouched === 'true';
  const addresses = [signInName, isVouched ? email : undefined].filter((one) => one?.includes('@') === true);
  return {
    id: `${tid}.${oid}`,
    name: payload.name ?? signInName ?? oid,
    addresses: addresses.map((one) => String(one).toLowerCase()),
  };
}

async function discover(of: MicrosoftTenant): Promise<{ issuer: string; jwks_uri: string }> {
  try {
    const answer = await fetch(discoveryUrl(of), { redirect: 'error' });
    return Value.Parse(Discovery, await answer.json());
  } catch (cause) {
    throw new Failure('unavailable', 'The sign-in service of Microsoft does not answer.', {
      code: 'microsoft-sign-in-unavailable',
      fix: 'Try again in a moment; check the tenant and the network of the server.',
      cause,
    });
  }
}

function notRight(message: string, cause?: unknown): Failure {
  return new Failure('denied', message, {
    code: 'microsoft-token-refused',
    fix: 'Sign in again; if it stays, check tenant and client id in the settings of the server.',
    ...(cause === undefined ? {} : { cause }),
  });
}
