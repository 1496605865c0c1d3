import type { Digest, MatterId } from '#evidence';
import type { Database, Reader, Transaction } from '#platform';
import { type RawBuilder, sql } from 'kysely';
import type { Expression } from '../kql/expression.ts';
import { conditionOf } from './store-conditions.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { leadOf, narrowLead, planCount, planPage, type Led } from './store-lead.ts';
import { resolveLabels } from './store-labels.ts';

/** A query over some matters, ready to be asked as often as one likes. */
export interface Search {
  readonly matters: readonly MatterId[];
  readonly condition: RawBuilder<boolean>;
  /** Other ways to the same, where words lead to what is found: see `planPage`. */
  readonly led: Led | null;
  /** Items whose message could not be read, or was not yet, may be found too: by what is known without it. */
  readonly isUnreadIncluded?: boolean;
  /** Of found items that say the same only one is a result: of all, or of each custodian. */
  readonly distinct?: 'of-all' | 'of-custodian';
}

/** One kept item that was found. */
export interface Hit {
  readonly id: string;
  readonly digest: Digest;
  readonly matter: string;
  readonly custodian: string;
  readonly mailbox: string;
  readonly folder: string;
  readonly place: string;
  readonly subject: string | null;
  readonly from: readonly Person[];
  readonly to: readonly Person[];
  readonly received: Date | null;
  readonly sent: Date | null;
  /** Names of attachments. */
  readonly attachments: readonly string[];
}

export interface Person {
  readonly name: string;
  readonly address: string;
}

export interface Page {
  readonly hits: readonly Hit[];
  /** Where the next page begins; null after the last. */
  readonly next: string | null;
}

/**
 * Makes a query ready for the matters asked: they are the only ones it can ever tell of.
 * Relative dates are those of `now`.
 */
export async function prepareSearch(
  reader: Reader,
  query: { readonly expression: Expression; readonly matters: readonly MatterId[]; readonly now: Date },
): Promise<Search> {
  const { expression, matters, now } = query;
  const labelled = await resolveLabels(reader, expression, matters);
  const led = leadOf(expression, matters, { now, labelled });
  return { matters, led, condition: led?.inHash ?? conditionOf(expression, { now, labelled }) };
}

const newest = sql`coalesce(i.received_at, '-infinity'::timestamptz)`;

/** The same search with one more condition on the item `i` and its document `d`. */
export function narrowSearch(
  search: Search,
  narrowed: Omit<Search, 'matters' | 'condition' | 'led'> & { readonly condition: RawBuilder<boolean> },
): Search {
  const { condition, ...more } = narrowed;
  const narrow = (wide: RawBuilder<boolean>): RawBuilder<boolean> => sql<boolean>`(${wide} and ${condition})`;
  const { led } = search;
  const narrowedLead = led === null ? null : narrowLead(led, narrow);
  return { ...search, ...more, led: narrowedLead, condition: narrow(search.condition) };
}

/**
 * Found items `i` with their documents `d`, as what stands behind `from`; further conditions follow with `and`.
 * For rooms that count or show what was found in ways of their own.
 */
export function foundItems(search: Search): RawBuilder<unknown> {
  const all = everyFound(search);
  if (search.distinct === undefined) return all;
  const custodian = search.distinct === 'of-all' ? sql`` : sql`, i.custodian_id`;
  return sql`items i left join search_documents d on d.matter_id = i.matter_id and d.digest = i.digest
    where i.id in (
      select distinct on (i.matter_id, coalesce(d.family_hash, i.digest)${custodian}) i.id from ${all}
      order by i.matter_id, coalesce(d.family_hash, i.digest)${custodian}, i.received_at nulls last, i.id)`;
}

function wallsOf({ matters }: Search): RawBuilder<unknown> {
  const [only] = matters;
  return matters.length === 1 ? sql`i.matter_id = ${only}` : sql`i.matter_id = any(${[...matters]}::uuid[])`;
}

function everyFound(search: Search): RawBuilder<unknown> {
  const { condition, isUnreadIncluded } = search;
  const join = isUnreadIncluded === true ? sql`left join` : sql`join`;
  return sql`items i ${join} search_documents d on d.matter_id = i.matter_id and d.digest = i.digest
    where ${wallsOf(search)} and ${condition}`;
}

