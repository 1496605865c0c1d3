import { asFailure, type CollectionId, type Failure } from '#evidence';
import {
  endHoldsOfDead,
  findCollection,
  lockCollection,
  mailboxesOfCollection,
  stopCollection,
  type CollectionRow,
} from '#collector';
import type { OpenConnection } from '#microsoft';
import type { Clock, Database } from '#platform';
import { carryOut, understand } from '../../workbench/collections/carry-out.ts';
import { settleWish } from '../../workbench/collections/store-wishes.ts';
import { WishWatch } from '../../workbench/collections/wish-watch.ts';
import type { Instance } from '../../workbench/compose.ts';
import { lookThrough } from '../../workbench/connections/check-connection.ts';
import { useConnectionOf } from '../../workbench/connections/connection-store.ts';
import { isDeadHolder } from '../../workbench/holder.ts';
import { scopedInstance } from '../../workbench/scoped-instance.ts';
import type { Work } from '../../workbench/work.ts';
import { findOrder, saveOrder, type MissingMailbox, type Order, type OrderChange } from '../orders/store-orders.ts';
import { CollectionListener } from './collection-listener.ts';

export interface Carrying {
  readonly instance: Instance;
  readonly database: Database;
  readonly clock: Clock;
  /** How long a collection that waits for access waits between two looks. */
  readonly accessPollMs: number;
  /** How long it takes at most to notice that somebody paused or cancelled it, while it is carried out. */
  readonly wishPollMs: number;
}

const leasePatienceMs = 3000;
const firstBackoffMs = 10_000;
const longestBackoffMs = 900_000;

/**
 * Does what was asked of a collection, as far as it gets: waits for access, transfers, reads, issues the receipt; stops at
 * a checkpoint when somebody pauses or cancels it, or the server ends. Called again it goes on.
 * What goes wrong is written down at the order, with a time to try again where that may help.
 */
export async function carryCollection(carrying: Carrying, collection: CollectionId, stop: AbortSignal): Promise<void> {
  const { database, clock } = carrying;
  const order = await findOrder(database.reader, collection);
  if (order === null || order.isSettled || order.wish === 'paused') return;
  await using instance = scopedInstance(carrying.instance);
  await using listener = new CollectionListener({ database, clock, collection });
  using watch = new WishWatch(carrying, collection, carrying.wishPollMs);
  const signal = AbortSignal.any([stop, watch.signal]);
  const work = { instance, clock, actor: order.orderedBy, signal, listener };
  const row = await findCollection(database.reader, collection);
  try {
    await endHoldsOfDead(database, isDeadHolder);
    if (order.wish === 'cancelled') await windUp({ ...work, signal: stop }, row);
    else await goOn(carrying, { work, order, row, listener });
  } catch (thrown) {
    if (stop.aborted) return;
    await writeFailure(carrying, order, { failure: asFailure(thrown), listener });
  }
}

interface Going {
  readonly work: Work;
  readonly order: Order;
  readonly row: CollectionRow;
  readonly listener: CollectionListener;
}

async function goOn(carrying: Carrying, { work, order, row, listener }: Going): Promise<void> {
  const { database, clock } = carrying;
  const { collection } = order;
  const change = (words: OrderChange): Promise<void> =>
    database.transaction((tx) => saveOrder(tx, collection, { ...words, at: clock.now() }));
  const open = await useConnectionOf(work, row);
  if (order.waitsForAccess) {
    const missing = await missingMailboxes(work, row, open);
    if (work.signal.aborted) return;
    if (missing.length > 0) {
      const nextTryAt = new Date(clock.now().getTime() + carrying.accessPollMs);
      const waitingSince = order.waitingSince ?? clock.now();
      if (order.waitingSince === null) listener.log('waiting', `Waiting for access to ${namesOf(missing)}.`);
      await change({ waitingSince, missing, nextTryAt, failure: null });
      return;
    }
    listener.log('access', 'Every mailbox can be read.');
  }
  await change({ waitsForAccess: false, waitingSince: null, missing: null, nextTryAt: null, failure: null });
  const isReadLater = order.processing === 'later';
  const { finished } = await carryOut(work, collection, { open, isReadLater });
  if (finished !== null) {
    listener.log(
      'finished',
      `Ended ${finished.status.replaceAll('-', ' ')}; receipt ${finished.receipt.body.receiptId}.`,
    );
  } else if (isReadLater && (await findCollection(database.reader, collection)).status === 'processing') {
    listener.log('preserved', 'Everything is transferred and kept; it is read once somebody starts processing.');
    // Somebody may have said so, or asked for something else, meanwhile: then it is not over.
    await database.transaction(async (tx) => {
      await lockCollection(tx, collection);
      const now = await findOrder(tx, collection);
      if (now?.processing === 'later') await settleWish(tx, collection, clock.now());
    });
  } else {
    listener.log('stopped', 'Stopped at a checkpoint.');
  }
}

