import { CryptoProvider } from '@azure/msal-node';
import { Failure } from '#evidence';
import { parseCapabilities, type CapabilityName } from '../capabilities/capability.ts';
import { checkedClientId, checkedName, checkedTenant } from '../connections/connection-form.ts';
import type { ConsentBreadth } from '../connections/connection.ts';
import type { ConnectionStore } from '../connections/connection-store.ts';
import { unsealCredential } from '../connections/sealed-credential.ts';
import { findConnection, nameTaken, noConnection, readStored } from '../connections/store.ts';
import type { StoredConnection } from '../connections/store.ts';
import { createApplication, openLogin } from '../sign-in/sign-in.ts';
import { delegatedScopes } from './delegated-scopes.ts';
import type { PendingSignIn } from './pending-sign-in.ts';
import type { SignInRegistration } from './registration.ts';
import { registrationText } from './registration.ts';
import { digestOf, sealPending, unguessable } from './pending-sign-in.ts';
import { insertPending } from './store-pending.ts';

/** What a sign-in is for. */
export type SignInTarget =
  | {
      readonly kind: 'new';
      readonly name: string;
      readonly capabilities: readonly CapabilityName[];
      readonly consentMeant?: ConsentBreadth;
      /** `sameAs`: name or id of a connection with that app registration. */
      readonly registration: SignInRegistration | { readonly sameAs: string };
    }
  /** Name or id of a delegated connection; it keeps its id, so what was collected through it stays its own. */
  | { readonly kind: 'again'; readonly connection: string };

export interface DelegatedSignInWish {
  readonly target: SignInTarget;
  /** Account id of the person at the browser; whose connection it becomes. */
  readonly owner: string | null;
  /** Where the browser comes back to; registered with the application. */
  readonly redirectUri: string;
  readonly loginHint?: string;
  readonly prompt?: 'select_account' | 'login' | 'consent';
}

export interface BegunDelegatedSignIn {
  /** The sign-in page to send the browser to. */
  readonly url: string;
  /** Travels with the browser; for whoever binds it to a cookie. */
  readonly state: string;
  readonly expiresAt: Date;
}

const lifetimeMs = 600_000;

/**
 * Begins the sign-in of a person: authorization code with PKCE, state and nonce. Nothing is sent; what is needed when
 * the browser comes back rests sealed for ten minutes.
 * Failures: `malformed` (name, tenant, client id, address, capabilities), `conflict` (name taken), `not-found` (no such
 * connection, or another person's).
 */
export async function beginDelegatedSignIn(
  store: ConnectionStore,
  wish: DelegatedSignInWish,
): Promise<BegunDelegatedSignIn> {
  const planned = await plan(store, wish);
  const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
  const [state, nonce] = [unguessable(), unguessable()];
  const { registration, redirectUri, ...target } = planned;
  const url = await signInPage(store, registration, {
    redirectUri,
    state,
    nonce,
    codeChallenge: challenge,
    codeChallengeMethod: 'S256',
    scopes: delegatedScopes(registration.cloud, target.capabilities),
    ...(wish.loginHint === undefined ? {} : { loginHint: wish.loginHint }),
    ...(wish.prompt === undefined ? {} : { prompt: wish.prompt }),
  });
  const digest = digestOf(state);
  const pending = { ...target, redirectUri, verifier, nonce, registration: registrationText(registration) };
  const sealed = await sealPending(store.box, digest, pending);
  const now = store.clock.now();
  const expiresAt = new Date(now.getTime() + lifetimeMs);
  await store.database.transaction((tx) => insertPending(tx, { digest, owner: wish.owner, sealed, expiresAt }, now));
  return { url, state, expiresAt };
}

type Planned = Pick<PendingSignIn, 'again' | 'name' | 'consentMeant'> & {
  readonly capabilities: CapabilityName[];
  readonly redirectUri: string;
  readonly registration: SignInRegistration;
};

async function plan(store: ConnectionStore, { target, owner, redirectUri }: DelegatedSignInWish): Promise<Planned> {
  const address = checkedAddress(redirectUri);
  if (target.kind === 'again') {
    const stored = await usable(store, target.connection, owner);
    const { connection } = stored;
    if (connection.kind !== 'delegated') throw notDelegated(connection.name);
    return {
      again: connection.id,
      name: connection.name,
      capabilities: [...connection.capabilities],
      consentMeant: connection.consentMeant,
      redirectUri: address,
      registration: await registrationOfStored(store, stored),
    };
  }
  const name = checkedName(target.name);
  if ((await findConnection(store.database.reader, name)) !== null) throw nameTaken(name);
  const given = target.registration;
  const registration =
    'sameAs' in given ? await registrationOfStored(store, await usable(store, given.sameAs, owner)) : given;
  return {
    again: null,
    name,
    capabilities: [...parseCapabilities(target.capabilities)],
    consentMeant: target.consentMeant ?? null,
    redirectUri: address,
    registration: {
      ...registration,
      tenant: checkedTenant(registration.tenant),
      clientId: checkedClientId(registration.clientId),
    },
  };
}

/** A connection as far as this owner may know of it. */
async function usable(store: ConnectionStore, nameOrId: string, owner: string | null): Promise<StoredConnection> {
  const stored = await readStored(store.database.reader, nameOrId);
  const its = stored.connection.owner;
  if (owner !== null && its !== null && its !== owner) throw noConnection(nameOrId);
  return stored;
}

async function registrationOfStored(store: ConnectionStore, stored: StoredConnection): Promise<SignInRegistration> {
  const { cloud, tenant, tenantId, clientId } = stored.connection;
  return { cloud, tenant: tenantId ?? tenant, clientId, credential: await unsealCredential(store.box, stored) };
}

type PageOptions = Parameters<ReturnType<typeof createApplication>['getAuthCodeUrl']>[0];

async function signInPage(
  store: ConnectionStore,
  registration: SignInRegistration,
  options: PageOptions,
): Promise<string> {
  await using login = openLogin(registration.cloud, store.clock);
  const application = createApplication(registration, login.authority, login.network);
  const url = new URL(await application.getAuthCodeUrl(options));
  // A custom cloud answers in place of the global one.
  return `${registration.cloud.login}${url.pathname}${url.search}`;
}

/** Entra takes https everywhere, and http on the loopback. */
function checkedAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isLoopback = url !== null && ['localhost', '127.0.0.1'].includes(url.hostname);
  if (url !== null && url.hash === '' && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback)))
    return text;
  throw new Failure('malformed', `"${text}" cannot be an address that a sign-in returns to.`, {
    code: 'bad-redirect-address',
    fix: 'Use an https address without a fragment, or http on localhost.',
  });
}

function notDelegated(name: string): Failure {
  return new Failure('malformed', `Nobody signs in to "${name}": it is an application's connection.`, {
    code: 'connection-not-delegated',
    fix: 'Give it a new secret or certificate with `chainmail connection update`, or make a delegated connection.',
  });
}
