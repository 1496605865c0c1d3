import { sql } from 'kysely';
import type { CollectionId, EndCounts } from '#evidence';
import type { Reader, Transaction } from '#platform';
import type { Wish } from '../../workbench/collections/store-wishes.ts';
import type { StageName } from '../../workbench/work.ts';

/** A mailbox that could not be read when it was last looked at. */
export interface MissingMailbox {
  readonly address: string;
  readonly cause: string;
  readonly fix: readonly string[];
}

export interface OrderFailure {
  readonly kind: string;
  readonly code: string;
  readonly cause: string;
  readonly fix: string | null;
}

export interface Transferred {
  readonly counts: EndCounts;
  readonly expected: number;
  readonly bytes: number;
}

/** Where a run stands. */
export interface OrderProgress {
  readonly stage: StageName;
  readonly done: number;
  readonly expected: number;
  readonly bytes: number;
  readonly exceptions: number;
  /** What the transfer has come to; null before it begins. */
  readonly transferred: Transferred | null;
  /** Items a second over the last ten seconds. */
  readonly rate: number;
  readonly secondsLeft: number | null;
}

/** What people asked of a collection, and how far that has come. */
export interface Order {
  readonly collection: CollectionId;
  readonly wish: Wish;
  readonly processing: 'now' | 'later';
  readonly waitsForAccess: boolean;
  readonly waitingSince: Date | null;
  readonly missing: readonly MissingMailbox[] | null;
  readonly orderedBy: string;
  readonly orderedAt: Date;
  readonly isSettled: boolean;
  readonly failure: OrderFailure | null;
  readonly nextTryAt: Date | null;
  readonly tries: number;
  readonly progress: OrderProgress | null;
  readonly changedAt: Date;
}

const columns = sql`o.collection_id as collection, o.wish, o.processing, o.waits_for_access as "waitsForAccess",
  o.waiting_since as "waitingSince", o.missing, o.ordered_by as "orderedBy", o.ordered_at as "orderedAt",
  o.is_settled as "isSettled", o.failure, o.next_try_at as "nextTryAt", o.tries, o.progress,
  o.changed_at as "changedAt"`;

export async function findOrder(reader: Reader, collection: CollectionId): Promise<Order | null> {
  const { rows } = await sql<Order>`
    select ${columns} from collection_orders o where o.collection_id = ${collection}`.execute(reader);
  return rows[0] ?? null;
}

export async function ordersOf(
  reader: Reader,
  collections: readonly CollectionId[],
): Promise<ReadonlyMap<CollectionId, Order>> {
  const { rows } = await sql<Order>`
    select ${columns} from collection_orders o where o.collection_id = any(${[...collections]}::uuid[])`.execute(
    reader,
  );
  return new Map(rows.map((order) => [order.collection, order]));
}

/** Collections with something to carry out now, the longest waiting first. */
export async function openOrders(reader: Reader, now: Date): Promise<readonly CollectionId[]> {
  const { rows } = await sql<{ collection: CollectionId }>`
    select o.collection_id as collection from collection_orders o
    where not o.is_settled and o.wish <> 'paused'
      and (o.next_try_at <= ${now} or (o.next_try_at is null and o.failure is null))
    order by o.ordered_at, o.collection_id limit 1000`.execute(reader);
  return rows.map(({ collection }) => collection);
}

/** Collections of which something changed since; those that have not ended are always among them. */
export async function changedOrders(reader: Reader, since: Date): Promise<readonly CollectionId[]> {
  const { rows } = await sql<{ collection: CollectionId }>`
    select collection_id as collection from collection_orders where changed_at >= ${since}
    order by changed_at limit 1000`.execute(reader);
  return rows.map(({ collection }) => collection);
}

export interface OrderChange {
  readonly wish?: Wish;
  readonly processing?: 'now' | 'later';
  readonly waitsForAccess?: boolean;
  readonly waitingSince?: Date | null;
  readonly missing?: readonly MissingMailbox[] | null;
  readonly orderedBy?: string;
  readonly orderedAt?: Date;
  readonly isSettled?: boolean;
  readonly failure?: OrderFailure | null;
  readonly nextTryAt?: Date | null;
  readonly tries?: number;
  readonly progress?: OrderProgress | null;
}

/** A new order, or other words in one that is there; what is not named stays. */
export async function saveOrder(
  tx: Transaction,
  collection: CollectionId,
  { at, ...change }: OrderChange & { readonly at: Date },
): Promise<void> {
  const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
  const set = {
    ...(change.wish === undefined ? {} : { wish: change.wish }),
    ...(change.processing === undefined ? {} : { processing: change.processing }),
    ...(change.waitsForAccess === undefined ? {} : { waits_for_access: change.waitsForAccess }),
    ...(change.waitingSince === undefined ? {} : { waiting_since: change.waitingSince }),
    ...(change.missing === undefined ? {} : { missing: json(change.missing) }),
    ...(change.orderedBy === undefined ? {} : { ordered_by: change.orderedBy }),
    ...(change.orderedAt === undefined ? {} : { ordered_at: change.orderedAt }),
    ...(change.isSettled === undefined ? {} : { is_settled: change.isSettled }),
    ...(change.failure === undefined ? {} : { failure: json(change.failure) }),
    ...(change.nextTryAt === undefined ? {} : { next_try_at: change.nextTryAt }),
    ...(change.tries === undefined ? {} : { tries: change.tries }),
    ...(change.progress === undefined ? {} : { progress: json(change.progress) }),
    changed_at: at,
  };
  await tx
    .insertInto('collection_orders')
    .values({
      wish: 'run',
      processing: 'now',
      waits_for_access: false,
      ordered_by: change.orderedBy ?? 'system',
      ordered_at: at,
      ...set,
      collection_id: collection,
    })
    .onConflict((conflict) => conflict.column('collection_id').doUpdateSet(set))
    .execute();
}

export interface LogEntry {
  readonly id: number;
  readonly at: Date;
  readonly event: string;
  readonly text: string;
}

export async function insertLog(tx: Transaction, collection: CollectionId, entry: Omit<LogEntry, 'id'>): Promise<void> {
  await tx
    .insertInto('collection_log')
    .values({ collection_id: collection, at: entry.at, event: entry.event, text: entry.text })
    .execute();
}

/** What happened to a collection, newest first, from before an entry on. */
export async function readLog(
  reader: Reader,
  collection: CollectionId,
  page: { readonly before: number | null; readonly limit: number },
): Promise<readonly LogEntry[]> {
  const { rows } = await sql<LogEntry>`
    select id, at, event, text from collection_log
    where collection_id = ${collection} and ${page.before === null ? sql`true` : sql`id < ${page.before}`}
    order by id desc limit ${page.limit}`.execute(reader);
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}
