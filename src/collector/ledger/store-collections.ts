import type { CollectionId, ConnectionId, CustodianId, FolderId, MailboxId, MatterId, Window } from '#evidence';
import { Failure } from '#evidence';
import type { Reader, Transaction } from '#platform';
import { sql } from 'kysely';
import type { CollectionOptions, SourceQuery } from '../mailbox-run.ts';

export type CollectionStatus =
  | 'planned'
  | 'transferring'
  | 'processing'
  | 'completed'
  | 'completed-with-exceptions'
  | 'stopped'
  | 'failed'
  /** After a rebuild of the catalogue: what it was asked for is not known. */
  | 'known-from-packs';

export interface CollectionRow {
  readonly id: CollectionId;
  readonly matter: MatterId;
  readonly matterName: string;
  readonly connection: ConnectionId;
  readonly connectionName: string;
  readonly clientId: string;
  readonly tenant: string;
  readonly startedBy: string;
  readonly window: Window;
  readonly options: CollectionOptions;
  readonly status: CollectionStatus;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  readonly workedMs: number;
}

export interface NewCollection extends Omit<CollectionRow, 'matterName' | 'status' | 'endedAt' | 'workedMs'> {
  readonly mailboxes: readonly { mailbox: MailboxId; custodian: CustodianId }[];
}

/** Enters a planned collection and its mailboxes. */
export async function insertCollection(tx: Transaction, collection: NewCollection): Promise<void> {
  await tx
    .insertInto('collections')
    .values({
      id: collection.id,
      matter_id: collection.matter,
      connection_id: collection.connection,
      connection_name: collection.connectionName,
      client_id: collection.clientId,
      tenant_id: collection.tenant,
      started_by: collection.startedBy,
      window_from: collection.window.from,
      window_to: collection.window.to,
      options: JSON.stringify(collection.options),
      status: 'planned',
      created_at: collection.createdAt,
    })
    .execute();
  await sql`
    insert into collection_mailboxes (collection_id, mailbox_id, custodian_id, position, state)
    select ${collection.id}, u.mailbox_id, u.custodian_id, u.position, 'planned'
    from unnest(
      ${collection.mailboxes.map((row) => row.mailbox)}::uuid[],
      ${collection.mailboxes.map((row) => row.custodian)}::uuid[]
    ) with ordinality as u (mailbox_id, custodian_id, position)`.execute(tx);
}

const collectionColumns = [
  'collections.id',
  'collections.matter_id',
  'matters.name as matter_name',
  'connection_id',
  'connection_name',
  'client_id',
  'tenant_id',
  'started_by',
  'window_from',
  'window_to',
  'options',
  'status',
  'collections.created_at',
  'ended_at',
  'worked_ms',
] as const;

function collectionQuery(reader: Reader) {
  return reader.selectFrom('collections').innerJoin('matters', 'matters.id', 'matter_id').select(collectionColumns);
}

type SelectedCollection = Awaited<ReturnType<ReturnType<typeof collectionQuery>['execute']>>[number];

function toCollection(row: SelectedCollection): CollectionRow {
  return {
    id: row.id as CollectionId,
    matter: row.matter_id as MatterId,
    matterName: row.matter_name,
    connection: row.connection_id as ConnectionId,
    connectionName: row.connection_name,
    clientId: row.client_id,
    tenant: row.tenant_id,
    startedBy: row.started_by,
    window: { from: row.window_from, to: row.window_to },
    options: readOptions(row.options),
    status: row.status,
    createdAt: row.created_at,
    endedAt: row.ended_at,
    workedMs: row.worked_ms,
  };
}

function readOptions(stored: unknown): CollectionOptions {
  const options = typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>) : {};
  const query = readQuery(options['query']);
  return {
    drafts: options['drafts'] !== false,
    hidden: options['hidden'] === true,
    recoverable: options['recoverable'] === true,
    force: options['force'] === true,
    ...(query === null ? {} : { query }),
  };
}

function readQuery(stored: unknown): SourceQuery | null {
  const query = typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>) : {};
  const { text, search } = query;
  return typeof text === 'string' && typeof search === 'string' ? { text, search } : null;
}

