import { sharedGates } from '../budgets/shared-gates.ts';
import type { ConnectionId } from '#evidence';
import { Failure } from '#evidence';
import type { Clock, Database, SecretBox } from '#platform';
import { newId } from '#platform';
import type { CapabilityName } from '../capabilities/capability.ts';
import { parseCapabilities } from '../capabilities/capability.ts';
import type { Cloud } from '../clouds/cloud.ts';
import type { Credential } from '../sign-in/credential.ts';
import type { Connection, OpenConnection, OpenOptions } from './connection.ts';
import { openWith } from './connection.ts';
import { sealCredential, unsealCredential } from './sealed-credential.ts';
import {
  deleteConnection,
  insertConnection,
  listStored,
  othersWithClientId,
  readStored,
  saveConnection,
} from './store.ts';

/** What connections rest in. */
export interface ConnectionStore {
  readonly database: Database;
  readonly box: SecretBox;
  readonly clock: Clock;
}

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

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const domainForm = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;
const nameForm = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}$/u;

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
    cloud: wanted.cloud,
    tenant,
    tenantId: null,
    domain: guid.test(tenant) ? null : tenant,
    clientId: checkedClientId(wanted.clientId),
    credentialKind: wanted.credential.kind,
    credentialExpiresAt: wanted.credential.expiresAt,
    capabilities: parseCapabilities(wanted.capabilities),
    createdAt: now,
    updatedAt: now,
  };
  const sealed = await sealCredential(store.box, connection.id, wanted.credential);
  return store.database.transaction(async (tx) => {
    await insertConnection(tx, connection, sealed);
    return { connection, warnings: sharedClientId(connection, await othersWithClientId(tx, connection)) };
  });
}

/**
 * Rotates the credential (also from a secret to a certificate), changes the capabilities, or records the directory id.
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
    return { connection, warnings: sharedClientId(connection, await othersWithClientId(tx, connection)) };
  });
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
  const { connection } = await readStored(store.database.reader, nameOrId);
  const changed: Connection = {
    ...connection,
    capabilities: capabilities === undefined ? connection.capabilities : parseCapabilities(capabilities),
    credentialKind: credential.kind,
    credentialExpiresAt: credential.expiresAt,
  };
  return openWith(changed, credential, {
    gates: sharedGates(store.database, store.clock),
    ...options,
    clock: store.clock,
  });
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

/** Opens a saved connection. Failures: `not-found` (no such connection), those of the secret box. */
export async function openConnection(
  store: ConnectionStore,
  nameOrId: string,
  options: Omit<OpenOptions, 'clock'> = {},
): Promise<OpenConnection> {
  const stored = await readStored(store.database.reader, nameOrId);
  return openWith(stored.connection, await unsealCredential(store.box, stored), {
    gates: sharedGates(store.database, store.clock),
    ...options,
    clock: store.clock,
  });
}

function sharedClientId(connection: Connection, others: readonly string[]): readonly string[] {
  if (others.length === 0) return [];
  const names = others.map((name) => `"${name}"`).join(', ');
  return [
    `The client id of "${connection.name}" is also used by ${names}. The service counts requests per application and ` +
      'mailbox, so they share one allowance: give each connection its own app registration.',
  ];
}

function checkedName(name: string): string {
  const trimmed = name.trim();
  if (nameForm.test(trimmed) && !guid.test(trimmed)) return trimmed;
  throw new Failure('malformed', `"${name}" cannot be the name of a connection.`, {
    code: 'bad-connection-name',
    fix: 'Use up to 100 letters, digits, spaces, dots, dashes and underscores, beginning with a letter or digit.',
  });
}

function checkedTenant(tenant: string): string {
  const trimmed = tenant.trim().toLowerCase();
  if (guid.test(trimmed) || domainForm.test(trimmed)) return trimmed;
  throw new Failure('malformed', `"${tenant}" is neither a directory id nor a domain.`, {
    code: 'bad-tenant',
    fix: 'Give the directory id (a GUID, "Directory (tenant) ID" in Entra) or a verified domain such as contoso.onmicrosoft.com.',
  });
}

function checkedClientId(clientId: string): string {
  const trimmed = clientId.trim().toLowerCase();
  if (guid.test(trimmed)) return trimmed;
  throw new Failure('malformed', `"${clientId}" is not a client id.`, {
    code: 'bad-client-id',
    fix: 'Copy "Application (client) ID" from the overview page of the app registration; it is a GUID.',
  });
}
