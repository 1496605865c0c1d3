import type { CollectionId, EndName, FolderId, ItemId, MailboxId } from '#evidence';
import type { Reader, Transaction } from '#platform';
import { sql } from 'kysely';

/** A row as it is listed; `ended` is null while its bytes are still to be fetched. */
export interface NewLedgerRow {
  readonly item: ItemId;
  readonly folder: FolderId;
  readonly changeKey: string;
  readonly fingerprint: string;
  readonly isDraft: boolean;
  readonly internetMessageId: string | null;
  readonly receivedAt: Date | null;
  readonly version: number;
  readonly ended: EndName | null;
  readonly reason: string | null;
}

/** Reason of a row whose item the service had no longer when it was fetched. */
export const goneAtSource = 'gone-at-source';

interface LedgerOf {
  readonly collection: CollectionId;
  readonly mailbox: MailboxId;
}

/**
 * Enters listed rows. An item that is in the ledger already stays one row, under the folder it was listed in last;
 * a draft that was left out and has been sent meanwhile is a message now.
 * Returns the items that were not in the ledger before, or not as what they are now.
 */
export async function enterListed(
  tx: Transaction,
  of: LedgerOf,
  page: { rows: readonly NewLedgerRow[]; at: Date },
): Promise<ReadonlySet<ItemId>> {
  if (page.rows.length === 0) return new Set();
  const rows = [...page.rows].sort((a, b) => (a.item < b.item ? -1 : 1));
  const column = <Value>(read: (row: NewLedgerRow) => Value): Value[] => rows.map(read);
  const result = await sql<{ item_id: string; fresh: boolean; left_out_as_draft: boolean }>`
    insert into ledger (collection_id, mailbox_id, item_id, folder_id, change_key, fingerprint, is_draft,
      internet_message_id, received_at, listed_at, version, ended, reason, ended_at)
    select ${of.collection}, ${of.mailbox}, u.item_id, u.folder_id, u.change_key, u.fingerprint, u.is_draft,
      u.internet_message_id, u.received_at, ${page.at}, u.version, u.ended, u.reason,
      case when u.ended is null then null else ${page.at}::timestamptz end
    from unnest(
      ${column((row) => row.item)}::text[],
      ${column((row) => row.folder)}::uuid[],
      ${column((row) => row.changeKey)}::text[],
      ${column((row) => row.fingerprint)}::text[],
      ${column((row) => row.isDraft)}::boolean[],
      ${column((row) => row.internetMessageId)}::text[],
      ${column((row) => row.receivedAt)}::timestamptz[],
      ${column((row) => row.version)}::integer[],
      ${column((row) => row.ended)}::text[],
      ${column((row) => row.reason)}::text[]
    ) as u (item_id, folder_id, change_key, fingerprint, is_draft, internet_message_id, received_at, version, ended, reason)
    on conflict (collection_id, mailbox_id, item_id) do update
      set folder_id = excluded.folder_id
    returning item_id, (xmax = 0) as fresh, (ended = 'filtered' and reason = 'draft') is true as left_out_as_draft`.execute(
    tx,
  );
  const fresh = result.rows.filter((row) => row.fresh).map((row) => row.item_id as ItemId);
  const leftOut = new Set(result.rows.flatMap((row) => (row.left_out_as_draft && !row.fresh ? [row.item_id] : [])));
  const sent = rows.filter(({ item, isDraft }) => !isDraft && leftOut.has(item));
  return new Set([...fresh, ...(await reopenSentDrafts(tx, of, sent))]);
}

/** Rows that ended `filtered(draft)` and are no drafts any more take the end of what they are now. */
async function reopenSentDrafts(
  tx: Transaction,
  of: LedgerOf,
  sent: readonly NewLedgerRow[],
): Promise<readonly ItemId[]> {
  if (sent.length === 0) return [];
  const result = await sql<{ item_id: string }>`
    update ledger l set is_draft = false, change_key = u.change_key, fingerprint = u.fingerprint, version = u.version,
      received_at = u.received_at, ended = u.ended, reason = u.reason,
      ended_at = case when u.ended is null then null else l.ended_at end
    from unnest(
      ${sent.map((row) => row.item)}::text[],
      ${sent.map((row) => row.changeKey)}::text[],
      ${sent.map((row) => row.fingerprint)}::text[],
      ${sent.map((row) => row.version)}::integer[],
      ${sent.map((row) => row.receivedAt)}::timestamptz[],
      ${sent.map((row) => row.ended)}::text[],
      ${sent.map((row) => row.reason)}::text[]
    ) as u (item_id, change_key, fingerprint, version, received_at, ended, reason)
    where l.collection_id = ${of.collection} and l.mailbox_id = ${of.mailbox} and l.item_id = u.item_id
      and l.ended = 'filtered' and l.reason = 'draft'
    returning l.item_id`.execute(tx);
  return result.rows.map((row) => row.item_id as ItemId);
}

/** Writes the versions that open rows will be kept as. */
export async function setVersions(
  tx: Transaction,
  of: LedgerOf,
  rows: readonly { readonly item: ItemId; readonly version: number }[],
): Promise<void> {
  await sql`
    update ledger l set version = u.version
    from unnest(${rows.map(({ item }) => item)}::text[], ${rows.map(({ version }) => version)}::integer[]) as u (item_id, version)
    where l.collection_id = ${of.collection} and l.mailbox_id = ${of.mailbox} and l.item_id = u.item_id
      and l.version is distinct from u.version`.execute(tx);
}

