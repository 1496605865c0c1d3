import type { AuthenticationResult } from '@azure/msal-node';
import Type from 'typebox';
import { Value } from 'typebox/value';
import type { ConnectionId } from '#evidence';
import { Failure } from '#evidence';
import { newId } from '#platform';
import { parseCapabilities } from '../capabilities/capability.ts';
import type { Connection, Signer } from '../connections/connection.ts';
import { domainOf } from '../connections/connection-form.ts';
import type { ConnectionStore } from '../connections/connection-store.ts';
import { sealCredential } from '../connections/sealed-credential.ts';
import { replaceSignIn } from '../connections/store-sign-in.ts';
import { insertConnection, readStored } from '../connections/store.ts';
import { sealSignIn } from '../connections/stored-memory.ts';
import { refusal } from '../errors/dictionary.ts';
import { createApplication, openLogin, signInFailure } from '../sign-in/sign-in.ts';
import { readClaims } from '../sign-in/token-claims.ts';
import { delegatedScopes } from './delegated-scopes.ts';
import type { PendingSignIn } from './pending-sign-in.ts';
import { digestOf, openPending } from './pending-sign-in.ts';
import { registrationOf, type SignInRegistration } from './registration.ts';
import { takePending } from './store-pending.ts';

/** What came to the address that a sign-in returns to. */
export interface DelegatedSignInAnswer {
  readonly query: URLSearchParams;
  /** Account id of the person at the browser. */
  readonly owner: string | null;
}

export interface CompletedDelegatedSignIn {
  readonly connection: Connection;
  readonly isNew: boolean;
  readonly warnings: readonly string[];
  /** Delegated permissions of Graph that were consented to. */
  readonly scopes: readonly string[];
}

interface SignedIn {
  readonly signer: Signer;
  readonly tenantId: string;
  readonly scopes: readonly string[];
  /** What MSAL serialised. */
  readonly text: string;
}

/**
 * Completes a sign-in: redeems the code, and saves the connection with the sign-in sealed. Each answer counts once, and
 * for the owner only who began it. Run the checks afterwards.
 * Failures: `not-found` (begun by nobody, by somebody else, or too long ago), those of the Entra dictionary (refused at the
 * page: `entra-consent-declined`, `entra-admin-consent-needed`, …), `conflict` (name taken, or another person signed in
 * to an existing connection), `denied` (another tenant, a personal account, no refresh token).
 */
export async function completeDelegatedSignIn(
  store: ConnectionStore,
  { query, owner }: DelegatedSignInAnswer,
): Promise<CompletedDelegatedSignIn> {
  const digest = digestOf(query.get('state') ?? '');
  const now = store.clock.now();
  const sealed = await store.database.transaction((tx) => takePending(tx, { digest, owner, now }));
  if (sealed === null) throw unknownAnswer();
  const pending = await openPending(store.box, digest, sealed);
  if (query.has('error')) throw refusedAtPage(query, now);
  const code = query.get('code') ?? '';
  if (code === '') throw unknownAnswer();
  const registration = registrationOf(pending.registration);
  const signedIn = await redeem(store, registration, { pending, code });
  return pending.again === null
    ? saveNew(store, signedIn, { pending, registration, owner })
    : saveAgain(store, signedIn, pending.again as ConnectionId);
}

async function redeem(
  store: ConnectionStore,
  registration: SignInRegistration,
  { pending, code }: { readonly pending: PendingSignIn; readonly code: string },
): Promise<SignedIn> {
  await using login = openLogin(registration.cloud, store.clock);
  let result: AuthenticationResult;
  let text: string;
  try {
    const application = createApplication(registration, login.authority, login.network);
    const scopes = delegatedScopes(registration.cloud, parseCapabilities(pending.capabilities));
    const { redirectUri, verifier, nonce } = pending;
    result = await application.acquireTokenByCode({ code, scopes, redirectUri, codeVerifier: verifier, nonce });
    text = application.getTokenCache().serialize();
  } catch (error) {
    throw signInFailure(error, login.network.takeTrouble(), store.clock.now());
  }
  return checkedSignIn(registration, result, text);
}

