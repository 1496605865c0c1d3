import { asFailure, Failure, type CollectionId, type EndCounts } from '#evidence';
import { recordAct } from '#custody';
import type { Database } from '#platform';
import { acquireLease, collectionLeaseKey } from './ledger/lease.ts';
import {
  findCollection,
  mailboxesOfCollection,
  setCollectionStatus,
  type CollectionRow,
} from './ledger/store-collections.ts';
import { reopenFailed } from './ledger/store-ledger.ts';
import { reopenRefused } from './ledger/store-places.ts';
import { defaultSettings, type RunOptions, type Tools } from './mailbox-run.ts';
import { countEnds } from './report/store-report.ts';
import { Running } from './running.ts';

export interface RunOutcome {
  readonly status: 'transferred' | 'stopped';
  readonly counts: EndCounts;
  readonly mailboxesFailed: number;
}

/**
 * Transfers a collection: every mailbox to its end, many at once. Run again after a stop or a kill, it goes on.
 * One poison item never stops a folder, one dead mailbox never stops a collection.
 * Failures: `conflict` when another process is at it; what vault or database threw, after which it can be resumed.
 */
export async function runCollection(options: RunOptions): Promise<RunOutcome> {
  const { database, clock, holder } = options;
  const settings = { ...defaultSettings, ...options.settings };
  const tools: Tools = { ...options, settings, onStep: options.onStep ?? (() => undefined) };
  const leaseOptions = { database, clock, holder, seconds: settings.leaseSeconds };
  const collection = await findCollection(database.reader, options.collection);
  if (collection.status === 'known-from-packs') throw knownFromPacksOnly(collection.id);
  const lease = await acquireLease(leaseOptions, collectionLeaseKey(collection.id));
  const running = new Running(tools, { collection, own: lease }, options);
  const begunAt = clock.monotonic();
  try {
    await begin(database, collection.id);
    await running.run();
    lease.lost.signal.throwIfAborted();
    return await end(tools, collection, clock.monotonic() - begunAt);
  } catch (thrown) {
    const workedMs = clock.monotonic() - begunAt;
    // Whoever took the collection over says what becomes of it.
    if (!lease.lost.signal.aborted) {
      await recordFailure(database, { collection: collection.id, failure: asFailure(thrown), workedMs });
    }
    throw thrown;
  } finally {
    await running.release();
  }
}

function knownFromPacksOnly(collection: CollectionId): Failure {
  return new Failure(
    'conflict',
    `Of collection ${collection} only its packs are known: there is nothing to go on with.`,
    {
      code: 'collection-known-from-packs',
      fix: 'Collect the mailboxes again: what the packs hold is recognised and not fetched twice.',
    },
  );
}

async function begin(database: Database, collection: CollectionId): Promise<void> {
  await database.transaction(async (tx) => {
    await reopenFailed(tx, collection);
    await reopenRefused(tx, collection);
    await setCollectionStatus(tx, collection, { status: 'transferring' });
  });
}

async function end(tools: Tools, collection: CollectionRow, workedMs: number): Promise<RunOutcome> {
  const mailboxes = await mailboxesOfCollection(tools.database.reader, collection.id);
  const isOver = mailboxes.every(({ state }) => state === 'done' || state === 'failed');
  const status = isOver ? 'processing' : 'stopped';
  await tools.database.transaction((tx) => setCollectionStatus(tx, collection.id, { status, workedMs }));
  await recordAct(tools.database, {
    actor: 'system',
    action: status === 'stopped' ? 'collection.stopped' : 'collection.transferred',
    subject: { collection: collection.id },
    at: tools.clock.now(),
  });
  return {
    status: status === 'stopped' ? 'stopped' : 'transferred',
    counts: await countEnds(tools.database.reader, collection.id),
    mailboxesFailed: mailboxes.filter(({ state }) => state === 'failed').length,
  };
}

async function recordFailure(
  database: Database,
  change: { collection: CollectionId; failure: Failure; workedMs: number },
): Promise<void> {
  const { failure, workedMs } = change;
  await database
    .transaction((tx) =>
      setCollectionStatus(tx, change.collection, { status: 'failed', workedMs, failure: failure.message }),
    )
    .catch(() => {
      // The database itself is what failed: the status stays `transferring`, and a resume goes on all the same.
    });
}
