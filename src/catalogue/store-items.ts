import type { CollectionId, CustodianId, Digest, FolderId, ItemId, MailboxId, MatterId, PackId } from '#evidence';
import type { Reader, Transaction } from '#platform';
import { sql } from 'kysely';

export interface NewBlob {
  readonly digest: Digest;
  readonly start: number;
  readonly size: number;
}

/** Records where the members of a pack are. */
export async function insertBlobs(
  tx: Transaction,
  pack: { matter: MatterId; id: PackId },
  blobs: readonly NewBlob[],
): Promise<void> {
  const sorted = [...blobs].sort((a, b) => (a.digest < b.digest ? -1 : 1));
  await sql`
    insert into blobs (matter_id, digest, pack_id, start, size)
    select ${pack.matter}, u.digest, ${pack.id}, u.start, u.size
    from unnest(
      ${sorted.map((blob) => blob.digest)}::text[],
      ${sorted.map((blob) => blob.start)}::bigint[],
      ${sorted.map((blob) => blob.size)}::bigint[]
    ) as u (digest, start, size)
    on conflict do nothing`.execute(tx);
}

export interface NewItem {
  readonly mailbox: MailboxId;
  readonly item: ItemId;
  readonly version: number;
  readonly changeKey: string;
  readonly fingerprint: string;
  readonly isDraft: boolean;
  readonly internetMessageId: string | null;
  readonly receivedAt: Date | null;
  readonly folder: FolderId;
  readonly custodian: CustodianId;
  readonly collection: CollectionId;
  readonly digest: Digest;
  readonly collectedAt: Date;
}

/**
 * Enters kept items whose bytes are in one pack. Returns how many were new:
 * an item of the same version that is already there is left as it is.
 */
export async function insertItems(
  tx: Transaction,
  pack: { matter: MatterId; id: PackId },
  items: readonly NewItem[],
): Promise<number> {
  const sorted = [...items].sort((a, b) => (a.item < b.item ? -1 : 1));
  const column = <Value>(read: (item: NewItem) => Value): Value[] => sorted.map(read);
  const result = await sql`
    insert into items (matter_id, mailbox_id, item_id, version, change_key, fingerprint, is_draft, internet_message_id,
      received_at, folder_id, custodian_id, collection_id, digest, pack_id, collected_at)
    select ${pack.matter}, u.mailbox_id, u.item_id, u.version, u.change_key, u.fingerprint, u.is_draft,
      u.internet_message_id, u.received_at, u.folder_id, u.custodian_id, u.collection_id, u.digest, ${pack.id},
      u.collected_at
    from unnest(
      ${column((item) => item.mailbox)}::uuid[],
      ${column((item) => item.item)}::text[],
      ${column((item) => item.version)}::integer[],
      ${column((item) => item.changeKey)}::text[],
      ${column((item) => item.fingerprint)}::text[],
      ${column((item) => item.isDraft)}::boolean[],
      ${column((item) => item.internetMessageId)}::text[],
      ${column((item) => item.receivedAt)}::timestamptz[],
      ${column((item) => item.folder)}::uuid[],
      ${column((item) => item.custodian)}::uuid[],
      ${column((item) => item.collection)}::uuid[],
      ${column((item) => item.digest)}::text[],
      ${column((item) => item.collectedAt)}::timestamptz[]
    ) as u (mailbox_id, item_id, version, change_key, fingerprint, is_draft, internet_message_id, received_at,
      folder_id, custodian_id, collection_id, digest, collected_at)
    on conflict do nothing`.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}

export interface HeldItem {
  readonly item: ItemId;
  readonly version: number;
  readonly changeKey: string;
  readonly fingerprint: string;
  readonly isDraft: boolean;
}

/**
 * The newest held version of each of these items of one mailbox. One probe of the primary key an item, whatever the
 * planner knows about the table: a matter that was just collected has no statistics yet.
 */
export async function heldItems(
  reader: Reader,
  mailbox: { matter: MatterId; id: MailboxId },
  items: readonly ItemId[],
): Promise<ReadonlyMap<ItemId, HeldItem>> {
  if (items.length === 0) return new Map();
  const rows = await sql<{
    item_id: string;
    version: number;
    change_key: string;
    fingerprint: string;
    is_draft: boolean;
  }>`
    select h.item_id, h.version, h.change_key, h.fingerprint, h.is_draft
    from unnest(${[...new Set(items)]}::text[]) as u (item_id)
    cross join lateral (
      select item_id, version, change_key, fingerprint, is_draft from items
      where matter_id = ${mailbox.matter} and mailbox_id = ${mailbox.id} and item_id = u.item_id
      order by version desc limit 1
    ) h`.execute(reader);
  return new Map(
    rows.rows.map((row) => [
      row.item_id as ItemId,
      {
        item: row.item_id as ItemId,
        version: row.version,
        changeKey: row.change_key,
        fingerprint: row.fingerprint,
        isDraft: row.is_draft,
      },
    ]),
  );
}

export interface NewSighting {
  readonly item: ItemId;
  readonly version: number;
  readonly changeKey: string;
  readonly folder: FolderId;
}

