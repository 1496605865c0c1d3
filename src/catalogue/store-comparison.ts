import type { MatterId, PackId } from '#evidence';
import type { Reader } from '#platform';
import { sql } from 'kysely';

/** An items row with everything the catalogue says of it; null where what it refers to is not there. */
export interface CataloguedItem {
  readonly matter: string;
  readonly matterName: string | null;
  readonly tenant: string | null;
  readonly mailbox: string;
  readonly sourceMailbox: string | null;
  readonly address: string | null;
  readonly item: string;
  readonly version: number;
  readonly changeKey: string;
  readonly fingerprint: string;
  readonly isDraft: boolean;
  readonly internetMessageId: string | null;
  readonly receivedAt: Date | null;
  readonly collectedAt: Date;
  readonly collection: string;
  readonly custodian: string | null;
  readonly folder: string;
  readonly sourceFolderId: string | null;
  readonly folderPath: string | null;
  readonly place: string | null;
  readonly digest: string;
  /** Whether its mailbox, custodian, folder and blob are of its own matter and mailbox. */
  readonly isJoined: boolean;
}

/** Every item whose bytes rest in a pack. */
export async function itemsOfPack(reader: Reader, pack: PackId): Promise<readonly CataloguedItem[]> {
  const { rows } = await sql<CataloguedItem>`
    select i.matter_id as matter, t.name as "matterName", m.tenant_id as tenant, i.mailbox_id as mailbox,
      m.source_mailbox_id as "sourceMailbox", m.address, i.item_id as item, i.version, i.change_key as "changeKey",
      i.fingerprint, i.is_draft as "isDraft", i.internet_message_id as "internetMessageId",
      i.received_at as "receivedAt", i.collected_at as "collectedAt", i.collection_id as collection,
      c.name as custodian, i.folder_id as folder, f.source_folder_id as "sourceFolderId", f.path as "folderPath",
      f.place, i.digest,
      (m.matter_id = i.matter_id and c.matter_id = i.matter_id and f.mailbox_id = i.mailbox_id
        and b.matter_id = i.matter_id) is true as "isJoined"
    from items i
    left join matters t on t.id = i.matter_id
    left join mailboxes m on m.id = i.mailbox_id
    left join custodians c on c.id = i.custodian_id
    left join folders f on f.id = i.folder_id
    left join blobs b on b.pack_id = i.pack_id and b.digest = i.digest
    where i.pack_id = ${pack}
    order by i.mailbox_id, i.item_id, i.version`.execute(reader);
  return rows;
}

/** One version of an item, by the names the source gives. */
export interface ItemName {
  readonly tenant: string;
  readonly sourceMailbox: string;
  readonly item: string;
  readonly version: number;
}

/** Which of these (their places in the list) the catalogue has, in whatever pack. */
export async function cataloguedItems(
  reader: Reader,
  matter: MatterId,
  names: readonly ItemName[],
): Promise<ReadonlySet<number>> {
  const { rows } = await sql<{ place: number }>`
    select u.place::integer as place
    from unnest(
      ${names.map(({ tenant }) => tenant)}::text[],
      ${names.map(({ sourceMailbox }) => sourceMailbox)}::text[],
      ${names.map(({ item }) => item)}::text[],
      ${names.map(({ version }) => version)}::integer[]
    ) with ordinality as u (tenant_id, source_mailbox_id, item_id, version, place)
    join mailboxes m on m.matter_id = ${matter} and m.tenant_id = u.tenant_id
      and m.source_mailbox_id = u.source_mailbox_id
    join items i on i.matter_id = m.matter_id and i.mailbox_id = m.id and i.item_id = u.item_id
      and i.version = u.version`.execute(reader);
  return new Set(rows.map(({ place }) => place - 1));
}
