import type { ConnectionId } from '#evidence';
import { Failure } from '#evidence';
import { newId } from '#platform';
import type { CapabilityName } from '../capabilities/capability.ts';
import { sharedGates } from '../budgets/shared-gates.ts';
import type { Gates } from '../graph/gate.ts';
import { parseCapabilities } from '../capabilities/capability.ts';
import type { Cloud } from '../clouds/cloud.ts';
import type { Credential } from '../sign-in/credential.ts';
import type { Connection, OpenConnection, OpenOptions } from './connection.ts';
import { openWith } from './connection.ts';
import type { ConnectionStore } from './connection-store.ts';
import { checkedClientId, checkedName, checkedTenant, domainOf } from './connection-form.ts';
import { sealCredential, unsealCredential } from './sealed-credential.ts';
import { storedMemory } from './stored-memory.ts';
import {
  deleteConnection,
  insertConnection,
  listStored,
  noConnection,
  othersWithClientId,
  readStored,
  saveConnection,
} from './store.ts';

export interface NewConnection {
  readonly name: string;
  readonly cloud: Cloud;
  /** Directory id or verified domain. */
  readonly tenant: string;
  readonly clientId: string;
  readonly credential: Credential;
  readonly capabilities: readonly CapabilityName[];
}

export interface ConnectionChange {
  readonly credential?: Credential | undefined;
  readonly capabilities?: readonly CapabilityName[] | undefined;
  /** The directory id that a sign-in told. */
  readonly tenantId?: string | undefined;
}

/** A saved connection, and what should be said about it. */
export interface SavedConnection {
  readonly connection: Connection;
  readonly warnings: readonly string[];
}

/** A change that was tried before it is saved. */
export interface TriedChange {
  readonly credential: Credential;
  readonly capabilities?: readonly CapabilityName[] | undefined;
}

/**
 * Saves a new connection with its credential sealed. Nothing is sent: run the checks afterwards.
 * Failures: `malformed` (name, tenant, client id), `conflict` (name taken), those of the secret box.
 */
export async function addConnection(store: ConnectionStore, wanted: NewConnection): Promise<SavedConnection> {
  const now = store.clock.now();
  const tenant = checkedTenant(wanted.tenant);
  const connection: Connection = {
    id: newId<ConnectionId>(),
    name: checkedName(wanted.name),
    kind: 'application',
    owner: null,
    signer: null,
    signInNeeded: null,
    consentMeant: null,
    cloud: wanted.cloud,
    tenant,
    tenantId: null,
    domain: domainOf(tenant),
    clientId: checkedClientId(wanted.clientId),
    credentialKind: wanted.credential.kind,
    credentialExpiresAt: wanted.credential.expiresAt,
    capabilities: parseCapabilities(wanted.capabilities),
    createdAt: now,
    updatedAt: now,
  };
  const sealed = await sealCredential(store.box, connection.id, wanted.credential);
  return store.database.transaction(async (tx) => {
    await insertConnection(tx, connection, { credential: sealed });
    return { connection, warnings: sharedClientId(connection, await othersWithClientId(tx, connection)) };
  });
}

/**
 * Rotates the credential (also from a secret to a certificate), for everybody who signs in to the same app registration too, changes the capabilities, or records the directory id.
 * Id, name and client id stay, so collections made through it are untouched.
 */
export async function updateConnection(
  store: ConnectionStore,
  nameOrId: string,
  change: ConnectionChange,
): Promise<SavedConnection> {
  const { connection: before } = await readStored(store.database.reader, nameOrId);
  const { credential } = change;
  const sealed = credential === undefined ? null : await sealCredential(store.box, before.id, credential);
  const sharing = credential === undefined ? [] : await sealForSharing(store, before, credential);
  return store.database.transaction(async (tx) => {
    const { connection: current } = await readStored(tx, before.id);
    const connection: Connection = {
      ...current,
      capabilities: change.capabilities === undefined ? current.capabilities : parseCapabilities(change.capabilities),
      tenantId: change.tenantId ?? current.tenantId,
      ...(credential === undefined
        ? {}
        : { credentialKind: credential.kind, credentialExpiresAt: credential.expiresAt }),
      updatedAt: store.clock.now(),
    };
    await saveConnection(tx, connection, sealed);
    for (const shared of sharing) await saveConnection(tx, shared.connection, shared.sealed);
    return { connection, warnings: sharedClientId(connection, await othersWithClientId(tx, connection)) };
  });
}

