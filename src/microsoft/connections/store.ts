import type { Insertable, Selectable } from 'kysely';
import Type from 'typebox';
import { Value } from 'typebox/value';
import type { ConnectionId } from '#evidence';
import { Failure } from '#evidence';
import type { ConnectionsTable, Reader, SealedText, Transaction } from '#platform';
import { parseCapabilities } from '../capabilities/capability.ts';
import type { Cloud } from '../clouds/cloud.ts';
import { clouds } from '../clouds/cloud.ts';
import { customCloud } from '../clouds/custom-endpoints.ts';
import type { Connection } from './connection.ts';

const Endpoints = Type.Object({ login: Type.String(), graph: Type.String(), graphAudience: Type.String() });
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A connection with its credential as it rests: sealed. */
export interface StoredConnection {
  readonly connection: Connection;
  readonly sealed: string;
}

/** All connections by name, without credentials. */
export async function listConnections(reader: Reader): Promise<readonly Connection[]> {
  const rows = await reader.selectFrom('connections').selectAll().orderBy('name').execute();
  return rows.map(connectionOf);
}

/** All connections by name, with their sealed credentials. */
export async function listStored(reader: Reader): Promise<readonly StoredConnection[]> {
  const rows = await reader.selectFrom('connections').selectAll().orderBy('name').execute();
  return rows.map((row) => ({ connection: connectionOf(row), sealed: row.sealed_credential }));
}

/** The connection of a name or an id; null when there is none. */
export async function findConnection(reader: Reader, nameOrId: string): Promise<Connection | null> {
  const stored = await findStored(reader, nameOrId);
  return stored?.connection ?? null;
}

/** The connection of a name or an id. Failure `not-found`. */
export async function readConnection(reader: Reader, nameOrId: string): Promise<Connection> {
  return (await readStored(reader, nameOrId)).connection;
}

/** Like findConnection, with the sealed credential. Failure `not-found`. */
export async function readStored(reader: Reader, nameOrId: string): Promise<StoredConnection> {
  const stored = await findStored(reader, nameOrId);
  if (stored !== null) return stored;
  throw new Failure('not-found', `There is no connection "${nameOrId}".`, {
    code: 'no-connection',
    fix: 'List them with `chainmail connection list`, or make one with `chainmail connection add`.',
  });
}

/** Whether any credential rests sealed: a missing key file is then a loss, never replaced. */
export async function hasSealedCredentials(reader: Reader): Promise<boolean> {
  const row = await reader.selectFrom('connections').select('id').limit(1).executeTakeFirst();
  return row !== undefined;
}

/** Names of the other connections that share the client id: the service counts them as one. */
export async function othersWithClientId(
  reader: Reader,
  connection: { id: ConnectionId; clientId: string },
): Promise<readonly string[]> {
  const rows = await reader
    .selectFrom('connections')
    .select('name')
    .where('client_id', '=', connection.clientId)
    .where('id', '<>', connection.id)
    .orderBy('name')
    .execute();
  return rows.map((row) => row.name);
}

/** Failure `conflict` when the name is taken. */
export async function insertConnection(tx: Transaction, connection: Connection, sealed: SealedText): Promise<void> {
  const inserted = await tx
    .insertInto('connections')
    .values(rowOf(connection, sealed))
    .onConflict((conflict) => conflict.column('name').doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 1n) return;
  throw new Failure('conflict', `There is already a connection "${connection.name}".`, {
    code: 'connection-name-taken',
    fix: 'Choose another name, or change the one there is with `chainmail connection update`.',
  });
}

/** Writes what an update may change. Failure `not-found` when it was removed meanwhile. */
export async function saveConnection(
  tx: Transaction,
  connection: Connection,
  sealed: SealedText | null,
): Promise<void> {
  const { id: _id, name: _name, created_at: _created, sealed_credential: _sealed, ...row } = rowOf(connection, '');
  const updated = await tx
    .updateTable('connections')
    .set({ ...row, ...(sealed === null ? {} : { sealed_credential: sealed }) })
    .where('id', '=', connection.id)
    .executeTakeFirst();
  if (updated.numUpdatedRows === 1n) return;
  throw new Failure('not-found', `The connection "${connection.name}" was removed meanwhile.`, {
    code: 'no-connection',
  });
}

/** Erases the row, and the sealed credential with it. */
export async function deleteConnection(tx: Transaction, id: ConnectionId): Promise<void> {
  await tx.deleteFrom('connections').where('id', '=', id).execute();
}

async function findStored(reader: Reader, nameOrId: string): Promise<StoredConnection | null> {
  const byName = await reader.selectFrom('connections').selectAll().where('name', '=', nameOrId).executeTakeFirst();
  const row =
    byName ??
    (guid.test(nameOrId)
      ? await reader.selectFrom('connections').selectAll().where('id', '=', nameOrId).executeTakeFirst()
      : undefined);
  return row === undefined ? null : { connection: connectionOf(row), sealed: row.sealed_credential };
}

function connectionOf(row: Selectable<ConnectionsTable>): Connection {
  return {
    id: row.id as ConnectionId,
    name: row.name,
    cloud: cloudOf(row),
    tenant: row.tenant,
    tenantId: row.tenant_id,
    domain: guid.test(row.tenant) ? null : row.tenant,
    clientId: row.client_id,
    credentialKind: row.credential_kind,
    credentialExpiresAt: row.credential_expires_at,
    capabilities: parseCapabilities(row.capabilities),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function cloudOf(row: Selectable<ConnectionsTable>): Cloud {
  return row.cloud === 'custom' ? customCloud(Value.Parse(Endpoints, row.endpoints)) : clouds[row.cloud];
}

function rowOf(connection: Connection, sealed: string): Insertable<ConnectionsTable> {
  const { cloud } = connection;
  const endpoints = { login: cloud.login, graph: cloud.graph, graphAudience: cloud.graphAudience };
  return {
    id: connection.id,
    name: connection.name,
    cloud: cloud.name,
    endpoints: cloud.name === 'custom' ? endpoints : null,
    tenant: connection.tenant,
    tenant_id: connection.tenantId,
    client_id: connection.clientId,
    credential_kind: connection.credentialKind,
    sealed_credential: sealed,
    credential_expires_at: connection.credentialExpiresAt,
    capabilities: [...connection.capabilities],
    created_at: connection.createdAt,
    updated_at: connection.updatedAt,
  };
}
