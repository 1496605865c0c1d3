import { Failure, type CollectionId } from '#evidence';
import { findCollection, lockCollection, type CollectionRow } from '#collector';
import { recordAct } from '#custody';
import type { Clock, Database } from '#platform';
import { findOrder, insertLog, saveOrder, type Order, type OrderChange } from './store-orders.ts';

export const orderActs = ['pause', 'resume', 'cancel', 'retry-failed', 'start-processing'] as const;
export type OrderAct = (typeof orderActs)[number];

export interface Ordering {
  readonly database: Database;
  readonly clock: Clock;
  readonly actor: string;
}

const actions: Readonly<Record<OrderAct, string>> = {
  pause: 'collection.paused',
  resume: 'collection.resumed',
  cancel: 'collection.cancelled',
  'retry-failed': 'collection.retried',
  'start-processing': 'collection.processing-started',
};

/** The order of a collection that was just planned. */
export async function placeOrder(
  { database, clock, actor }: Ordering,
  collection: CollectionId,
  words: { readonly processing: 'now' | 'later'; readonly waitsForAccess: boolean },
): Promise<void> {
  const at = clock.now();
  await database.transaction(async (tx) => {
    await saveOrder(tx, collection, { ...words, wish: 'run', orderedBy: actor, orderedAt: at, at });
    await insertLog(tx, collection, { at, event: 'planned', text: `Planned by ${actor.replace(/^person:/, '')}.` });
  });
}

/**
 * What somebody asks of a collection on its way. Recorded in the audit trail. It is judged and written down while nobody
 * else can end the collection: what was accepted holds.
 * Failures: `not-found`; `conflict` where it makes no sense as the collection stands.
 */
export async function giveOrder({ database, clock, actor }: Ordering, id: CollectionId, act: OrderAct): Promise<void> {
  await database.transaction(async (tx) => {
    await lockCollection(tx, id);
    const collection = await findCollection(tx, id);
    const change = changeFor(act, collection, await findOrder(tx, id));
    const at = clock.now();
    await saveOrder(tx, id, { orderedBy: actor, orderedAt: at, ...change, at });
    await insertLog(tx, id, { at, event: act, text: `${actor} asked for it: ${act}.` });
    const subject = { collection: id, matter: collection.matter };
    await recordAct(tx, { actor, action: actions[act], subject, at });
  });
}

const afresh = { isSettled: false, failure: null, nextTryAt: null, tries: 0 } as const;

function changeFor(act: OrderAct, collection: CollectionRow, order: Order | null): OrderChange {
  const isOver = collection.status === 'completed' || collection.status === 'completed-with-exceptions';
  const isReady = isOver && (order === null || order.isSettled);
  if (order?.wish === 'cancelled')
    throw refused('It was cancelled.', 'Begin a new one: nothing held is fetched twice.');
  switch (act) {
    case 'pause':
      if (isReady) throw refused('It is complete: there is nothing left to pause.');
      if (order?.isSettled === true) throw refused('It has nothing left to pause.');
      return { wish: 'paused' };
    case 'cancel':
      if (isReady) throw refused('It is complete: there is nothing left to cancel.');
      // What failed was to be tried again, and nobody has begun: the receipt it has goes on speaking for it.
      if (isOver) return { wish: 'run', ...afresh, isSettled: true };
      return { wish: 'cancelled', ...afresh };
    case 'resume':
      if (isReady) throw refused('It is complete: there is nothing left to go on with.');
      if (collection.status === 'known-from-packs') throw refused('Only its packs are known.');
      return { wish: 'run', ...afresh };
    case 'retry-failed':
      if (!isOver) throw refused('It is not over yet.', 'What failed is tried again when it goes on.');
      if (collection.status === 'completed') throw refused('Nothing of it failed.');
      return { wish: 'run', processing: 'now', ...afresh };
    case 'start-processing':
      if (order?.processing !== 'later') throw refused('Its messages are read without that.');
      return { wish: 'run', processing: 'now', ...afresh };
  }
}

function refused(cause: string, fix?: string): Failure {
  return new Failure('conflict', cause, {
    code: 'collection-order-refused',
    ...(fix === undefined ? {} : { fix }),
  });
}
