import type { Call } from '../http/call.ts';
import type { AppRegistration, Person } from '../model/contract.ts';
import { graphAudience, verifiedClaims, type TokenClaims } from '../sign-in/access-token.ts';
import type { Simulation } from '../simulation.ts';
import { GraphError } from './protocol/graph-error.ts';

/** Who asks: the app of a verified token, the person it acts for, and what that token grants. */
export interface Caller {
  readonly app: AppRegistration;
  /** Application permissions, or the delegated ones of a person's token. */
  readonly roles: ReadonlySet<string>;
  /** Null when the application acts for itself. */
  readonly person: Person | null;
}

interface Known {
  readonly claims: TokenClaims;
  readonly roles: ReadonlySet<string>;
}

const challenge =
  'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"';
const audiences = new Set([graphAudience, `${graphAudience}/`, '00000003-0000-0000-c000-000000000000']);
const cacheSize = 10_000;

/** Tokens already verified, per running tenant: signatures are checked once, times and revocations at each call. */
const verified = new WeakMap<Simulation, Map<string, Known>>();

/**
 * The caller of a Graph request.
 * Errors: GraphError 401 InvalidAuthenticationToken for an empty, garbled, foreign or expired token.
 */
export function callerOf(simulation: Simulation, call: Call): Caller {
  const header = call.header('authorization');
  const token = header?.slice(0, 7).toLowerCase() === 'bearer ' ? header.slice(7).trim() : '';
  if (token === '') throw unauthorised('Access token is empty.');
  const { claims, roles } = knownToken(simulation, token);
  const now = Math.floor(simulation.tenant.clock.now() / 1000);
  if (claims.exp <= now) throw expiredToken();
  const app = simulation.tenant.apps.find((candidate) => candidate.clientId === claims.appid);
  if (app === undefined) throw unauthorised('Access token validation failure.');
  return { app, roles, person: personOf(simulation, claims) };
}

/** An access token stays good until it ends, whatever happened to the account since. Errors: GraphError 401. */
function personOf({ tenant }: Simulation, { scopes, oid }: TokenClaims): Person | null {
  if (scopes === null) return null;
  const person = tenant.person(oid);
  if (person === undefined) throw unauthorised('Access token validation failure.');
  return person;
}

export function expiredToken(): GraphError {
  return unauthorised('Lifetime validation failed, the token is expired.');
}

function knownToken(simulation: Simulation, token: string): Known {
  let cache = verified.get(simulation);
  if (cache === undefined) {
    cache = new Map();
    verified.set(simulation, cache);
  }
  const known = cache.get(token);
  if (known !== undefined) return known;
  const claims = parsedToken(simulation, token);
  const fresh = { claims, roles: new Set(claims.scopes ?? claims.roles) };
  if (cache.size >= cacheSize) cache.clear();
  cache.set(token, fresh);
  return fresh;
}

function parsedToken(simulation: Simulation, token: string): TokenClaims {
  if (token.split('.').length !== 3) throw unauthorised('CompactToken parsing failed with error code: 80049217');
  const claims = verifiedClaims(token, simulation.signingKey);
  if (claims === undefined) throw unauthorised('Access token validation failure. Invalid signature.');
  if (!audiences.has(claims.aud)) throw unauthorised('Access token validation failure. Invalid audience.');
  if (claims.tid !== simulation.tenant.id) throw unauthorised('Access token validation failure. Invalid issuer.');
  return claims;
}

function unauthorised(message: string): GraphError {
  return new GraphError(401, 'InvalidAuthenticationToken', { message, headers: { 'WWW-Authenticate': challenge } });
}