/** The delegated connections whose credential is that of this one's app registration; a person's own changes only theirs. */
async function sealForSharing(store: ConnectionStore, from: Connection, credential: Credential) {
  if (from.owner !== null) return [];
  const isSame = ({ id, kind, clientId, cloud }: Connection): boolean =>
    kind === 'delegated' && id !== from.id && clientId === from.clientId && cloud.login === from.cloud.login;
  const sharing = (await listStored(store.database.reader)).map(({ connection }) => connection).filter(isSame);
  const updatedAt = store.clock.now();
  return Promise.all(
    sharing.map(async (connection) => ({
      connection: {
        ...connection,
        credentialKind: credential.kind,
        credentialExpiresAt: credential.expiresAt,
        updatedAt,
      },
      sealed: await sealCredential(store.box, connection.id, credential),
    })),
  );
}

/**
 * Opens a connection as it would be after a change, without saving anything: so that a credential that is refused
 * never replaces one that works. Failure `not-found`.
 */
export async function openChanged(
  store: ConnectionStore,
  nameOrId: string,
  { credential, capabilities, ...options }: TriedChange & Omit<OpenOptions, 'clock'>,
): Promise<OpenConnection> {
  const { connection, signIn } = await readStored(store.database.reader, nameOrId);
  const changed: Connection = {
    ...connection,
    capabilities: capabilities === undefined ? connection.capabilities : parseCapabilities(capabilities),
    credentialKind: credential.kind,
    credentialExpiresAt: credential.expiresAt,
  };
  const memory = signIn === null ? {} : { memory: storedMemory(store, connection.id) };
  return openWith(changed, credential, { ...withGates(store, options), ...memory, clock: store.clock });
}

/** Names of the connections whose credential opens no more, because the key it was sealed with is not there. */
export async function unreadableConnections(store: ConnectionStore): Promise<readonly string[]> {
  const names: string[] = [];
  for (const stored of await listStored(store.database.reader)) {
    try {
      await unsealCredential(store.box, stored);
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.kind !== 'not-found') throw thrown;
      names.push(stored.connection.name);
    }
  }
  return names;
}

/**
 * Removes a connection and erases its sealed credential. Collections made through it keep its name and client id;
 * what they have not finished can only be resumed through a connection added anew.
 */
export async function removeConnection(store: ConnectionStore, nameOrId: string): Promise<Connection> {
  return store.database.transaction(async (tx) => {
    const { connection } = await readStored(tx, nameOrId);
    await deleteConnection(tx, connection.id);
    return connection;
  });
}

/** How a saved connection is opened. */
export interface OpenSaved extends Omit<OpenOptions, 'clock' | 'memory'> {
  /** Account id of whoever wants to use it; without it whoever sits at the machine does. */
  readonly account?: string;
}

/**
 * Opens a saved connection. The sign-in of a delegated one is renewed where it rests.
 * Failures: `not-found` (no such connection, or another person's), those of the secret box.
 */
export async function openConnection(
  store: ConnectionStore,
  nameOrId: string,
  { account, ...options }: OpenSaved = {},
): Promise<OpenConnection> {
  const stored = await readStored(store.database.reader, nameOrId);
  const { id, owner } = stored.connection;
  if (account !== undefined && owner !== null && owner !== account) throw noConnection(nameOrId);
  const memory = stored.signIn === null ? {} : { memory: storedMemory(store, id) };
  const credential = await unsealCredential(store.box, stored);
  return openWith(stored.connection, credential, { ...withGates(store, options), ...memory, clock: store.clock });
}

/** The gates that the processes of one database share, unless others are given. */
function withGates<Options extends { readonly gates?: Gates }>(store: ConnectionStore, options: Options) {
  return { gates: sharedGates(store.database, store.clock), ...options };
}

function sharedClientId(connection: Connection, others: readonly string[]): readonly string[] {
  // People who sign in share an application on purpose.
  if (others.length === 0 || connection.kind === 'delegated') return [];
  const names = others.map((name) => `"${name}"`).join(', ');
  return [
    `The client id of "${connection.name}" is also used by ${names}. The service counts requests per application and ` +
      'mailbox, so they share one allowance: give each connection its own app registration.',
  ];
}
