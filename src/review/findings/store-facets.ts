import type { Reader } from '#platform';
import { foundItems, type Search } from '#search';
import { sql } from 'kysely';
import { marks, type Mark } from './filters.ts';
import { markCondition } from './store-filters.ts';

/** One value that found items have, and how many of them. */
export interface Value {
  /** What a filter takes: an id, an address, a domain, an ending. */
  readonly value: string;
  /** What a person reads. */
  readonly label: string;
  readonly count: number;
}

/** Exact counts of found items; the most frequent values first, at most a hundred of each. */
export interface ReviewFacets {
  readonly custodians: readonly Value[];
  readonly mailboxes: readonly Value[];
  readonly folders: readonly Value[];
  readonly senders: readonly Value[];
  readonly domains: readonly Value[];
  readonly fileTypes: readonly Value[];
  readonly kinds: readonly Value[];
  readonly tags: readonly Value[];
  readonly holds: readonly Value[];
  readonly marks: readonly { readonly value: Mark; readonly count: number }[];
}

const most = 100;

/** All in one look at what was found. */
export async function reviewFacets(reader: Reader, search: Search): Promise<ReviewFacets> {
  const { rows } = await sql<{ facet: keyof ReviewFacets; value: string; label: string; count: number }>`
    with hits as materialized (
      select i.id, i.matter_id, i.custodian_id, i.mailbox_id, i.folder_id, d.sender, d.file_types, d.kind
      from ${foundItems(search)}
    ), counted as (
      select 'custodians' as facet, custodian_id::text as value, count(*) as count from hits group by 2
      union all select 'mailboxes', mailbox_id::text, count(*) from hits group by 2
      union all select 'folders', folder_id::text, count(*) from hits group by 2
      union all select 'senders', sender, count(*) from hits where sender <> '' group by 2
      union all select 'domains', substring(sender from '@([^@]*)$'), count(*) from hits
        where sender like '%@%' group by 2
      union all select 'fileTypes', type, count(*) from hits, unnest(file_types) as type group by 2
      union all select 'kinds', kind, count(*) from hits where kind is not null group by 2
      union all select 'tags', k.tag_id::text, count(*) from hits join item_tags k on k.item = hits.id group by 2
      union all select 'holds', h.id::text, count(*) from hits
        join holds h on h.matter_id = hits.matter_id and h.released_at is null
          and (h.covers_matter or exists (select from hold_items k where k.hold_id = h.id and k.item = hits.id))
        group by 2
    ), ranked as (
      select *, row_number() over (partition by facet order by count desc, value) as rank from counted
    )
    select r.facet, r.value, r.count::integer as count,
      coalesce(c.name, b.address, f.path || ' (' || fb.address || ')', t.name, h.name, r.value) as label
    from ranked r
    left join custodians c on r.facet = 'custodians' and c.id::text = r.value
    left join mailboxes b on r.facet = 'mailboxes' and b.id::text = r.value
    left join folders f on r.facet = 'folders' and f.id::text = r.value
    left join mailboxes fb on fb.id = f.mailbox_id
    left join tags t on r.facet = 'tags' and t.id::text = r.value
    left join holds h on r.facet = 'holds' and h.id::text = r.value
    where r.rank <= ${most}
    order by r.facet, r.rank`.execute(reader);
  const of = (facet: keyof ReviewFacets): Value[] =>
    rows.filter((row) => row.facet === facet).map(({ value, label, count }) => ({ value, label, count }));
  return {
    custodians: of('custodians'),
    mailboxes: of('mailboxes'),
    folders: of('folders'),
    senders: of('senders'),
    domains: of('domains'),
    fileTypes: of('fileTypes'),
    kinds: of('kinds'),
    tags: of('tags'),
    holds: of('holds'),
    marks: await countMarks(reader, search),
  };
}

async function countMarks(reader: Reader, search: Search): Promise<ReviewFacets['marks']> {
  const sums = marks.map((mark) => sql`count(*) filter (where ${markCondition(mark)})::integer as ${sql.ref(mark)}`);
  const { rows } = await sql<Record<Mark, number>>`select ${sql.join(sums)} from ${foundItems(search)}`.execute(reader);
  return marks.map((mark) => ({ value: mark, count: rows[0]?.[mark] ?? 0 }));
}