export interface EndedRow extends LedgerOf {
  readonly item: ItemId;
  readonly ended: EndName;
  readonly reason: string | null;
  readonly detail: string | null;
}

/** Ends open rows; each row gets exactly one end. Returns how many were open. */
export async function endRows(tx: Transaction, rows: readonly EndedRow[], at: Date): Promise<number> {
  if (rows.length === 0) return 0;
  const sorted = [...rows].sort((a, b) => (a.item < b.item ? -1 : 1));
  const column = <Value>(read: (row: EndedRow) => Value): Value[] => sorted.map(read);
  const result = await sql`
    update ledger l set ended = u.ended, reason = u.reason, detail = u.detail, ended_at = ${at}
    from unnest(
      ${column((row) => row.collection)}::uuid[],
      ${column((row) => row.mailbox)}::uuid[],
      ${column((row) => row.item)}::text[],
      ${column((row) => row.ended)}::text[],
      ${column((row) => row.reason)}::text[],
      ${column((row) => row.detail)}::text[]
    ) as u (collection_id, mailbox_id, item_id, ended, reason, detail)
    where l.collection_id = u.collection_id and l.mailbox_id = u.mailbox_id and l.item_id = u.item_id
      and l.ended is null`.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}

export interface StoredOpenRow {
  readonly item: ItemId;
  readonly sourceFolderId: string;
  readonly changeKey: string;
  readonly fingerprint: string;
  readonly isDraft: boolean;
  readonly internetMessageId: string | null;
  readonly receivedAt: Date | null;
  readonly version: number;
}

/** Rows whose end is open, oldest listed first. */
export async function openRows(reader: Reader, of: LedgerOf, limit: number): Promise<readonly StoredOpenRow[]> {
  const rows = await reader
    .selectFrom('ledger')
    .innerJoin('folders', 'folders.id', 'ledger.folder_id')
    .select([
      'ledger.item_id',
      'folders.source_folder_id',
      'ledger.change_key',
      'ledger.fingerprint',
      'ledger.is_draft',
      'ledger.internet_message_id',
      'ledger.received_at',
      'ledger.version',
    ])
    .where('collection_id', '=', of.collection)
    .where('ledger.mailbox_id', '=', of.mailbox)
    .where('ended', 'is', null)
    .orderBy('listed_at')
    .orderBy('item_id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    item: row.item_id as ItemId,
    sourceFolderId: row.source_folder_id,
    changeKey: row.change_key,
    fingerprint: row.fingerprint,
    isDraft: row.is_draft,
    internetMessageId: row.internet_message_id,
    receivedAt: row.received_at,
    version: row.version ?? 1,
  }));
}

/** Opens failed rows again, and with them their mailboxes, for another try by `collection resume`. Returns how many. */
export async function reopenFailed(tx: Transaction, collection: CollectionId): Promise<number> {
  await sql`
    update collection_mailboxes m set state = 'walking'
    where collection_id = ${collection} and state = 'done' and exists (
      select from ledger l where l.collection_id = m.collection_id and l.mailbox_id = m.mailbox_id and l.ended = 'failed'
    )`.execute(tx);
  const result = await tx
    .updateTable('ledger')
    .set({ ended: null, ended_at: null, reason: null, detail: null })
    .where('collection_id', '=', collection)
    .where('ended', '=', 'failed')
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** Rows that ended because the service had the item no longer. */
export async function goneRows(
  reader: Reader,
  of: LedgerOf,
): Promise<readonly { readonly item: ItemId; readonly sourceFolderId: string }[]> {
  const rows = await reader
    .selectFrom('ledger')
    .innerJoin('folders', 'folders.id', 'ledger.folder_id')
    .select(['ledger.item_id', 'folders.source_folder_id'])
    .where('collection_id', '=', of.collection)
    .where('ledger.mailbox_id', '=', of.mailbox)
    .where('ended', '=', 'skipped')
    .where('reason', '=', goneAtSource)
    .orderBy('item_id')
    .execute();
  return rows.map((row) => ({ item: row.item_id as ItemId, sourceFolderId: row.source_folder_id }));
}

/** Opens rows again that ended because the service had the item no longer. */
export async function reopenGone(tx: Transaction, of: LedgerOf, items: readonly ItemId[]): Promise<void> {
  await sql`
    update ledger set ended = null, ended_at = null, reason = null, detail = null
    where collection_id = ${of.collection} and mailbox_id = ${of.mailbox} and item_id = any(${[...items]}::text[])
      and ended = 'skipped' and reason = ${goneAtSource}`.execute(tx);
}

export interface AttemptRow extends LedgerOf {
  readonly item: ItemId;
  readonly at: Date;
  readonly kind: string;
  readonly code: string;
  readonly detail: string;
  readonly requestId: string | null;
}

/** Records tries that did not succeed. */
export async function insertAttempts(tx: Transaction, attempts: readonly AttemptRow[]): Promise<void> {
  if (attempts.length === 0) return;
  await tx
    .insertInto('attempts')
    .values(
      attempts.map((attempt) => ({
        collection_id: attempt.collection,
        mailbox_id: attempt.mailbox,
        item_id: attempt.item,
        at: attempt.at,
        kind: attempt.kind,
        code: attempt.code,
        detail: attempt.detail,
        request_id: attempt.requestId,
      })),
    )
    .execute();
}
