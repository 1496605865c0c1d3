import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seededPassword, startSimulatedTenant, walkSignIn, type SimulatedTenant, type Walker } from 'simulated-tenant';
import { Failure } from '#evidence';
import { openSecretBox, systemClock } from '#platform';
import { testDatabase } from '../../../tests/postgres.ts';
import { customCloud } from '../clouds/custom-endpoints.ts';
import type { ConnectionStore } from '../connections/connection-store.ts';
import { addConnection, openConnection, updateConnection } from '../connections/connections.ts';
import { connectionsOf, hasSealedCredentials, readConnection } from '../connections/store.ts';
import { probeMailbox } from '../directory/probe-mailbox.ts';
import { entryOfCode } from '../errors/dictionary.ts';
import { createGates } from '../graph/gate.ts';
import { brisk } from '../graph/retry.ts';
import { clientSecret } from '../sign-in/credential.ts';
import { beginDelegatedSignIn, type DelegatedSignInWish } from './begin-sign-in.ts';
import { completeDelegatedSignIn, type CompletedDelegatedSignIn } from './complete-sign-in.ts';
import { needsSignInCodes } from './needs-sign-in.ts';

const ada = 'ada.marsh@tiny.example';
const ben = 'ben.okafor@tiny.example';
const support = 'support@tiny.example';
const redirectUri = 'http://localhost:4000';
const signal = new AbortController().signal;

let database: Awaited<ReturnType<typeof testDatabase>>;
let folder: string;
let store: ConnectionStore;
let tenant: SimulatedTenant;

beforeAll(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), 'chainmail-delegated-'));
  const box = openSecretBox({ dataFolder: folder, sealedRowsExist: () => hasSealedCredentials(database.reader) });
  store = { database, box, clock: systemClock };
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  tenant = await startSimulatedTenant({ seed: 'tiny' });
});
afterEach(() => tenant.stop());

let count = 0;
const newName = (): string => `sign-in ${String((count += 1))}`;

function registration(name = 'sign-in-consented') {
  const app = tenant.apps.find((known) => known.name === name)!;
  return {
    cloud: customCloud({ login: tenant.url, graph: tenant.url }),
    tenant: tenant.tenantId,
    clientId: app.clientId,
    credential: clientSecret(app.secrets[0]!.value),
  };
}

function wish(change: Partial<DelegatedSignInWish> = {}, app?: string): DelegatedSignInWish {
  const target = {
    kind: 'new' as const,
    name: newName(),
    capabilities: ['collect-mail' as const],
    registration: registration(app),
  };
  return { target, owner: 'account-1', redirectUri, ...change };
}

/** What the browser brings back after somebody went through the pages. */
async function answerTo(wanted: DelegatedSignInWish, walker: Partial<Walker> = {}): Promise<URLSearchParams> {
  const { url } = await beginDelegatedSignIn(store, wanted);
  const end = await walkSignIn(url, { login: ada, password: seededPassword, stopped: 'back', ...walker });
  if (end.kind !== 'returned') throw new Error(end.html);
  return end.url.searchParams;
}

async function signedIn(
  change: Partial<DelegatedSignInWish> = {},
  walker?: Partial<Walker>,
): Promise<CompletedDelegatedSignIn> {
  const wanted = wish(change);
  return completeDelegatedSignIn(store, { query: await answerTo(wanted, walker), owner: wanted.owner });
}

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const thrown: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(Failure);
  return thrown as Failure;
}

const open = (id: string) =>
  openConnection(store, id, { gates: createGates(systemClock), patience: brisk, account: 'account-1' });

async function reach(id: string, address: string): Promise<string> {
  await using connection = await open(id);
  const person = tenant.tenant.person(address)!;
  const found = await probeMailbox(connection.mailbox(person.id), person.id, signal);
  return found.kind === 'reachable' ? 'reachable' : found.failure.code;
}

/** A token that was not there before: what rests of the old one does not count. */
async function renewed(id: string): Promise<string> {
  await using connection = await open(id);
  const first = await connection.signIn.token(signal);
  const next = await connection.signIn.token(signal, first);
  return next;
}