const Cache = Type.Object({ RefreshToken: Type.Record(Type.String(), Type.Unknown()) });
const personalAccounts = '9188040d-6c67-4c5b-b112-36a304b66dad';
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Failures: `denied` for another tenant, a personal account, or a sign-in that cannot be renewed. */
function checkedSignIn({ tenant }: SignInRegistration, result: AuthenticationResult, text: string): SignedIn {
  const { account, idTokenClaims, tenantId, accessToken } = result;
  if (account === null) throw denied('The sign-in service did not say who signed in.', 'Sign in again.');
  if (tenantId === personalAccounts)
    throw denied('A personal Microsoft account signed in.', 'Sign in with a work account of the tenant.');
  if (guid.test(tenant) && tenantId.toLowerCase() !== tenant.toLowerCase())
    throw denied(`The account belongs to another tenant (${tenantId}).`, `Sign in with an account of ${tenant}.`);
  const cache: unknown = JSON.parse(text);
  if (!Value.Check(Cache, cache) || Object.keys(cache.RefreshToken).length === 0)
    throw denied(
      'The sign-in cannot be renewed: no refresh token came with it.',
      'Add the permission offline_access to the app registration, and sign in again.',
    );
  const claims = idTokenClaims as { readonly email?: unknown } | undefined;
  const address = typeof claims?.email === 'string' && claims.email !== '' ? claims.email : account.username;
  return {
    signer: { id: account.localAccountId, address, name: account.name ?? address },
    tenantId,
    scopes: readClaims(accessToken).scopes ?? [],
    text,
  };
}

interface Saving {
  readonly pending: PendingSignIn;
  readonly registration: SignInRegistration;
  readonly owner: string | null;
}

async function saveNew(
  store: ConnectionStore,
  { signer, tenantId, scopes, text }: SignedIn,
  { pending, registration, owner }: Saving,
): Promise<CompletedDelegatedSignIn> {
  const { cloud, tenant, clientId, credential } = registration;
  const now = store.clock.now();
  const connection: Connection = {
    id: newId<ConnectionId>(),
    name: pending.name,
    kind: 'delegated',
    owner,
    signer,
    signInNeeded: null,
    consentMeant: pending.consentMeant,
    cloud,
    tenant,
    tenantId,
    domain: domainOf(tenant),
    clientId,
    credentialKind: credential.kind,
    credentialExpiresAt: credential.expiresAt,
    capabilities: parseCapabilities(pending.capabilities),
    createdAt: now,
    updatedAt: now,
  };
  const sealed = {
    credential: await sealCredential(store.box, connection.id, credential),
    signIn: await sealSignIn(store.box, connection.id, text),
  };
  await store.database.transaction((tx) => insertConnection(tx, connection, sealed));
  return { connection, isNew: true, warnings: [], scopes };
}

async function saveAgain(
  store: ConnectionStore,
  { signer, scopes, text }: SignedIn,
  id: ConnectionId,
): Promise<CompletedDelegatedSignIn> {
  const sealed = await sealSignIn(store.box, id, text);
  return store.database.transaction(async (tx) => {
    const { connection } = await readStored(tx, id);
    const before = connection.signer;
    if (before !== null && before.id !== signer.id) throw otherPerson(before, signer);
    await replaceSignIn(tx, id, { sealed, signer, at: store.clock.now() });
    return { connection: (await readStored(tx, id)).connection, isNew: false, warnings: [], scopes };
  });
}

/** What the page said, as the dictionary knows it; the description is a stranger's text and stays evidence. */
function refusedAtPage(query: URLSearchParams, now: Date): Failure {
  const error = query.get('error') ?? '';
  const text = query.get('error_description') ?? '';
  const number = /AADSTS(\d+)/.exec(text)?.[1];
  const bare = error === 'access_denied' ? 'AADSTS65004' : error;
  return refusal('entra', {
    status: 400,
    providerCodes: [number === undefined ? bare : `AADSTS${number}`],
    text: (text.split(/\s*Trace ID:/)[0] ?? text).trim(),
    requestId: /Trace ID: ([0-9a-f-]{36})/i.exec(text)?.[1],
    correlationId: /Correlation ID: ([0-9a-f-]{36})/i.exec(text)?.[1],
    at: now.toISOString(),
  });
}

function unknownAnswer(): Failure {
  return new Failure('not-found', 'This sign-in was not begun here, was begun by somebody else, or took too long.', {
    code: 'sign-in-answer-unknown',
    fix: 'Begin the sign-in again, in the same browser, and finish it within ten minutes.',
  });
}

function otherPerson(before: Signer, now: Signer): Failure {
  return new Failure('conflict', `The connection is that of ${before.address}, and ${now.address} signed in.`, {
    code: 'sign-in-other-person',
    fix: `Sign in as ${before.address}, or make a new connection for ${now.address}.`,
  });
}

function denied(message: string, fix: string): Failure {
  return new Failure('denied', message, { code: 'sign-in-not-usable', fix });
}