/**
 * A page of results, newest received first, then by id; items received nobody knows when come last.
 * Laws: a cursor means the same place for ever, whatever is added meanwhile; pages are as many as it takes.
 * Failure `malformed` (`bad-search-cursor`).
 */
export async function findHits(
  reader: Reader,
  search: Search,
  page: { readonly limit: number; readonly after?: string | null },
): Promise<Page> {
  const after = page.after === null || page.after === undefined ? null : readCursor(page.after);
  const place = after === null ? null : sql`${after.received}::timestamptz`;
  const beyond =
    after === null ? sql`true` : sql`${newest} <= ${place} and (${newest} < ${place} or i.id > ${after.id}::uuid)`;
  const rows = await pageOfIds(reader, search, { beyond, length: page.limit + 1 });
  const shown = rows.slice(0, page.limit);
  const hits = await readHits(reader, shown);
  const last = hits.at(-1);
  const isMore = rows.length > page.limit && last !== undefined;
  return { hits, next: isMore ? writeCursor({ received: last.received, id: last.id }) : null };
}

interface Stretch {
  /** What is true of the items `i` behind the cursor. */
  readonly beyond: RawBuilder<unknown>;
  readonly length: number;
}

async function pageOfIds(reader: Reader, search: Search, { beyond, length }: Stretch): Promise<readonly string[]> {
  const ids = async (query: RawBuilder<{ id: string }>): Promise<readonly string[]> =>
    (await query.execute(reader)).rows.map(({ id }) => id);
  const page = (found: RawBuilder<unknown>): RawBuilder<{ id: string }> =>
    sql`select i.id from ${found} and ${beyond} order by ${newest} desc, i.id limit ${length}`;
  const { led, distinct } = search;
  if (led === null) return ids(page(foundItems(search)));
  // Which of several copies is the result shows only where all of them are known.
  if (distinct !== undefined) return ids(page(await plannedItems(reader, search)));
  const { condition, walk } = await planPage(reader, led);
  if (walk !== null) {
    const { among, items } = walk;
    const newestItems = sql`
      select i.*, ${newest} as newest from items i
      where ${wallsOf(search)} and ${among} and ${beyond} order by ${newest} desc, i.id limit ${items}`;
    const found = await ids(walkedItems({ ...search, condition: walk.condition }, newestItems, length));
    if (found.length === length || (await countRows(reader, newestItems)) < items) return found;
  }
  return ids(page(foundItems({ ...search, condition })));
}

/** Of items, in their order, those that are found: each is looked at by itself, until there are as many. */
function walkedItems(search: Search, items: RawBuilder<unknown>, length: number): RawBuilder<{ id: string }> {
  const join = search.isUnreadIncluded === true ? sql`left join lateral` : sql`join lateral`;
  return sql`
    select i.id
    from (${items}) i
    ${join} (
      select * from search_documents d where d.matter_id = i.matter_id and d.digest = i.digest limit 1
    ) d on true
    where ${search.condition} order by i.newest desc, i.id limit ${length}`;
}

async function countRows(reader: Reader, query: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from (${query}) as counted`.execute(reader);
  return Number(rows[0]?.count ?? 0);
}

/** What is shown of these items, in their order. */
async function readHits(reader: Reader, ids: readonly string[]): Promise<readonly Hit[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Hit>`
    select i.id, i.digest, matters.name as matter, custodians.name as custodian, mailboxes.address as mailbox,
      folders.path as folder, folders.place, m.subject, coalesce(m.from_addresses, '[]') as "from",
      coalesce(m.to_addresses, '[]') as "to", i.received_at as received, m.sent_at as sent,
      array(select coalesce(a.name, '') from attachments a
        where a.matter_id = i.matter_id and a.digest = i.digest and a.depth = 1 and a.name is not null
        order by a.position) as attachments
    from unnest(${[...ids]}::uuid[]) with ordinality as wanted (id, place)
    join items i on i.id = wanted.id
    left join messages m on m.matter_id = i.matter_id and m.digest = i.digest
    join matters on matters.id = i.matter_id
    join custodians on custodians.id = i.custodian_id
    join mailboxes on mailboxes.id = i.mailbox_id
    join folders on folders.id = i.folder_id
    order by wanted.place`.execute(reader);
  return rows;
}

/** Found items as `foundItems` has them, in the way that costs the least. */
async function plannedItems(reader: Reader, search: Search): Promise<RawBuilder<unknown>> {
  const condition = search.led === null ? search.condition : await planCount(reader, search.led);
  return foundItems({ ...search, condition });
}

/** How many items there are, exactly. */
export async function countHits(reader: Reader, search: Search): Promise<number> {
  const found = await plannedItems(reader, search);
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${found}`.execute(reader);
  return Number(rows[0]?.count ?? 0);
}