/** A cancelled collection is transferred no further; what it has kept can be read and found like everything kept. */
async function windUp(work: Work, { id }: CollectionRow): Promise<void> {
  const database = await work.instance.database();
  await stopCollection(database, id, ['planned', 'transferring', 'processing', 'failed']);
  if (!(await understand(work, id))) return;
  await database.transaction((tx) => saveOrder(tx, id, { isSettled: true, at: work.clock.now() }));
}

/** Mailboxes that cannot be read now. What is wrong with the connection itself is thrown by the next step. */
async function missingMailboxes(
  work: Work,
  row: CollectionRow,
  open: OpenConnection,
): Promise<readonly MissingMailbox[]> {
  const { reader } = await work.instance.database();
  const mailboxes = await mailboxesOfCollection(reader, row.id);
  const addresses = new Map(mailboxes.map(({ sourceMailbox, address }) => [sourceMailbox, address]));
  const checks = await lookThrough(work, open, [...addresses.keys()]);
  return checks.flatMap(({ mailbox, result, cause, fix }) => {
    const address = mailbox === null ? undefined : addresses.get(mailbox);
    return address === undefined || result !== 'fail' ? [] : [{ address, cause, fix }];
  });
}

function namesOf(missing: readonly MissingMailbox[]): string {
  const names = [...new Set(missing.map(({ address }) => address))];
  const more = names.length > 10 ? ` and ${String(names.length - 10)} more` : '';
  return `${names.slice(0, 10).join(', ')}${more}`;
}

async function writeFailure(
  { database, clock }: Carrying,
  { collection, tries, wish }: Order,
  { failure, listener }: { readonly failure: Failure; readonly listener: CollectionListener },
): Promise<void> {
  const now = clock.now().getTime();
  const nextTryAt = retryAt(failure, tries, now);
  const { kind, code, message: cause, fix = null } = failure;
  if (!isTakeover(failure)) listener.log('failed', fix === null ? cause : `${cause} Fix: ${fix}`);
  await database.transaction(async (tx) => {
    await lockCollection(tx, collection);
    // What failed was on the way to something that is not asked for any more.
    if ((await findOrder(tx, collection))?.wish !== wish) return;
    await saveOrder(tx, collection, {
      failure: isTakeover(failure) ? null : { kind, code, cause, fix },
      nextTryAt: nextTryAt === null ? null : new Date(nextTryAt),
      tries: isTakeover(failure) ? tries : tries + 1,
      at: clock.now(),
    });
  });
}

/** Somebody else is at it, or was until just now. */
function isTakeover({ code }: Failure): boolean {
  return code === 'lease-held' || code === 'lease-lost';
}

/** When to try again; null where only a person can help. */
function retryAt(failure: Failure, tries: number, now: number): number | null {
  if (isTakeover(failure)) return now + leasePatienceMs;
  switch (failure.kind) {
    case 'unavailable':
    case 'throttled':
    case 'changed':
      return Math.max(failure.until ?? 0, now + Math.min(firstBackoffMs * 2 ** tries, longestBackoffMs));
    case 'not-found':
    case 'denied':
    case 'malformed':
    case 'conflict':
    case 'bug':
      return null;
  }
}