/** Records that held items were listed again, and where. */
export async function insertSightings(
  tx: Transaction,
  context: { matter: MatterId; mailbox: MailboxId; collection: CollectionId; custodian: CustodianId; at: Date },
  sightings: readonly NewSighting[],
): Promise<void> {
  if (sightings.length === 0) return;
  await sql`
    insert into sightings (matter_id, mailbox_id, item_id, version, collection_id, change_key, folder_id, custodian_id, seen_at)
    select ${context.matter}, ${context.mailbox}, u.item_id, u.version, ${context.collection}, u.change_key, u.folder_id,
      ${context.custodian}, ${context.at}
    from unnest(
      ${sightings.map((row) => row.item)}::text[],
      ${sightings.map((row) => row.version)}::integer[],
      ${sightings.map((row) => row.changeKey)}::text[],
      ${sightings.map((row) => row.folder)}::uuid[]
    ) as u (item_id, version, change_key, folder_id)
    on conflict (collection_id, mailbox_id, item_id)
    do update set change_key = excluded.change_key, folder_id = excluded.folder_id, seen_at = excluded.seen_at`.execute(
    tx,
  );
}

/** How many items are held, over all matters. */
export async function countItems(reader: Reader): Promise<number> {
  const row = await reader
    .selectFrom('items')
    .select((make) => make.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Digests of the members a pack should hold, in order. */
export async function blobsOfPack(
  reader: Reader,
  pack: PackId,
): Promise<readonly { digest: Digest; start: number; size: number }[]> {
  const rows = await reader
    .selectFrom('blobs')
    .select(['digest', 'start', 'size'])
    .where('pack_id', '=', pack)
    .orderBy('digest')
    .execute();
  return rows.map((row) => ({ digest: row.digest as Digest, start: row.start, size: row.size }));
}

/** One kept item as an export or a receipt needs it. */
export interface CollectedItem {
  readonly digest: Digest;
  readonly size: number;
  readonly start: number;
  readonly pack: string;
  readonly item: ItemId;
  readonly version: number;
  readonly receivedAt: Date | null;
  readonly address: string;
  readonly mailbox: MailboxId;
  readonly custodian: string;
  readonly folderPath: string;
  readonly internetMessageId: string | null;
  readonly isDraft: boolean;
}

/**
 * What a collection has to show: the items it kept, and those it found already held, each with the folder,
 * custodian and version seen by that collection. One page by key; order is mailbox, item.
 */
export async function itemsOfCollection(
  reader: Reader,
  collection: CollectionId,
  page: { after: { mailbox: MailboxId; item: ItemId } | null; limit: number },
): Promise<readonly CollectedItem[]> {
  const after = page.after;
  const rows = await sql<{
    digest: string;
    size: number;
    start: number;
    pack: string;
    item_id: string;
    version: number;
    received_at: Date | null;
    address: string;
    mailbox_id: string;
    custodian: string;
    folder_path: string;
    internet_message_id: string | null;
    is_draft: boolean;
  }>`
    with seen as (
      select mailbox_id, item_id, version, folder_id, custodian_id from items where collection_id = ${collection}
      union
      select mailbox_id, item_id, version, folder_id, custodian_id from sightings where collection_id = ${collection}
    )
    select i.digest, b.size, b.start, p.path as pack, i.item_id, i.version, i.received_at, m.address, i.mailbox_id,
      c.name as custodian, f.path as folder_path, i.internet_message_id, i.is_draft
    from seen s
    join items i on i.mailbox_id = s.mailbox_id and i.item_id = s.item_id and i.version = s.version
    join blobs b on b.matter_id = i.matter_id and b.digest = i.digest and b.pack_id = i.pack_id
    join packs p on p.id = i.pack_id
    join mailboxes m on m.id = i.mailbox_id
    join custodians c on c.id = s.custodian_id
    join folders f on f.id = s.folder_id
    where ${after === null ? sql`true` : sql`(i.mailbox_id, i.item_id) > (${after.mailbox}::uuid, ${after.item})`}
    order by i.mailbox_id, i.item_id
    limit ${page.limit}`.execute(reader);
  return rows.rows.map((row) => ({
    digest: row.digest as Digest,
    size: row.size,
    start: row.start,
    pack: row.pack,
    item: row.item_id as ItemId,
    version: row.version,
    receivedAt: row.received_at,
    address: row.address,
    mailbox: row.mailbox_id as MailboxId,
    custodian: row.custodian,
    folderPath: row.folder_path,
    internetMessageId: row.internet_message_id,
    isDraft: row.is_draft,
  }));
}

/** Which items these ids stand for, in their order; ids of nothing are left out. */
export async function itemsById(
  reader: Reader,
  matter: MatterId,
  ids: readonly string[],
): Promise<readonly { readonly mailbox: MailboxId; readonly item: ItemId; readonly version: number }[]> {
  const rows = await sql<{ mailbox_id: string; item_id: string; version: number }>`
    select i.mailbox_id, i.item_id, i.version
    from unnest(${[...ids]}::uuid[]) with ordinality as u (id, place)
    join items i on i.id = u.id and i.matter_id = ${matter}
    order by u.place`.execute(reader);
  return rows.rows.map((row) => ({
    mailbox: row.mailbox_id as MailboxId,
    item: row.item_id as ItemId,
    version: row.version,
  }));
}
