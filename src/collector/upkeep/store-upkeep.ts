import type { CollectionId, CustodianId, Digest, FolderId, ItemId, MailboxId, MatterId, PackId } from '#evidence';
import type { Reader, Transaction } from '#platform';
import { sql } from 'kysely';

/** A collection that only its packs remember; one that is known stays as it is. */
export async function adoptCollection(
  tx: Transaction,
  collection: { id: CollectionId; matter: MatterId; tenant: string; at: Date },
): Promise<void> {
  await sql`
    insert into collections (id, matter_id, connection_id, connection_name, client_id, tenant_id, started_by, options,
      status, created_at, ended_at)
    values (${collection.id}, ${collection.matter}, '00000000-0000-0000-0000-000000000000', '(known from packs)', '',
      ${collection.tenant}, '(known from packs)', '{"knownFromPacks": true}', 'known-from-packs', ${collection.at}, ${collection.at})
    on conflict (id) do nothing`.execute(tx);
}

/** Those of these collections that are complete. */
export async function completedCollections(
  tx: Transaction,
  collections: readonly CollectionId[],
): Promise<readonly CollectionId[]> {
  const rows = await tx
    .selectFrom('collections')
    .select('id')
    .where('id', 'in', collections)
    .where('status', 'in', ['completed', 'completed-with-exceptions'])
    .execute();
  return rows.map(({ id }) => id as CollectionId);
}

export async function adoptCollectionMailbox(
  tx: Transaction,
  row: { collection: CollectionId; mailbox: MailboxId; custodian: CustodianId },
): Promise<void> {
  await sql`
    insert into collection_mailboxes (collection_id, mailbox_id, custodian_id, position, state)
    values (${row.collection}, ${row.mailbox}, ${row.custodian},
      (select coalesce(max(position), 0) + 1 from collection_mailboxes where collection_id = ${row.collection}), 'done')
    on conflict (collection_id, mailbox_id) do nothing`.execute(tx);
}

export async function adoptFolderWalks(
  tx: Transaction,
  row: { collection: CollectionId; mailbox: MailboxId; folders: readonly FolderId[] },
): Promise<void> {
  await sql`
    insert into collection_folders (collection_id, mailbox_id, folder_id, state)
    select ${row.collection}, ${row.mailbox}, u.folder_id, 'done' from unnest(${[...row.folders].sort()}::uuid[]) as u (folder_id)
    on conflict (collection_id, folder_id) do nothing`.execute(tx);
}

export interface AdoptedRow {
  readonly item: ItemId;
  readonly folder: FolderId;
  readonly changeKey: string;
  readonly fingerprint: string;
  readonly isDraft: boolean;
  readonly internetMessageId: string | null;
  readonly receivedAt: Date | null;
  readonly version: number;
  readonly collectedAt: Date;
}

/** Ledger rows of kept items that only a pack remembers; an open row of the same item ends kept. */
export async function adoptLedgerRows(
  tx: Transaction,
  of: { collection: CollectionId; mailbox: MailboxId },
  rows: readonly AdoptedRow[],
): Promise<void> {
  const sorted = [...new Map(rows.map((row) => [row.item, row])).values()].sort((a, b) => (a.item < b.item ? -1 : 1));
  const column = <Value>(read: (row: AdoptedRow) => Value): Value[] => sorted.map(read);
  await sql`
    insert into ledger (collection_id, mailbox_id, item_id, folder_id, change_key, fingerprint, is_draft,
      internet_message_id, received_at, listed_at, version, ended, reason, ended_at)
    select ${of.collection}, ${of.mailbox}, u.item_id, u.folder_id, u.change_key, u.fingerprint, u.is_draft,
      u.internet_message_id, u.received_at, u.collected_at, u.version, 'kept', 'known-from-packs', u.collected_at
    from unnest(
      ${column((row) => row.item)}::text[],
      ${column((row) => row.folder)}::uuid[],
      ${column((row) => row.changeKey)}::text[],
      ${column((row) => row.fingerprint)}::text[],
      ${column((row) => row.isDraft)}::boolean[],
      ${column((row) => row.internetMessageId)}::text[],
      ${column((row) => row.receivedAt)}::timestamptz[],
      ${column((row) => row.version)}::integer[],
      ${column((row) => row.collectedAt)}::timestamptz[]
    ) as u (item_id, folder_id, change_key, fingerprint, is_draft, internet_message_id, received_at, version, collected_at)
    on conflict (collection_id, mailbox_id, item_id) do update
      set ended = 'kept', reason = 'known-from-packs', ended_at = excluded.ended_at, version = excluded.version
      where ledger.ended is null`.execute(tx);
}

/** Items of one mailbox and one collection. */
export interface ItemsHit {
  readonly collection: CollectionId;
  /** Primary address. */
  readonly mailbox: string;
  readonly items: number;
}

/** Whose items rest in these members of a pack, the mailbox with the most first. */
export async function itemsInMembers(
  reader: Reader,
  pack: PackId,
  digests: readonly Digest[],
): Promise<readonly ItemsHit[]> {
  if (digests.length === 0) return [];
  const { rows } = await sql<ItemsHit>`
    select i.collection_id as collection, m.address as mailbox, count(*)::integer as items
    from items i join mailboxes m on m.id = i.mailbox_id
    where i.pack_id = ${pack} and i.digest = any(${[...digests]}::text[])
    group by 1, 2 order by 3 desc, 2, 1`.execute(reader);
  return rows;
}
