import { sql, type RawBuilder } from 'kysely';
import type { CollectionId, EndCounts, MatterId } from '#evidence';
import type { Reader } from '#platform';
import type { Phase } from '../../orders/phases.ts';

/** Which collections somebody may know of. */
export interface Visible {
  /** Of every matter: an auditor of the whole instance. */
  readonly isEverything: boolean;
  readonly matters: readonly MatterId[];
  /** Of these matters only those the person started. */
  readonly ownOf: readonly MatterId[];
  readonly actor: string;
}

/** What is shown of a collection, beside its order. */
export interface CollectionFacts {
  readonly id: CollectionId;
  readonly matter: MatterId;
  readonly matterName: string;
  readonly connection: string;
  readonly connectionName: string;
  readonly startedBy: string;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  readonly windowFrom: Date | null;
  readonly windowTo: Date | null;
  readonly drafts: boolean;
  readonly hidden: boolean;
  readonly recoverable: boolean;
  readonly query: string | null;
  readonly status: string;
  readonly phase: Phase;
  readonly workedMs: number;
  readonly mailboxes: number;
  readonly mailboxesDone: number;
  readonly mailboxesFailed: number;
  /** Places and folders that were asked for and may not be read. */
  readonly placesRefused: number;
  readonly expected: number | null;
  readonly receipt: string | null;
}

/** Where a collection stands, for a person. */
const phase = sql<Phase>`case
  when o.wish = 'cancelled' then 'cancelled'
  when o.wish = 'paused' then 'paused'
  when o.waiting_since is not null then 'waiting-for-access'
  when o.failure is not null and o.next_try_at is null then 'failed'
  when o.is_settled and o.processing = 'later' then 'preserved'
  when c.status in ('planned', 'transferring', 'processing') then c.status
  when o.collection_id is not null and not o.is_settled then 'transferring'
  when c.status in ('completed', 'completed-with-exceptions', 'known-from-packs') then 'ready'
  else c.status end`;

const facts = sql`c.id, c.matter_id as matter, m.name as "matterName", c.connection_id as connection,
  c.connection_name as "connectionName", c.started_by as "startedBy", c.created_at as "createdAt",
  c.ended_at as "endedAt", c.window_from as "windowFrom", c.window_to as "windowTo",
  coalesce((c.options->>'drafts')::boolean, true) as drafts,
  coalesce((c.options->>'hidden')::boolean, false) as hidden,
  coalesce((c.options->>'recoverable')::boolean, false) as recoverable, c.options->'query'->>'text' as query, c.status,
  ${phase} as phase, c.worked_ms as "workedMs",
  (select count(*) from collection_mailboxes b where b.collection_id = c.id)::integer as mailboxes,
  (select count(*) from collection_mailboxes b where b.collection_id = c.id and b.state = 'done')::integer
    as "mailboxesDone",
  (select count(*) from collection_mailboxes b where b.collection_id = c.id and b.state = 'failed')::integer
    as "mailboxesFailed",
  ((select count(*) from collection_places p where p.collection_id = c.id and p.state = 'refused')
    + (select count(*) from collection_folders f where f.collection_id = c.id and f.state = 'refused'))::integer
    as "placesRefused",
  (select sum(f.expected) from collection_folders f where f.collection_id = c.id)::integer as expected,
  (select r.id from receipts r where r.collection_id = c.id order by r.id desc limit 1) as receipt`;

const source = sql`collections c join matters m on m.id = c.matter_id
  left join collection_orders o on o.collection_id = c.id`;

function mayBeSeen({ isEverything, matters, ownOf, actor }: Visible): RawBuilder<boolean> {
  if (isEverything) return sql<boolean>`true`;
  return sql<boolean>`(c.matter_id = any(${[...matters]}::uuid[])
    or (c.matter_id = any(${[...ownOf]}::uuid[]) and c.started_by = ${actor}))`;
}

/** Collections somebody may see, newest first. */
export async function pageOfCollections(
  reader: Reader,
  visible: Visible,
  page: {
    readonly before: string | null;
    readonly limit: number;
    readonly matter?: string | undefined;
    readonly phase?: Phase | undefined;
  },
): Promise<readonly CollectionFacts[]> {
  const { before, limit, matter, phase: wanted } = page;
  const { rows } = await sql<CollectionFacts>`
    select ${facts} from ${source}
    where ${mayBeSeen(visible)}
      and ${before === null ? sql`true` : sql`c.id < ${before}::uuid`}
      and ${matter === undefined ? sql`true` : sql`c.matter_id = ${matter}::uuid`}
      and ${wanted === undefined ? sql`true` : sql`${phase} = ${wanted}`}
    order by c.id desc limit ${limit}`.execute(reader);
  return rows;
}

/** These collections, as far as somebody may see them, newest first. */
export async function collectionsSeen(
  reader: Reader,
  visible: Visible,
  ids: readonly CollectionId[],
): Promise<readonly CollectionFacts[]> {
  const { rows } = await sql<CollectionFacts>`
    select ${facts} from ${source}
    where ${mayBeSeen(visible)} and c.id = any(${[...ids]}::uuid[]) order by c.id desc`.execute(reader);
  return rows;
}

