import { sql } from 'kysely';
import type { Digest, ExportId, MatterId } from '#evidence';
import { Failure } from '#evidence';
import type { Database, Reader, Transaction } from '#platform';
import type { ExportFormat } from './selection.ts';
import type { FrozenCounts } from './store-freeze.ts';

/** An export as it was begun. */
export interface BegunExport extends FrozenCounts {
  readonly id: ExportId;
  readonly matter: MatterId;
  readonly matterName: string;
  readonly request: Readonly<Record<string, unknown>>;
  readonly startedBy: string;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

export interface NewExport {
  readonly id: ExportId;
  readonly matter: MatterId;
  readonly request: Readonly<Record<string, unknown>>;
  readonly format: ExportFormat;
  readonly folder: string;
  readonly startedBy: string;
  readonly startedAt: Date;
}

/** A row for an export whose items are not counted yet. */
export async function insertExport(tx: Transaction, begun: NewExport): Promise<void> {
  await tx
    .insertInto('exports')
    .values({
      id: begun.id,
      matter_id: begun.matter,
      request: begun.request,
      format: begun.format,
      folder: begun.folder,
      started_by: begun.startedBy,
      started_at: begun.startedAt,
      ...{ items: 0, hidden: 0, records: 0, bytes: 0 },
    })
    .execute();
}

export async function countExport(tx: Transaction, id: ExportId, counts: FrozenCounts): Promise<void> {
  await tx.updateTable('exports').set(counts).where('id', '=', id).execute();
}

export async function findExport(reader: Reader, id: ExportId): Promise<BegunExport | null> {
  const row = await reader
    .selectFrom('exports as e')
    .innerJoin('matters as m', 'm.id', 'e.matter_id')
    .selectAll('e')
    .select('m.name')
    .where('e.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    id,
    matter: row.matter_id as MatterId,
    matterName: row.name,
    request: { ...(row.request as object) },
    startedBy: row.started_by,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    ...{ items: row.items, hidden: row.hidden, records: row.records, bytes: row.bytes },
  };
}

/** Ends an export; false when it had ended before. */
export async function endExport(tx: Transaction, id: ExportId, at: Date): Promise<boolean> {
  const ended = await tx
    .updateTable('exports')
    .set({ ended_at: at })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return ended.numUpdatedRows === 1n;
}

/** Digests of the items of an export, but for those at these places. */
export async function digestsOfExport(
  reader: Reader,
  id: ExportId,
  missing: readonly number[],
): Promise<readonly Digest[]> {
  const rows = await reader
    .selectFrom('export_items')
    .select('digest')
    .distinct()
    .where('export_id', '=', id)
    .where(sql<boolean>`position <> all(${[...missing]}::integer[])`)
    .execute();
  return rows.map(({ digest }) => digest as Digest);
}

/** Keeps other processes from writing the same export. Failure `conflict` when one does already. */
export async function claimExport(database: Database, id: ExportId): Promise<AsyncDisposable> {
  const client = await database.pool.connect();
  // A session that breaks while it waits says so by an event; then another process may have the export.
  client.on('error', () => undefined);
  const { rows } = await client.query<{ claimed: boolean }>(
    `select pg_try_advisory_lock(hashtextextended('export ' || $1::text, 0)) as claimed`,
    [id],
  );
  if (rows[0]?.claimed !== true) {
    client.release();
    throw new Failure('conflict', 'Another process writes this export.', {
      code: 'export-under-way',
      fix: 'Wait until it has ended, or stop it; then run the same export again.',
    });
  }
  return {
    async [Symbol.asyncDispose]() {
      // Given back before anything else is asked for; closing the connection gives it back whatever state it is in.
      await client
        .query(`select pg_advisory_unlock(hashtextextended('export ' || $1::text, 0))`, [id])
        .catch(() => undefined);
      client.release(true);
    },
  };
}

/** Items of an export nobody has tried to read yet. */
export async function countUnread(reader: Reader, id: ExportId, matter: MatterId): Promise<number> {
  const { rows } = await sql<{ unread: number }>`
    select count(*)::integer as unread from export_items e
    where e.export_id = ${id}
      and not exists (select from messages m where m.matter_id = ${matter} and m.digest = e.digest)
      and not exists (select from processing_exceptions x where x.matter_id = ${matter} and x.digest = e.digest)`.execute(
    reader,
  );
  return rows[0]?.unread ?? 0;
}
