import { sql } from 'kysely';
import type { ExportId, MatterId } from '#evidence';
import type { Transaction } from '#platform';
import type { DuplicateChoice, ItemKey, Selection } from './selection.ts';

export interface FrozenCounts {
  readonly items: number;
  /** Items left out because another one says the same. */
  readonly hidden: number;
  readonly records: number;
  readonly bytes: number;
}

/**
 * Sets the items of an export down in their order: custodian, mailbox, folder, time received, item. Names and places
 * are kept as they are now. The row of the export is written by whoever calls, before this.
 */
export async function freezeSelection(
  tx: Transaction,
  target: { readonly id: ExportId; readonly matter: MatterId; readonly duplicates: DuplicateChoice },
  selection: Selection,
): Promise<FrozenCounts> {
  await sql`
    create temporary table selected_items (mailbox_id uuid not null, item_id text collate "C" not null,
      version integer not null, folder_id uuid not null, custodian_id uuid not null) on commit drop`.execute(tx);
  await selectItems(tx, target.matter, selection);
  await sql`create index on selected_items (mailbox_id, item_id)`.execute(tx);
  await sql`analyze selected_items`.execute(tx);
  await orderItems(tx, target);
  const { rows } = await sql<FrozenCounts>`
    select count(*)::integer as items, (select count(*) from selected_items)::integer - count(*)::integer as hidden,
      coalesce(sum(e.records), 0)::bigint as records, coalesce(sum(b.size), 0)::bigint as bytes
    from export_items e
    join items i on i.matter_id = ${target.matter} and i.mailbox_id = e.mailbox_id and i.item_id = e.item_id
      and i.version = e.version
    join blobs b on b.pack_id = i.pack_id and b.digest = i.digest
    where e.export_id = ${target.id}`.execute(tx);
  return rows[0] ?? { items: 0, hidden: 0, records: 0, bytes: 0 };
}

async function selectItems(tx: Transaction, matter: MatterId, selection: Selection): Promise<void> {
  switch (selection.kind) {
    case 'collection':
      await sql`
        insert into selected_items
        select distinct on (s.mailbox_id, s.item_id, s.version) s.mailbox_id, s.item_id, s.version, s.folder_id,
          s.custodian_id
        from (
          select matter_id, mailbox_id, item_id, version, folder_id, custodian_id, 1 as rank
          from items where collection_id = ${selection.collection}
          union all
          select matter_id, mailbox_id, item_id, version, folder_id, custodian_id, 2 as rank
          from sightings where collection_id = ${selection.collection}
        ) s
        where s.matter_id = ${matter}
        order by s.mailbox_id, s.item_id, s.version, s.rank`.execute(tx);
      return;
    case 'matter':
      await sql`
        insert into selected_items
        select mailbox_id, item_id, version, folder_id, custodian_id from items where matter_id = ${matter}`.execute(
        tx,
      );
      return;
    case 'items':
      for await (const page of selection.items) await selectPage(tx, matter, page);
  }
}

async function selectPage(tx: Transaction, matter: MatterId, page: readonly ItemKey[]): Promise<void> {
  await sql`
    insert into selected_items
    select i.mailbox_id, i.item_id, i.version, i.folder_id, i.custodian_id
    from (
      select distinct * from unnest(
        ${page.map(({ mailbox }) => mailbox)}::uuid[],
        ${page.map(({ item }) => item)}::text[],
        ${page.map(({ version }) => version)}::integer[]
      ) as p (mailbox_id, item_id, version)
    ) u
    join items i on i.matter_id = ${matter} and i.mailbox_id = u.mailbox_id and i.item_id = u.item_id
      and i.version = u.version
    where not exists (
      select from selected_items s
      where s.mailbox_id = u.mailbox_id and s.item_id = u.item_id and s.version = u.version)`.execute(tx);
}

async function orderItems(
  tx: Transaction,
  { id, matter, duplicates }: { id: ExportId; matter: MatterId; duplicates: DuplicateChoice },
): Promise<void> {
  await sql`
    insert into export_items (export_id, position, mailbox_id, item_id, version, digest, custodian, custodians,
      address, folder_path, place, received_at, subject, first_record, records, duplicate_of)
    with copies as (
      -- Every copy of the matter by what it says, whoever's it is.
      select coalesce(m.family_hash, i.digest) as family, h.custodian_id
      from items i
      join lateral (
        select i.custodian_id
        union
        select s.custodian_id from sightings s
        where s.matter_id = i.matter_id and s.mailbox_id = i.mailbox_id and s.item_id = i.item_id
          and s.version = i.version
      ) h on true
      left join messages m on m.matter_id = i.matter_id and m.digest = i.digest
      where i.matter_id = ${matter}
    ), holders as (
      select k.family, array_agg(distinct c.name order by c.name) as names
      from copies k join custodians c on c.id = k.custodian_id
      group by k.family
    ), known as (
      select s.mailbox_id, s.item_id, s.version, i.digest, c.name as custodian, s.custodian_id, b.address,
        f.path as folder_path, f.place, i.received_at, m.subject, coalesce(m.family_hash, i.digest) as family,
        1 + (select count(*) from attachments a where a.matter_id = i.matter_id and a.digest = i.digest) as records,
        row_number() over (order by c.name, b.address collate "C", f.path collate "C", i.received_at nulls last,
          s.item_id, s.version, s.mailbox_id) as rank
      from selected_items s
      join items i on i.matter_id = ${matter} and i.mailbox_id = s.mailbox_id and i.item_id = s.item_id
        and i.version = s.version
      join mailboxes b on b.id = s.mailbox_id
      join custodians c on c.id = s.custodian_id
      join folders f on f.id = s.folder_id
      left join messages m on m.matter_id = i.matter_id and m.digest = i.digest
    ), marked as (
      select known.*,
        row_number() over (partition by family order by rank) as copy,
        row_number() over (partition by family, custodian_id order by rank) as copy_of_custodian
      from known
    ), kept as (
      select marked.*, row_number() over (order by rank) as position,
        coalesce(sum(records) over (order by rank rows between unbounded preceding and 1 preceding), 0) as first_record
      from marked
      where case ${duplicates}::text
        when 'hide' then copy = 1 when 'per-custodian' then copy_of_custodian = 1 else true end
    ), linked as (
      select kept.*, first_value(first_record) over (partition by family order by rank) as first_copy from kept
    )
    select ${id}, l.position, l.mailbox_id, l.item_id, l.version, l.digest, l.custodian, h.names, l.address,
      l.folder_path, l.place, l.received_at, l.subject, l.first_record, l.records,
      nullif(l.first_copy, l.first_record)
    from linked l join holders h on h.family = l.family`.execute(tx);
}