/** The matter of a collection; null when there is none of this id. */
export async function matterOfCollection(reader: Reader, id: string): Promise<MatterId | null> {
  const { rows } = await sql<{ matter: MatterId }>`
    select matter_id as matter from collections where id = ${id}::uuid`.execute(reader);
  return rows[0]?.matter ?? null;
}

/** How the items of these collections ended, and the bytes they kept. */
export async function countsOf(
  reader: Reader,
  ids: readonly CollectionId[],
): Promise<ReadonlyMap<CollectionId, EndCounts & { readonly bytes: number }>> {
  const { rows } = await sql<EndCounts & { id: CollectionId; bytes: number }>`
    select c.id, l.*, k.bytes
    from unnest(${[...ids]}::uuid[]) as c (id)
    cross join lateral (
      select count(*)::integer as listed,
        count(*) filter (where ended = 'kept')::integer as kept,
        count(*) filter (where ended = 'already-held')::integer as "alreadyHeld",
        count(*) filter (where ended = 'filtered')::integer as filtered,
        count(*) filter (where ended = 'skipped')::integer as skipped,
        count(*) filter (where ended = 'failed')::integer as failed
      from ledger where collection_id = c.id) l
    cross join lateral (
      select coalesce(sum(b.size), 0)::bigint as bytes
      from items i join blobs b on b.pack_id = i.pack_id and b.digest = i.digest
      where i.collection_id = c.id) k`.execute(reader);
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

export interface ExceptionRow {
  readonly kind: 'mailbox' | 'item' | 'message' | 'file';
  readonly mailbox: string;
  readonly folder: string | null;
  /** Short id of the kept item, where there is one. */
  readonly item: string | null;
  readonly part: string;
  readonly received: Date | null;
  readonly reason: string;
  readonly detail: string;
  /** The place in the list. */
  readonly key: string;
}

/** What a person should look at, in a stable order: mailboxes and refused parts of them, items that failed or were skipped, what was not read. */
export async function pageOfExceptions(
  reader: Reader,
  collection: CollectionId,
  page: { readonly after: string | null; readonly limit: number },
): Promise<readonly ExceptionRow[]> {
  const { rows } = await sql<ExceptionRow>`
    select * from (
      select 'mailbox' as kind, b.address as mailbox, null as folder, null::uuid as item, '' as part,
        null::timestamptz as received, w.failure->>'code' as reason, w.failure->>'cause' as detail,
        '1 ' || w.mailbox_id::text as key
      from collection_mailboxes w join mailboxes b on b.id = w.mailbox_id
      where w.collection_id = ${collection} and w.failure is not null
      union all
      select 'mailbox', b.address, case p.place when 'recoverable' then 'Recoverable Items' else 'hidden folders' end,
        null, '', null, p.refusal->>'code', p.refusal->>'cause', '1 ' || p.mailbox_id::text || ' ' || p.place
      from collection_places p join mailboxes b on b.id = p.mailbox_id
      where p.collection_id = ${collection} and p.state = 'refused'
      union all
      select 'mailbox', b.address, f.path, null, '', null, w.refusal->>'code', w.refusal->>'cause',
        '1 ' || w.mailbox_id::text || ' ' || w.folder_id::text
      from collection_folders w join mailboxes b on b.id = w.mailbox_id join folders f on f.id = w.folder_id
      where w.collection_id = ${collection} and w.state = 'refused'
      union all
      select 'item', b.address, f.path, null, '', l.received_at, coalesce(l.reason, l.ended),
        coalesce(l.detail, ''), '2 ' || l.mailbox_id::text || ' ' || l.item_id
      from ledger l join mailboxes b on b.id = l.mailbox_id join folders f on f.id = l.folder_id
      where l.collection_id = ${collection} and l.ended in ('failed', 'skipped')
      union all
      select case when e.is_file then 'file' else 'message' end, b.address, f.path, i.id, e.part, i.received_at,
        e.reason, e.detail, '3 ' || i.id::text || ' ' || e.part || ' ' || e.reason
      from items i
      join (
        select matter_id, digest, part, reason, detail, false as is_file from processing_exceptions
        union all
        select a.matter_id, a.digest, a.part, t.reason, t.detail, true
        from attachments a join attachment_texts t
          on t.matter_id = a.matter_id and t.attachment_digest = a.attachment_digest
        where t.status = 'exception'
      ) e on e.matter_id = i.matter_id and e.digest = i.digest
      join mailboxes b on b.id = i.mailbox_id join folders f on f.id = i.folder_id
      where i.collection_id = ${collection}
    ) x
    where ${page.after === null ? sql`true` : sql`x.key collate "C" > ${page.after}`}
    order by x.key collate "C" limit ${page.limit}`.execute(reader);
  return rows;
}

/** Which of these names are custodians of the matter. */
export async function custodiansNamed(
  reader: Reader,
  matter: MatterId,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ name: string }>`
    select name from custodians where matter_id = ${matter} and name = any(${[...names]}::text[])`.execute(reader);
  return new Set(rows.map(({ name }) => name));
}