describe('the sign-in of a person', () => {
  it('becomes a connection that reads their own mailbox and those they hold Full Access to', async () => {
    const { connection, isNew, scopes } = await signedIn();
    const person = tenant.tenant.person(ada)!;
    expect(isNew).toBe(true);
    expect(scopes).toContain('Mail.Read.Shared');
    expect(connection).toMatchObject({
      kind: 'delegated',
      owner: 'account-1',
      signer: { id: person.id, address: ada, name: 'Ada Marsh' },
      signInNeeded: null,
      tenantId: tenant.tenantId,
    });
    expect(await readConnection(database.reader, connection.id)).toEqual(connection);
    expect(await reach(connection.id, ada)).toBe('reachable');
    expect(await reach(connection.id, support)).toBe('reachable');
    expect(await reach(connection.id, ben)).toBe('graph-mail-denied');
    expect(tenant.unknown.count).toBe(0);
  });

  it('is renewed for days without the person, and what it is renewed with rests sealed', async () => {
    const { connection } = await signedIn();
    await using opened = await open(connection.id);
    const first = await opened.signIn.token(signal);
    const sealed = () =>
      database.reader.selectFrom('connections').selectAll().where('id', '=', connection.id).executeTakeFirstOrThrow();
    const before = await sealed();
    const next = await opened.signIn.token(signal, first);
    expect(next).not.toBe(first);
    const after = await sealed();
    expect(after.sealed_sign_in).not.toBe(before.sealed_sign_in);
    expect(JSON.stringify(after)).not.toContain('RefreshToken');
    expect(inspect(opened, { depth: 12 })).not.toContain(
      registration().credential.kind === 'secret'
        ? tenant.apps.find(({ name }) => name === 'sign-in-consented')!.secrets[0]!.value
        : '-',
    );
  });

  it('works without the credential in the answer: a state counts once, for its owner, and for ten minutes', async () => {
    const wanted = wish();
    const query = await answerTo(wanted);
    const answer = (owner: string | null, given = query) => completeDelegatedSignIn(store, { query: given, owner });
    expect((await failureOf(answer('account-2'))).code).toBe('sign-in-answer-unknown');
    expect((await failureOf(answer(null))).code).toBe('sign-in-answer-unknown');
    expect((await answer('account-1')).isNew).toBe(true);
    expect((await failureOf(answer('account-1'))).code).toBe('sign-in-answer-unknown');
    expect((await failureOf(answer('account-1', new URLSearchParams({ code: 'x', state: 'made-up' })))).code).toBe(
      'sign-in-answer-unknown',
    );
    expect((await failureOf(answer('account-1', new URLSearchParams()))).code).toBe('sign-in-answer-unknown');
    const late = await answerTo(wish());
    await database.transaction((tx) =>
      tx
        .updateTable('delegated_sign_ins')
        .set({ expires_at: new Date(0) })
        .execute(),
    );
    expect((await failureOf(answer('account-1', late))).code).toBe('sign-in-answer-unknown');
  });

  it('that was refused at the page says why, as the dictionary does', async () => {
    const app = tenant.apps.find(({ name }) => name === 'sign-in')!;
    const code = async (walker?: Partial<Walker>): Promise<string> => {
      const wanted = wish({}, 'sign-in');
      return (
        await failureOf(completeDelegatedSignIn(store, { query: await answerTo(wanted, walker), owner: 'account-1' }))
      ).code;
    };
    expect(await code()).toBe('entra-admin-consent-needed');
    tenant.tenant.signInRules.approvalRequests = true;
    expect(await code()).toBe('entra-admin-approval-pending');
    tenant.tenant.signInRules.userConsent = 'everything';
    expect(await code({ consent: 'cancel' })).toBe('entra-consent-declined');
    app.assignedTo = [];
    expect(await code()).toBe('entra-assignment-required');
    app.assignedTo = null;
    tenant.tenant.signInRules.walls = [{ code: 53003, personId: null, clientId: null, at: 'page' }];
    expect(await code()).toBe('entra-conditional-access');
    tenant.tenant.signInRules.walls = [{ code: 50076, personId: null, clientId: null, at: 'page' }];
    expect(await code()).toBe('entra-mfa-needed');
  });

  it('goes through the app registration of another connection, as far as its owner may use that', async () => {
    const { name, capabilities: _none, ...rest } = { name: newName(), capabilities: null, ...registration() };
    await addConnection(store, { name, ...rest, capabilities: ['collect-mail'] });
    const target = {
      kind: 'new' as const,
      name: newName(),
      capabilities: ['list-mailboxes' as const],
      registration: { sameAs: name },
    };
    const { connection } = await signedIn({ target });
    expect(connection.clientId).toBe(rest.clientId);
    const other = { ...target, name: newName(), registration: { sameAs: connection.id } };
    expect((await failureOf(beginDelegatedSignIn(store, wish({ target: other, owner: 'account-2' })))).code).toBe(
      'no-connection',
    );
  });

  it('returns only to https or to this machine', async () => {
    for (const address of ['http://example.com/', 'javascript:alert(1)', 'https://example.com/#x', 'no address'])
      expect((await failureOf(beginDelegatedSignIn(store, wish({ redirectUri: address })))).code, address).toBe(
        'bad-redirect-address',
      );
  });
});

