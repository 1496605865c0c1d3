import { type Clock, type Database, systemClock } from '#platform';
import { chunksOf, indexVersion } from '../text/chunks.ts';
import { factsOf } from '../text/facts.ts';
import { unitsOf } from '../text/units.ts';
import {
  analyseBeginning,
  analyseIndex,
  analyseMessages,
  countUnindexed,
  dropWordIndex,
  ensureWordIndex,
  indexable,
  isIndexEmpty,
  openIndexClaim,
  unindexed,
  writeIndex,
  type IndexClaim,
  type IndexableMessage,
  type IndexRow,
  type Unindexed,
} from './store-indexing.ts';

export interface IndexProgress {
  /** Messages put into the index in this run. */
  readonly indexed: number;
  /** Messages there were to do when the run began. */
  readonly total: number;
}

export interface IndexResult extends IndexProgress {
  /** Whether the signal ended it before everything was done. */
  readonly stopped: boolean;
}

export interface IndexOptions {
  readonly database: Database;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  readonly onProgress?: (progress: IndexProgress) => void;
}

const pageLength = 1000;
/** Bytes of text in one transaction: small enough that reading and writing go on side by side. */
const batchLength = 1024 * 1024;
const batchMessages = 250;
/** From so many on, a first load goes without the index of words, which is made at its end: nearly twice as fast. */
const firstLoad = 2000;
const claimPause = 250;

/**
 * Puts every message that was read, and is not in the index of this version with all its files say by now, into it.
 * Laws: a message is in the index with all its words or not at all; ended at any instant and called again it ends with
 * the same index; one process at a time writes, others wait; the signal stops it after the batch in hand.
 * Failures: what the database throws.
 */
export async function indexMessages(options: IndexOptions): Promise<IndexResult> {
  const { database, signal } = options;
  const isStopped = (): boolean => signal?.aborted === true;
  let total = await countUnindexed(database.reader, indexVersion);
  let indexed = 0;
  await using claim = await openIndexClaim(database);
  if (!(await waitFor(claim, options))) return { indexed, total, stopped: true };
  const isFirstLoad = total >= firstLoad && (await isIndexEmpty(database.reader));
  if (isFirstLoad) await database.transaction(dropWordIndex);
  if (total >= firstLoad) await database.transaction(analyseMessages);
  const write = async (batch: readonly Unindexed[], rows: readonly IndexRow[]): Promise<void> => {
    await writeBatch(database, batch, rows);
    indexed += batch.length;
    total = Math.max(total, indexed);
    options.onProgress?.({ indexed, total });
  };
  for (let after: Unindexed | null = null; !isStopped();) {
    const page: readonly Unindexed[] = await unindexed(database.reader, {
      version: indexVersion,
      after,
      limit: pageLength,
    });
    // While the database takes one batch in, the words of the next are told.
    let writing: Promise<void> = Promise.resolve();
    try {
      for (const batch of batches(page)) {
        if (isStopped()) break;
        const rows = await rowsOf(database, batch);
        await writing;
        writing = write(batch, rows);
        // It is awaited with the next batch; until then it must not count as a failure nobody looks at.
        writing.catch(() => undefined);
      }
    } finally {
      await writing;
    }
    after = page.at(-1) ?? null;
    if (isFirstLoad && indexed === pageLength) await database.transaction(analyseBeginning);
    if (page.length < pageLength) break;
  }
  await database.transaction(ensureWordIndex);
  if (indexed > 0) await database.transaction(analyseIndex);
  return { indexed, total, stopped: isStopped() };
}

/** False when the signal came first. */
async function waitFor(claim: IndexClaim, { clock = systemClock, signal }: IndexOptions): Promise<boolean> {
  while (!(await claim.take())) {
    if (signal?.aborted === true) return false;
    await clock.sleep(claimPause, signal).catch((error: unknown) => {
      if (signal?.aborted !== true) throw error;
    });
  }
  return true;
}

/** Messages of one matter each, and no more text than one transaction should hold. */
function* batches(page: readonly Unindexed[]): Generator<readonly Unindexed[]> {
  let batch: Unindexed[] = [];
  let length = 0;
  for (const message of page) {
    const first = batch[0];
    const isFull = length + message.length > batchLength || batch.length >= batchMessages;
    if (first !== undefined && (first.matter !== message.matter || isFull)) {
      yield batch;
      batch = [];
      length = 0;
    }
    batch.push(message);
    length += message.length;
  }
  if (batch.length > 0) yield batch;
}

async function rowsOf(database: Database, batch: readonly Unindexed[]): Promise<readonly IndexRow[]> {
  const matter = batch[0]?.matter;
  if (matter === undefined) return [];
  const digests = batch.map(({ digest }) => digest);
  return (await indexable(database.reader, matter, digests)).map(rowOf);
}

async function writeBatch(database: Database, batch: readonly Unindexed[], rows: readonly IndexRow[]): Promise<void> {
  const matter = batch[0]?.matter;
  if (matter === undefined) return;
  await database.transaction((tx) => writeIndex(tx, { matter, version: indexVersion }, rows), { attempts: 5 });
}

function rowOf(message: IndexableMessage): IndexRow {
  const { digest, parsedAt, filesRead } = message;
  return { digest, parsedAt, filesRead, facts: factsOf(message), chunks: chunksOf(unitsOf(message)) };
}
