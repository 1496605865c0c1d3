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
  /** The sign-in of a delegated connection, sealed too. */
  readonly signIn: StoredSignIn | null;
}

export interface StoredSignIn {
  readonly sealed: string;
  readonly version: number;
}

/** All connections by name, without credentials. */
export async function listConnections(reader: Reader): Promise<readonly Connection[]> {
  const rows = await reader.selectFrom('connections').selectAll().orderBy('name').execute();
  return rows.map(connectionOf);
}

/** The connections somebody may use by name: their own, and those of nobody in particular. */
export async function connectionsOf(reader: Reader, owner: string): Promise<readonly Connection[]> {
  const rows = await reader
    .selectFrom('connections')
    .selectAll()
    .where((where) => where.or([where('owner', 'is', null), where('owner', '=', owner)]))
    .orderBy('name')
    .execute();
  return rows.map(connectionOf);
}

/** The connections that rest on the sign-in of one person, behind a name. */
export async function pageOfOwned(
  reader: Reader,
  owner: string,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<readonly Connection[]> {
  let query = reader.selectFrom('connections').selectAll().where('owner', '=', owner).orderBy('name').limit(limit);
  if (after !== null) query = query.where('name', '>', after);
  return (await query.execute()).map(connectionOf);
}

/** All connections by name, with their sealed credentials. */
export async function listStored(reader: Reader): Promise<readonly StoredConnection[]> {
  const rows = await reader.selectFrom('connections').selectAll().orderBy('name').execute();
  return rows.map(storedOf);
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
  throw noConnection(nameOrId);
}

export function noConnection(nameOrId: string): Failure {
  return new Failure('not-found', `There is no connection "${nameOrId}".`, {
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

/** A delegated connection comes with its sign-in. Failure `conflict` when the name is taken. */
export async function insertConnection(
  tx: Transaction,
  connection: Connection,
  { credential, signIn = null }: { readonly credential: SealedText; readonly signIn?: SealedText | null },
): Promise<void> {
  const inserted = await tx
    .insertInto('connections')
    .values({
      ...rowOf(connection, credential),
      kind: connection.kind,
      owner: connection.owner,
      signer_id: connection.signer?.id ?? null,
      signer_address: connection.signer?.address ?? null,
      signer_name: connection.signer?.name ?? null,
      consent_meant: connection.consentMeant,
      sealed_sign_in: signIn,
    })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 1n) return;
  throw nameTaken(connection.name);
}

export function nameTaken(name: string): Failure {
  return new Failure('conflict', `There is already a connection "${name}".`, {
    code: 'connection-name-taken',
    fix: 'Choose another name, or change the one there is with `chainmail connection update`.',
  });
}

/** Writes what an update may change; the sign-in of a person is not. Failure `not-found` when it was removed meanwhile. */
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
  return row === undefined ? null : storedOf(row);
}

function storedOf(row: Selectable<ConnectionsTable>): StoredConnection {
  const sealed = row.sealed_sign_in;
  const signIn = sealed === null ? null : { sealed, version: row.sign_in_version };
  return { connection: connectionOf(row), sealed: row.sealed_credential, signIn };
}

function connectionOf(row: Selectable<ConnectionsTable>): Connection {
  return {
    id: row.id as ConnectionId,
    name: row.name,
    kind: row.kind,
    owner: row.owner,
    signer: signerOf(row),
    signInNeeded: signInNeededOf(row),
    consentMeant: row.consent_meant,
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

function signerOf(row: Selectable<ConnectionsTable>): Connection['signer'] {
  const { signer_id: id, signer_address: address, signer_name: name } = row;
  return id === null || address === null || name === null ? null : { id, address, name };
}

function signInNeededOf(row: Selectable<ConnectionsTable>): Connection['signInNeeded'] {
  const { sign_in_needed_at: since, sign_in_needed_code: code } = row;
  return since === null || code === null ? null : { since, code };
}

function cloudOf(row: Selectable<ConnectionsTable>): Cloud {
  return row.cloud === 'custom' ? customCloud(Value.Parse(Endpoints, row.endpoints)) : clouds[row.cloud];
}

/** The columns that an update may change too; those of the sign-in are changed by sign-ins only. */
function rowOf(connection: Connection, sealed: string): Omit<Insertable<ConnectionsTable>, 'kind'> {
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