/** All collections, oldest first. */
export async function listCollections(reader: Reader): Promise<readonly CollectionRow[]> {
  return (await collectionQuery(reader).orderBy('collections.id').execute()).map(toCollection);
}

/**
 * The collection of this id, or of the only id that begins with these characters (at least 6).
 * Failure `not-found` or, where several begin so, `conflict`.
 */
export async function findCollection(reader: Reader, text: string): Promise<CollectionRow> {
  const prefix = text.trim().toLowerCase();
  const rows = /^[0-9a-f-]{6,36}$/.test(prefix)
    ? await collectionQuery(reader)
        .where(sql<boolean>`starts_with(collections.id::text, ${prefix})`)
        .limit(2)
        .execute()
    : [];
  const row = rows[0];
  if (row === undefined) {
    throw new Failure('not-found', `There is no collection ${text}.`, {
      code: 'collection-not-found',
      fix: 'See `chainmail collection list`.',
    });
  }
  if (rows.length > 1) {
    throw new Failure('conflict', `More than one collection begins with ${text}.`, {
      code: 'collection-ambiguous',
      fix: 'Give more characters of the id.',
    });
  }
  return toCollection(row);
}

/** Its status now; until the transaction ends nobody else changes it or asks anything of it. */
export async function lockCollection(tx: Transaction, collection: CollectionId): Promise<CollectionStatus> {
  const { status } = await tx
    .selectFrom('collections')
    .select('status')
    .where('id', '=', collection)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return status;
}

export async function setCollectionStatus(
  tx: Transaction,
  collection: CollectionId,
  change: { status: CollectionStatus; endedAt?: Date; workedMs?: number; failure?: string },
): Promise<void> {
  await sql`
    update collections set status = ${change.status}, ended_at = ${change.endedAt ?? null},
      worked_ms = worked_ms + ${Math.round(change.workedMs ?? 0)}::bigint,
      failure = ${change.failure === undefined ? null : JSON.stringify(change.failure)}::jsonb
    where id = ${collection}`.execute(tx);
}

export type MailboxState = 'planned' | 'walking' | 'done' | 'failed';

export interface MailboxFailure {
  readonly kind: string;
  readonly code: string;
  readonly cause: string;
  readonly fix: string | null;
  readonly at: string;
}

export interface CollectionMailbox {
  readonly mailbox: MailboxId;
  readonly sourceMailbox: string;
  readonly address: string;
  readonly displayName: string;
  readonly custodian: CustodianId;
  readonly custodianName: string;
  readonly state: MailboxState;
  readonly walkStartedAt: Date | null;
  readonly foundByClosingPass: number;
  readonly closingPass: ClosingPassState | null;
  readonly foldersExpected: number | null;
  readonly failure: MailboxFailure | null;
}

/** The mailboxes of a collection in the order they were given. */
export async function mailboxesOfCollection(
  reader: Reader,
  collection: CollectionId,
): Promise<readonly CollectionMailbox[]> {
  const rows = await reader
    .selectFrom('collection_mailboxes as c')
    .innerJoin('mailboxes as m', 'm.id', 'c.mailbox_id')
    .innerJoin('custodians as p', 'p.id', 'c.custodian_id')
    .select([
      'm.id',
      'm.source_mailbox_id',
      'm.address',
      'm.display_name',
      'c.custodian_id',
      'p.name',
      'c.state',
      'c.walk_started_at',
      'c.found_by_closing_pass',
      'c.closing_pass',
      'c.folders_expected',
      'c.failure',
    ])
    .where('c.collection_id', '=', collection)
    .orderBy('c.position')
    .execute();
  return rows.map((row) => ({
    mailbox: row.id as MailboxId,
    sourceMailbox: row.source_mailbox_id,
    address: row.address,
    displayName: row.display_name,
    custodian: row.custodian_id as CustodianId,
    custodianName: row.name,
    state: row.state,
    walkStartedAt: row.walk_started_at,
    foundByClosingPass: row.found_by_closing_pass,
    closingPass: row.closing_pass,
    foldersExpected: row.folders_expected,
    failure: row.failure as MailboxFailure | null,
  }));
}

