import { randomBytes } from 'node:crypto';
import type { AppRegistration, Person } from '../../model/contract.ts';
import type { Simulation } from '../../simulation.ts';
import { issuePersonToken, pairwiseSubject, signedToken } from '../access-token.ts';
import { issuerOf } from '../metadata.ts';
import { consentedScopes, missingConsents } from '../people/consents.ts';
import { keep, type AskedScopes } from '../people/grants.ts';
import { openIdScopes } from '../people/scopes.ts';
import type { Refusal } from '../refusal.ts';

/** What a person's sign-in ends with. Source: Microsoft identity platform, authorization code flow. */
export interface PersonTokens {
  readonly token_type: 'Bearer';
  readonly scope: string;
  readonly expires_in: number;
  readonly ext_expires_in: number;
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly id_token?: string;
  readonly client_info?: string;
}

export interface PersonOrder {
  readonly app: AppRegistration;
  readonly person: Person;
  readonly asked: AskedScopes;
  readonly platform: 'web' | 'public';
  readonly credential: '0' | '1' | '2';
  readonly signedInAt: number;
  readonly nonce: string | null;
  readonly origin: string;
  /** The application asked for the ids of person and tenant beside the tokens. */
  readonly clientInfo: boolean;
}

const refreshLifetimeMs = 90 * 86_400_000;

/** Tokens for what was consented to. Refusal 65001 when something asked for was not. */
export function personTokens(simulation: Simulation, order: PersonOrder): PersonTokens | Refusal {
  const { tenant, switches, signingKey, grants } = simulation;
  const { app, person, asked, platform } = order;
  if (missingConsents(app, person, asked).length > 0) return notConsented(app);
  const graph = grantedScopes(order);
  const openId = asked.openId.filter((scope) => scope !== 'offline_access');
  const scopes = [...graph, ...openId];
  const lifetimeSeconds = switches.tokenLifetimeSeconds;
  const now = tenant.clock.now();
  return {
    token_type: 'Bearer',
    scope: scopes.join(' '),
    expires_in: lifetimeSeconds,
    ext_expires_in: lifetimeSeconds,
    access_token: issuePersonToken(tenant, signingKey, { ...order, scopes, lifetimeSeconds }),
    ...(asked.openId.includes('offline_access')
      ? {
          refresh_token: keep(
            grants.refreshTokens,
            { app, person, platform, issuedAt: order.signedInAt, expires: now + refreshLifetimeMs },
            '1.',
          ),
        }
      : {}),
    ...(asked.openId.includes('openid') ? { id_token: idToken(simulation, order) } : {}),
    ...(order.clientInfo ? { client_info: encoded({ uid: person.id, utid: tenant.id }) } : {}),
  };
}

/** A token of Graph carries all that was consented to for Graph, once anything of it is asked for. */
function grantedScopes({ app, person, asked }: PersonOrder): readonly string[] {
  if (!asked.isDefault && asked.graph.length === 0) return [];
  return [...consentedScopes(app, person)].filter((scope) => !openIdScopes.includes(scope)).toSorted();
}

function idToken({ tenant, signingKey }: Simulation, order: PersonOrder): string {
  const { app, person, asked } = order;
  const now = Math.floor(tenant.clock.now() / 1000);
  const profile = { name: person.displayName, preferred_username: person.userPrincipalName };
  return signedToken(signingKey, {
    aud: app.clientId,
    iss: issuerOf(order.origin, tenant.id),
    iat: now,
    nbf: now,
    exp: now + 3600,
    auth_time: Math.floor(order.signedInAt / 1000),
    ...(asked.openId.includes('email') && person.mail !== null ? { email: person.mail } : {}),
    ...(asked.openId.includes('profile') ? profile : {}),
    ...(order.nonce === null ? {} : { nonce: order.nonce }),
    oid: person.id,
    sub: pairwiseSubject(app, person),
    tid: tenant.id,
    uti: randomBytes(16).toString('base64url'),
    ver: '2.0',
  });
}

function notConsented(app: AppRegistration): Refusal {
  const text = `The user or administrator has not consented to use the application with ID '${app.clientId}' named '${app.name}'. Send an interactive authorization request for this user and resource.`;
  return { code: 65001, text };
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
