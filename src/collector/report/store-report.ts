import type { CollectionId, Digest, EndCounts, FolderId, MailboxId, Place } from '#evidence';
import { noEnds } from '#evidence';
import type { Reader } from '#platform';
import { sql } from 'kysely';
import type { FolderWalk } from '../ledger/store-collections.ts';
import type { Refusal } from '../ledger/store-places.ts';
import type { RunFolder } from '../mailbox-run.ts';

const endSums = sql`
  count(*)::integer as listed,
  count(*) filter (where ended = 'kept')::integer as kept,
  count(*) filter (where ended = 'already-held')::integer as already_held,
  count(*) filter (where ended = 'filtered')::integer as filtered,
  count(*) filter (where ended = 'skipped')::integer as skipped,
  count(*) filter (where ended = 'failed')::integer as failed`;

interface EndSums {
  listed: number;
  kept: number;
  already_held: number;
  filtered: number;
  skipped: number;
  failed: number;
}

function toCounts(sums: EndSums): EndCounts {
  const { listed, kept, already_held: alreadyHeld, filtered, skipped, failed } = sums;
  return { listed, kept, alreadyHeld, filtered, skipped, failed };
}

/** Ends of a whole collection. */
export async function countEnds(reader: Reader, collection: CollectionId): Promise<EndCounts> {
  const result = await sql<EndSums>`select ${endSums} from ledger where collection_id = ${collection}`.execute(reader);
  const sums = result.rows[0];
  return sums === undefined ? noEnds : toCounts(sums);
}

/** Bytes of the items a collection kept. */
export async function bytesOfCollection(reader: Reader, collection: CollectionId): Promise<number> {
  const result = await sql<{ bytes: number }>`
    select coalesce(sum(b.size), 0)::bigint as bytes from items i
    join blobs b on b.matter_id = i.matter_id and b.digest = i.digest and b.pack_id = i.pack_id
    where i.collection_id = ${collection}`.execute(reader);
  return result.rows[0]?.bytes ?? 0;
}

export interface FolderReport {
  readonly folder: FolderId;
  readonly path: string;
  readonly place: Place;
  readonly state: FolderWalk['state'];
  /** Why it could not be read; null in every state but `refused`. */
  readonly refusal: Refusal | null;
  readonly expected: number | null;
  readonly expectedTotal: number | null;
  readonly counts: EndCounts;
}

/** What each folder of a mailbox listed and how it ended, beside what the service said it holds. */
export async function folderReports(
  reader: Reader,
  of: { collection: CollectionId; mailbox: MailboxId },
): Promise<readonly FolderReport[]> {
  const result = await sql<
    EndSums & {
      folder_id: string;
      path: string;
      place: string;
      state: string;
      refusal: Refusal | null;
      expected: number | null;
      expected_total: number | null;
    }
  >`
    with ends as (
      select folder_id, ${endSums} from ledger
      where collection_id = ${of.collection} and mailbox_id = ${of.mailbox} group by folder_id
    )
    select w.folder_id, f.path, f.place, w.state, w.refusal, w.expected, w.expected_total,
      coalesce(e.listed, 0) as listed, coalesce(e.kept, 0) as kept, coalesce(e.already_held, 0) as already_held,
      coalesce(e.filtered, 0) as filtered, coalesce(e.skipped, 0) as skipped, coalesce(e.failed, 0) as failed
    from collection_folders w
    join folders f on f.id = w.folder_id
    left join ends e on e.folder_id = w.folder_id
    where w.collection_id = ${of.collection} and w.mailbox_id = ${of.mailbox}
    order by f.path collate "C"`.execute(reader);
  return result.rows.map((row) => ({
    folder: row.folder_id as FolderId,
    path: row.path,
    place: row.place as Place,
    state: row.state as FolderReport['state'],
    refusal: row.refusal,
    expected: row.expected,
    expectedTotal: row.expected_total,
    counts: toCounts(row),
  }));
}

/** What is there of each folder (listed, and not gone by now) beside what is expected. */
export async function thereByFolder(
  reader: Reader,
  of: { collection: CollectionId; mailbox: MailboxId },
): Promise<ReadonlyMap<FolderId, { there: number; expected: number | null }>> {
  const reports = await folderReports(reader, of);
  return new Map(
    reports.map(({ folder, counts, expected }) => [folder, { there: counts.listed - counts.skipped, expected }]),
  );
}

/** The folders a collection's walk of a mailbox knows. */
export async function foldersOfMailbox(
  reader: Reader,
  of: { collection: CollectionId; mailbox: MailboxId },
): Promise<readonly RunFolder[]> {
  const rows = await reader
    .selectFrom('collection_folders as w')
    .innerJoin('folders as f', 'f.id', 'w.folder_id')
    .select(['f.id', 'f.source_folder_id', 'f.path', 'f.place'])
    .where('w.collection_id', '=', of.collection)
    .where('w.mailbox_id', '=', of.mailbox)
    .execute();
  return rows.map((row) => ({
    id: row.id as FolderId,
    sourceFolderId: row.source_folder_id,
    path: row.path,
    place: row.place,
  }));
}

/** Digests of what a collection kept, each once, sorted. */
export async function digestsOfCollection(reader: Reader, collection: CollectionId): Promise<readonly Digest[]> {
  const rows = await reader
    .selectFrom('items')
    .select('digest')
    .distinct()
    .where('collection_id', '=', collection)
    .orderBy('digest')
    .execute();
  return rows.map((row) => row.digest as Digest);
}

/** Items the catalogue holds of a collection; as many as its ledger says were kept. */
export async function countKeptItems(reader: Reader, collection: CollectionId): Promise<number> {
  const result = await sql<{ count: number }>`
    select count(*)::integer as count from items where collection_id = ${collection}`.execute(reader);
  return result.rows[0]?.count ?? 0;
}