/** Whether the last round of the closing pass found nothing new. */
export type ClosingPassState = 'settled' | 'unsettled';

export interface MailboxChange {
  readonly state?: MailboxState;
  readonly walkStartedAt?: Date;
  readonly foldersExpected?: number;
  readonly foundMore?: number;
  readonly closingPass?: ClosingPassState;
  readonly failure?: MailboxFailure | null;
}

export async function updateCollectionMailbox(
  tx: Transaction,
  of: { collection: CollectionId; mailbox: MailboxId },
  change: MailboxChange,
): Promise<void> {
  await sql`
    update collection_mailboxes set
      state = coalesce(${change.state ?? null}, state),
      walk_started_at = coalesce(${change.walkStartedAt ?? null}::timestamptz, walk_started_at),
      folders_expected = coalesce(${change.foldersExpected ?? null}::integer, folders_expected),
      found_by_closing_pass = found_by_closing_pass + ${change.foundMore ?? 0}::integer,
      closing_pass = coalesce(${change.closingPass ?? null}, closing_pass),
      failure = case when ${change.failure !== undefined} then ${change.failure ? JSON.stringify(change.failure) : null}::jsonb else failure end
    where collection_id = ${of.collection} and mailbox_id = ${of.mailbox}`.execute(tx);
}

export interface FolderWalk {
  readonly folder: FolderId;
  /** `searched`: with its mailbox, not walked; `refused`: it may not be read, beside a mailbox that may. */
  readonly state: 'walking' | 'done' | 'gone' | 'searched' | 'refused';
  readonly cursor: string | null;
}

/** How far each folder's walk has come. */
export async function folderWalks(
  reader: Reader,
  of: { collection: CollectionId; mailbox: MailboxId },
): Promise<ReadonlyMap<FolderId, FolderWalk>> {
  const rows = await reader
    .selectFrom('collection_folders')
    .select(['folder_id', 'state', 'cursor'])
    .where('collection_id', '=', of.collection)
    .where('mailbox_id', '=', of.mailbox)
    .execute();
  return new Map(
    rows.map((row) => [
      row.folder_id as FolderId,
      { folder: row.folder_id as FolderId, state: row.state, cursor: row.cursor },
    ]),
  );
}

/** Enters folders whose walk has not begun; those that are there stay as they are. */
export async function beginFolderWalks(
  tx: Transaction,
  of: { collection: CollectionId; mailbox: MailboxId },
  folders: readonly FolderId[],
): Promise<void> {
  if (folders.length === 0) return;
  await sql`
    insert into collection_folders (collection_id, mailbox_id, folder_id, state)
    select ${of.collection}, ${of.mailbox}, u.folder_id, 'walking' from unnest(${[...folders].sort()}::uuid[]) as u (folder_id)
    on conflict (collection_id, folder_id) do nothing`.execute(tx);
}

export async function updateFolderWalk(
  tx: Transaction,
  of: { collection: CollectionId; folder: FolderId },
  change: { state: FolderWalk['state']; cursor: string | null },
): Promise<void> {
  await tx
    .updateTable('collection_folders')
    .set({ state: change.state, cursor: change.cursor, refusal: null })
    .where('collection_id', '=', of.collection)
    .where('folder_id', '=', of.folder)
    .execute();
}

/** What the service said folders hold, read apart from the walk. */
export async function setFolderExpectations(
  tx: Transaction,
  collection: CollectionId,
  folders: readonly { readonly folder: FolderId; readonly expected: number; readonly expectedTotal: number }[],
): Promise<void> {
  const sorted = [...folders].sort((a, b) => (a.folder < b.folder ? -1 : 1));
  await sql`
    update collection_folders w set expected = u.expected, expected_total = u.expected_total
    from unnest(
      ${sorted.map(({ folder }) => folder)}::uuid[],
      ${sorted.map(({ expected }) => expected)}::integer[],
      ${sorted.map(({ expectedTotal }) => expectedTotal)}::integer[]
    ) as u (folder_id, expected, expected_total)
    where w.collection_id = ${collection} and w.folder_id = u.folder_id`.execute(tx);
}
