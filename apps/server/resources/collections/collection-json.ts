import Type, { type Static } from 'typebox';
import type { CollectionId, EndCounts } from '#evidence';
import { noEnds } from '#evidence';
import type { Reader } from '#platform';
import { exactly, Id, Instant, nullable, oneOf } from '../../http/schemas.ts';
import { phases } from '../../orders/phases.ts';
import { ordersOf, type Order, type Transferred } from '../../orders/store-orders.ts';
import { countsOf, type CollectionFacts } from './store-collection-pages.ts';

export const Counts = Type.Object({
  listed: Type.Integer(),
  kept: Type.Integer(),
  alreadyHeld: Type.Integer(),
  filtered: Type.Integer(),
  skipped: Type.Integer(),
  failed: Type.Integer(),
});

const Trouble = Type.Object({
  kind: Type.String(),
  code: Type.String(),
  cause: Type.String(),
  fix: nullable(Type.String()),
});

export const Collection = Type.Object({
  id: Id,
  matter: Type.Object({ id: Id, name: Type.String() }),
  connection: Type.Object({ id: Id, name: Type.String() }),
  startedBy: Type.String(),
  createdAt: Instant,
  endedAt: nullable(Instant),
  window: Type.Object({ from: nullable(Instant), to: nullable(Instant) }),
  drafts: Type.Boolean(),
  /** Whether hidden folders are looked at. */
  hidden: Type.Boolean(),
  /** Whether Recoverable Items are looked at. */
  recoverable: Type.Boolean(),
  query: nullable(Type.String()),
  phase: oneOf(phases),
  /** As the command line says it: completed, completed-with-exceptions, stopped … */
  status: Type.String(),
  processing: oneOf(['now', 'later']),
  counts: Counts,
  /** What the service counts, as far as it was asked; null before. */
  expected: nullable(Type.Integer()),
  bytes: Type.Integer(),
  mailboxes: Type.Object({ total: Type.Integer(), done: Type.Integer(), failed: Type.Integer() }),
  /** Places and folders that were asked for and may not be read, beside mailboxes that may. */
  placesRefused: Type.Integer(),
  /** The stage that is under way. */
  progress: nullable(
    Type.Object({
      stage: Type.String(),
      done: Type.Integer(),
      expected: Type.Integer(),
      exceptions: Type.Integer(),
      rate: Type.Number(),
      secondsLeft: nullable(Type.Integer()),
    }),
  ),
  waiting: nullable(
    Type.Object({
      since: Instant,
      nextLookAt: nullable(Instant),
      missing: Type.Array(
        Type.Object({ address: Type.String(), cause: Type.String(), fix: Type.Array(Type.String()) }),
      ),
    }),
  ),
  failure: nullable(Trouble),
  nextTryAt: nullable(Instant),
  seconds: Type.Number(),
  /** The newest receipt. */
  receipt: nullable(Id),
});

export const collectionParams = exactly({ id: Id });

/** Collections as the API shows them. What is under way tells its counts itself; others are counted. */
export async function toCollections(
  reader: Reader,
  rows: readonly CollectionFacts[],
): Promise<Static<typeof Collection>[]> {
  const orders = await ordersOf(
    reader,
    rows.map(({ id }) => id),
  );
  const uncounted = rows.filter(({ id }) => transferredOf(orders.get(id)) === null).map(({ id }) => id);
  const counts = await countsOf(reader, uncounted);
  return rows.map((row) => toCollection(row, { order: orders.get(row.id) ?? null, counts }));
}

function transferredOf(order: Order | undefined): Transferred | null {
  return order?.isSettled === false ? (order.progress?.transferred ?? null) : null;
}

interface Beside {
  readonly order: Order | null;
  readonly counts: ReadonlyMap<CollectionId, EndCounts & { readonly bytes: number }>;
}

function toCollection(row: CollectionFacts, { order, counts }: Beside): Static<typeof Collection> {
  const live = transferredOf(order ?? undefined);
  const { bytes, ...ends } = counts.get(row.id) ?? { ...noEnds, bytes: 0 };
  return {
    id: row.id,
    matter: { id: row.matter, name: row.matterName },
    connection: { id: row.connection, name: row.connectionName },
    startedBy: row.startedBy,
    createdAt: row.createdAt.toISOString(),
    endedAt: iso(row.endedAt),
    window: { from: iso(row.windowFrom), to: iso(row.windowTo) },
    drafts: row.drafts,
    hidden: row.hidden,
    recoverable: row.recoverable,
    query: row.query,
    phase: row.phase,
    status: row.status,
    processing: order?.processing ?? 'now',
    counts: live?.counts ?? ends,
    expected: live?.expected ?? row.expected,
    bytes: live?.bytes ?? bytes,
    mailboxes: { total: row.mailboxes, done: row.mailboxesDone, failed: row.mailboxesFailed },
    placesRefused: row.placesRefused,
    progress: order === null || order.isSettled ? null : progressOf(order),
    waiting: waitingOf(order),
    failure: order?.failure ?? null,
    nextTryAt: order?.failure === null ? null : iso(order?.nextTryAt ?? null),
    seconds: Math.round(row.workedMs / 1000),
    receipt: row.receipt,
  };
}

function progressOf({ progress }: Order): Static<typeof Collection>['progress'] {
  if (progress === null) return null;
  const { stage, done, expected, exceptions, rate, secondsLeft } = progress;
  return { stage, done, expected, exceptions, rate, secondsLeft };
}

function waitingOf(order: Order | null): Static<typeof Collection>['waiting'] {
  if (order === null || order.waitingSince === null) return null;
  const missing = (order.missing ?? []).map(({ address, cause, fix }) => ({ address, cause, fix: [...fix] }));
  return { since: order.waitingSince.toISOString(), nextLookAt: iso(order.nextTryAt), missing };
}

function iso(at: Date | null): string | null {
  return at === null ? null : at.toISOString();
}
