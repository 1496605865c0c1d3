import type { CollectionId } from '#evidence';
import type { Clock, Database } from '#platform';
import type { Instance } from '../../workbench/compose.ts';
import { usualWishPollMs } from '../../workbench/collections/wish-watch.ts';
import { openOrders } from '../orders/store-orders.ts';
import { carryCollection } from './carry-collection.ts';
import { carryTask } from '../tasks/carry-task.ts';
import { openTasks } from '../tasks/store-tasks.ts';
import { JobQueue } from './job-queue.ts';

/** How often the server looks again, in milliseconds; tests are in more of a hurry than people. */
export interface Pace {
  /** For work that is left open. */
  readonly sweepMs: number;
  /** For the mailboxes of a collection that waits for access. */
  readonly accessPollMs: number;
  /** For what is still asked of a collection under way. */
  readonly wishPollMs: number;
}

export const usualPace: Pace = { sweepMs: 5000, accessPollMs: 60_000, wishPollMs: usualWishPollMs };

const collectionsAtOnce = 3;
const tasksAtOnce = 2;

/** Starts everything that the server does by itself. */
export function openServerJobs(of: {
  readonly instance: Instance;
  readonly database: Database;
  readonly clock: Clock;
  readonly stopping: AbortSignal;
  readonly pace: Pace;
}): Promise<JobQueue> {
  const { instance, database, clock, stopping, pace } = of;
  const { sweepMs, accessPollMs, wishPollMs } = pace;
  return JobQueue.open({
    url: database.url,
    stopping,
    sweepMs,
    kinds: [
      {
        name: 'collection',
        atOnce: collectionsAtOnce,
        open: () => openOrders(database.reader, clock.now()),
        work: (id, signal) =>
          carryCollection({ instance, database, clock, accessPollMs, wishPollMs }, id as CollectionId, signal),
      },
      {
        name: 'task',
        atOnce: tasksAtOnce,
        open: () => openTasks(database.reader),
        work: (id, signal) => carryTask({ instance, database, clock }, id, signal),
      },
    ],
  });
}
