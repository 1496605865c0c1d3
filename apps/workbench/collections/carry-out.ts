import type { CollectionId } from '#evidence';
import {
  endHoldsOfDead,
  findCollection,
  finishCollection,
  runCollection,
  stopCollection,
  type FinishedCollection,
  type Progress,
} from '#collector';
import { openSigningKey, type SigningKey } from '#custody';
import type { OpenConnection } from '#microsoft';
import { fileCounts, processingCounts } from '#processing';
import { graphMail } from '#sources';
import { isDeadHolder } from '../holder.ts';
import { productVersion } from '../version.ts';
import { makeSearchable } from '../texts/make-searchable.ts';
import { readAttachments } from '../texts/read-attachments.ts';
import { readMessages } from '../texts/read-messages.ts';
import type { Advance, Work } from '../work.ts';
import { settleWish } from './store-wishes.ts';
import { summarise, type CollectionSummary } from './collection-summary.ts';

export interface Carrying {
  readonly open: OpenConnection;
  /** What is transferred is kept, and read another time: then there is no receipt yet. */
  readonly isReadLater?: boolean;
}

export interface CarriedOut {
  /** Null when it was stopped, paused or cancelled before its end, or is to be read later. */
  readonly finished: FinishedCollection | null;
  readonly summary: CollectionSummary;
}

/** The key receipts are signed with; asked for before a collection begins, so that a lost one is noticed in time. */
export async function signingKey({ instance, clock }: Pick<Work, 'instance' | 'clock'>): Promise<SigningKey> {
  return openSigningKey({ dataFolder: instance.dataFolder, database: await instance.database(), clock });
}

/**
 * Carries a planned or stopped collection to its receipt: transfers, processes, indexes, finishes.
 * Failures: those of `runCollection`; what was kept stays, and it can be carried on.
 */
export async function carryOut(
  work: Work,
  id: CollectionId,
  { open, isReadLater = false }: Carrying,
): Promise<CarriedOut> {
  const database = await work.instance.database();
  await endHoldsOfDead(database, isDeadHolder);
  const key = await signingKey(work);
  const isThrough = (await transfer(work, id, open)) && !isReadLater && (await understand(work, id));
  const finished = isThrough ? await finish(work, id, key) : null;
  const summary = await summarise(database.reader, await findCollection(database.reader, id));
  return { finished, summary };
}

/** Fetches and keeps what was asked for. False when it was stopped before every mailbox came to its end. */
async function transfer(work: Work, id: CollectionId, open: OpenConnection): Promise<boolean> {
  const { instance, clock, signal, listener } = work;
  using stage = listener.begin('transferring');
  const { status } = await runCollection({
    database: await instance.database(),
    vault: await instance.vault(),
    clock,
    holder: instance.holder,
    collection: id,
    openSource: ({ sourceMailbox }) =>
      Promise.resolve(graphMail({ graph: open.mailbox(sourceMailbox), mailbox: sourceMailbox })),
    signal,
    onProgress: (progress) => {
      stage.advance(advanceOf(progress));
    },
  });
  return status === 'transferred';
}

function advanceOf({ counts, expected, bytes, waiting, mailboxes, mailboxesDone, mailboxesFailed }: Progress): Advance {
  const { listed, kept, alreadyHeld, filtered, skipped, failed } = counts;
  return {
    done: kept + alreadyHeld + filtered + skipped + failed + waiting.items,
    expected: Math.max(expected, listed),
    bytes: bytes + waiting.bytes,
    counts,
    mailboxes: { done: mailboxesDone, total: mailboxes, failed: mailboxesFailed },
  };
}

/** Makes what a collection kept readable and searchable. False when it was stopped before everything was. */
export async function understand(work: Work, id: CollectionId): Promise<boolean> {
  const database = await work.instance.database();
  const { matter } = await findCollection(database.reader, id);
  const isThrough =
    (await readMessages(work, { matter, collection: id })) &&
    (await readFiles(work, { matter, collection: id })) &&
    (await makeSearchable(work));
  // Nobody works on it any more, so it is not processing.
  if (!isThrough) await stopCollection(database, id, ['processing']);
  return isThrough;
}

async function readFiles(work: Work, reading: Parameters<typeof readAttachments>[1] & { collection: CollectionId }) {
  const { reader } = await work.instance.database();
  const isRead = await readAttachments(work, reading);
  const { exceptions } = await fileCounts(reader, reading.collection);
  if (isRead && exceptions > 0) work.listener.tell({ kind: 'files-unread', files: exceptions });
  return isRead;
}

async function finish({ instance, clock, actor }: Work, id: CollectionId, key: SigningKey) {
  const database = await instance.database();
  const counts = await processingCounts(database.reader, id);
  const vault = await instance.vault();
  return finishCollection(
    {
      ...{ database, vault, clock, key, actor },
      productVersion: productVersion(),
      isWanted: (tx) => settleWish(tx, id, clock.now()),
    },
    id,
    counts,
  );
}