/** The same for a display that does not wait longer than that (milliseconds); null when it was not there in time. */
export async function countHitsWithin(database: Database, search: Search, patience: number): Promise<number | null> {
  try {
    return await database.transaction(async (tx) => {
      await sql`select set_config('statement_timeout', ${String(patience)}, true)`.execute(tx);
      return countHits(tx, search);
    });
  } catch (error) {
    if ((error as { code?: string }).code === '57014') return null;
    throw error;
  }
}

export interface Facet {
  readonly value: string;
  readonly count: number;
}

/** Exact counts of the found items, the most frequent first (months: the newest). */
export interface Facets {
  readonly custodians: readonly Facet[];
  /** `2026-01`, by the time received, UTC; empty where there is none. */
  readonly months: readonly Facet[];
  readonly senders: readonly Facet[];
  /** Endings of attachment names; an item counts once for each. */
  readonly fileTypes: readonly Facet[];
}

export async function countFacets(reader: Reader, search: Search): Promise<Facets> {
  const found = await plannedItems(reader, search);
  const { rows } = await sql<{ facet: string; value: string; count: number }>`
    with hits as materialized (
      select i.custodian_id, i.received_at, d.sender, d.file_types from ${found}
    )
    select 'custodians' as facet, c.name as value, count(*) as count
      from hits join custodians c on c.id = hits.custodian_id group by c.name
    union all
    select 'months', coalesce(to_char(received_at at time zone 'UTC', 'YYYY-MM'), ''), count(*) from hits group by 2
    union all
    select 'senders', sender, count(*) from hits group by 2
    union all
    select 'fileTypes', type, count(*) from hits, unnest(file_types) as type group by 2`.execute(reader);
  const read = (facet: string): Facet[] =>
    rows.filter((row) => row.facet === facet).map(({ value, count }) => ({ value, count: Number(count) }));
  const frequent = (facet: string): Facet[] =>
    read(facet).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return {
    custodians: frequent('custodians'),
    months: read('months').sort((a, b) => (a.value < b.value ? 1 : -1)),
    senders: frequent('senders'),
    fileTypes: frequent('fileTypes'),
  };
}

export interface ReportLine {
  /** Items the query finds; copies in several mailboxes count each. */
  readonly hits: number;
  /** Messages with their attachments, copies counted once. */
  readonly families: number;
  /** Items that no other query of the report finds. */
  readonly unique: number;
}

export interface Report {
  readonly lines: readonly ReportLine[];
  /** What all queries find together. */
  readonly total: ReportLine;
}

/**
 * Counts what each of some queries finds, and what only it finds. In a transaction that reads repeatably it is one look
 * at the database.
 */
export async function countReport(tx: Transaction, searches: readonly Search[]): Promise<Report> {
  await sql`create temporary table report_hits (query integer not null, item uuid not null, family text not null)
    on commit drop`.execute(tx);
  for (const [index, search] of searches.entries()) {
    const found = await plannedItems(tx, search);
    await sql`
      insert into report_hits
      select ${index}::integer, i.id, i.matter_id::text || d.family_hash from ${found}`.execute(tx);
  }
  const { rows } = await sql<{ query: number | null; hits: number; families: number; unique: number }>`
    with hits as (select *, count(*) over (partition by item) as finders from report_hits)
    select query, count(*) as hits, count(distinct family) as families,
      count(*) filter (where finders = 1) as "unique"
    from hits group by query
    union all
    select null, count(distinct item), count(distinct family), count(*) filter (where finders = 1) from hits`.execute(
    tx,
  );
  const line = (query: number | null): ReportLine => {
    const row = rows.find((one) => one.query === query);
    return { hits: Number(row?.hits ?? 0), families: Number(row?.families ?? 0), unique: Number(row?.unique ?? 0) };
  };
  return { lines: searches.map((_, index) => line(index)), total: line(null) };
}
