import type { CollectionRow } from '#collector';
import type { Order } from './store-orders.ts';

export const phases = [
  'planned',
  'waiting-for-access',
  'transferring',
  'preserved',
  'processing',
  'ready',
  'paused',
  'stopped',
  'failed',
  'cancelled',
] as const;
export type Phase = (typeof phases)[number];

/** Where a collection stands, for a person; `order` is null where the server was never asked for it. */
export function phaseOf(collection: Pick<CollectionRow, 'status'>, order: Order | null): Phase {
  if (order !== null) {
    if (order.wish === 'cancelled') return 'cancelled';
    if (order.wish === 'paused') return 'paused';
    if (order.waitingSince !== null) return 'waiting-for-access';
    if (order.failure !== null && order.nextTryAt === null) return 'failed';
    if (order.isSettled && order.processing === 'later') return 'preserved';
  }
  const isUnderWay = order !== null && !order.isSettled;
  switch (collection.status) {
    case 'planned':
      return 'planned';
    case 'transferring':
    case 'processing':
      return collection.status;
    case 'completed':
    case 'completed-with-exceptions':
      return isUnderWay ? 'transferring' : 'ready';
    case 'known-from-packs':
      return 'ready';
    case 'stopped':
      return isUnderWay ? 'transferring' : 'stopped';
    case 'failed':
      return isUnderWay ? 'transferring' : 'failed';
  }
}