describe('a delegated connection', () => {
  it('is seen and used by its owner only', async () => {
    const { connection } = await signedIn();
    const names = async (account: string) => (await connectionsOf(database.reader, account)).map(({ id }) => id);
    expect(await names('account-1')).toContain(connection.id);
    expect(await names('account-2')).not.toContain(connection.id);
    expect((await failureOf(openConnection(store, connection.id, { account: 'account-2' }))).code).toBe(
      'no-connection',
    );
    const again = { kind: 'again' as const, connection: connection.id };
    expect((await failureOf(beginDelegatedSignIn(store, wish({ target: again, owner: 'account-2' })))).code).toBe(
      'no-connection',
    );
  });

  const deaths: readonly (readonly [string, (now: number) => void, string])[] = [
    ['unused for 90 days', () => killTokens(), 'entra-refresh-token-idle'],
    [
      'after a new password',
      (now) => (tenant.tenant.account(tenant.tenant.person(ada)!.id)!.tokensValidFrom = now + 1),
      'entra-grant-revoked',
    ],
    ['by a sign-in frequency policy', () => wall(70043), 'entra-refresh-token-limited'],
    ['after 24 hours of a single page app', () => wall(700084), 'entra-refresh-token-limited'],
    ['until a second factor is given', () => wall(50076), 'entra-mfa-needed'],
    ['by conditional access', () => wall(53003), 'entra-conditional-access'],
    [
      'without consent',
      () => (tenant.apps.find(({ name }) => name === 'sign-in-consented')!.delegatedConsents = []),
      'entra-consent-missing',
    ],
  ];
  const wall = (code: number): void => {
    tenant.tenant.signInRules.walls = [{ code, personId: null, clientId: null, at: 'refresh' }];
  };
  const killTokens = (): void => {
    tenant.tenant.clock.advance(91 * 86_400_000);
  };

  it.each(deaths)('needs its person again %s, and says so until they signed in', async (_how, kill, code) => {
    const { connection } = await signedIn();
    kill(tenant.tenant.clock.now());
    expect(await failureOf(renewed(connection.id))).toMatchObject({ code, kind: 'denied' });
    const needed = (await readConnection(database.reader, connection.id)).signInNeeded;
    expect(needed?.code).toBe(code);
    await failureOf(renewed(connection.id));
    expect((await readConnection(database.reader, connection.id)).signInNeeded).toEqual(needed);
    tenant.tenant.signInRules.walls = [];
    tenant.tenant.signInRules.userConsent = 'everything';
    const again = await signedIn({ target: { kind: 'again', connection: connection.id } });
    expect(again).toMatchObject({
      isNew: false,
      connection: { id: connection.id, name: connection.name, signInNeeded: null },
    });
    expect(await reach(connection.id, ada)).toBe('reachable');
  });

  it('that is in use goes on when its person signs in anew elsewhere', async () => {
    const { connection } = await signedIn();
    await using running = await open(connection.id);
    const token = await running.signIn.token(signal);
    tenant.tenant.account(tenant.tenant.person(ada)!.id)!.tokensValidFrom = tenant.tenant.clock.now() + 1;
    tenant.tenant.clock.advance(5);
    await signedIn({ target: { kind: 'again', connection: connection.id } });
    expect(await running.signIn.token(signal, token)).not.toBe(token);
    expect((await readConnection(database.reader, connection.id)).signInNeeded).toBeNull();
  });

  it('does not become another person’s by signing in again', async () => {
    const { connection } = await signedIn();
    const failure = await failureOf(signedIn({ target: { kind: 'again', connection: connection.id } }, { login: ben }));
    expect(failure).toMatchObject({ code: 'sign-in-other-person', kind: 'conflict' });
    expect((await readConnection(database.reader, connection.id)).signer?.address).toBe(ada);
  });

  it('gets the new secret of its app registration from the connection it was made from', async () => {
    const name = newName();
    await addConnection(store, { name, ...registration(), capabilities: ['collect-mail'] });
    const target = {
      kind: 'new' as const,
      name: newName(),
      capabilities: ['collect-mail' as const],
      registration: { sameAs: name },
    };
    const { connection } = await signedIn({ target });
    const other = await signedIn();
    const app = tenant.apps.find((known) => known.name === 'sign-in-consented')!;
    app.secrets = [{ id: 'new', value: 'abc8Q~a-third-secret', expires: tenant.tenant.clock.now() + 86_400_000 }];
    const change = { credential: clientSecret('abc8Q~a-third-secret') };
    await updateConnection(store, other.connection.id, change);
    expect((await failureOf(renewed(connection.id))).code).toBe('entra-secret-wrong');
    await updateConnection(store, name, change);
    expect(await renewed(connection.id)).not.toBe('');
  });

  it('keeps its sign-in when its secret is rotated', async () => {
    const { connection } = await signedIn();
    const app = tenant.apps.find(({ name }) => name === 'sign-in-consented')!;
    app.secrets = [{ id: 'new', value: 'abc8Q~another-secret', expires: tenant.tenant.clock.now() + 86_400_000 }];
    expect((await failureOf(renewed(connection.id))).code).toBe('entra-secret-wrong');
    expect((await readConnection(database.reader, connection.id)).signInNeeded).toBeNull();
    await updateConnection(store, connection.id, { credential: clientSecret('abc8Q~another-secret') });
    expect(await renewed(connection.id)).not.toBe('');
  });
});

it('every code that asks for a new sign-in is explained', () => {
  for (const code of needsSignInCodes)
    if (code !== 'connection-sign-in-lost') expect(entryOfCode(code)?.fix.length, code).toBeGreaterThan(0);
});
