import { Failure, type CollectionId } from '#evidence';
import {
  endHoldsOfDead,
  findCollection,
  finishCollection,
  runCollection,
  setCollectionStatus,
  type FinishedCollection,
  type Progress,
} from '#collector';
import { openSigningKey, type SigningKey } from '#custody';
import type { OpenConnection } from '#microsoft';
import { fileCounts, processingCounts, processMatter } from '#processing';
import { graphMail } from '#sources';
import type { Invocation } from '../frame/command-definition.ts';
import { count, counted } from '../terminal/amounts.ts';
import { isDeadHolder } from '../holder.ts';
import { ProgressBar, type Advance } from '../terminal/progress-bar.ts';
import { programName, quoted } from '../program-name.ts';
import { productVersion } from '../version.ts';
import { makeSearchable } from '../search/make-searchable.ts';
import { readAttachments } from '../search/read-attachments.ts';
import { summarise, type CollectionSummary } from './collection-summary.ts';

type Carrying = Pick<Invocation, 'instance' | 'terminal' | 'clock' | 'actor' | 'signal'>;

export interface CarriedOut {
  /** Null when a person stopped it before its end. */
  readonly finished: FinishedCollection | null;
  readonly summary: CollectionSummary;
}

/** The key receipts are signed with; asked for before a collection begins, so that a lost one is noticed in time. */
export async function signingKey({ instance, clock }: Pick<Invocation, 'instance' | 'clock'>): Promise<SigningKey> {
  return openSigningKey({ dataFolder: instance.dataFolder, database: await instance.database(), clock });
}

/**
 * Carries a planned or stopped collection to its receipt: transfers, processes, indexes, finishes, with progress on stderr.
 * Stopped or failed on the way, it says how to go on.
 */
export async function carryOut(carrying: Carrying, id: CollectionId, open: OpenConnection): Promise<CarriedOut> {
  const database = await carrying.instance.database();
  const { reader } = database;
  await endHoldsOfDead(database, isDeadHolder);
  const key = await signingKey(carrying);
  try {
    const isThrough =
      (await transfer(carrying, id, open)) &&
      (await process(carrying, id)) &&
      (await readFiles(carrying, id)) &&
      (await makeSearchable(carrying));
    const finished = isThrough ? await finish(carrying, id, key) : null;
    const summary = await summarise(reader, await findCollection(reader, id));
    if (finished === null) {
      sayHowToResume(
        carrying,
        id,
        `Stopped: ${count(summary.kept)} of ${count(summary.listed)} listed items are kept, ${count(summary.processed)} of them read.`,
      );
    }
    return { finished, summary };
  } catch (thrown) {
    // Another process is at it, and brings it to its end.
    if (thrown instanceof Failure && thrown.code === 'lease-held') throw thrown;
    sayHowToResume(carrying, id, 'The collection did not come to its end; what was kept stays.');
    throw thrown;
  }
}

/** False when it was stopped before every mailbox came to its end. */
async function transfer(carrying: Carrying, id: CollectionId, open: OpenConnection): Promise<boolean> {
  const { instance, terminal, clock, signal } = carrying;
  using bar = new ProgressBar({ terminal, clock, title: 'Transferring', noun: ['item', 'items'] });
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
      bar.update(advanceOf(progress));
    },
  });
  return status === 'transferred';
}

function advanceOf({ counts, expected, bytes, waiting, mailboxes, mailboxesDone, mailboxesFailed }: Progress): Advance {
  const { listed, kept, alreadyHeld, filtered, skipped, failed } = counts;
  const remarks = mailboxesFailed > 0 ? [`${counted(mailboxesFailed, 'mailbox', 'mailboxes')} failed`] : [];
  return {
    done: kept + alreadyHeld + filtered + skipped + failed + waiting.items,
    expected: Math.max(expected, listed),
    bytes: bytes + waiting.bytes,
    ...(mailboxes > 1 ? { parts: { done: mailboxesDone, total: mailboxes, noun: 'mailboxes' } } : {}),
    remarks,
  };
}

/** False when it was stopped before every kept message was read. */
async function process(carrying: Carrying, id: CollectionId): Promise<boolean> {
  const { instance, terminal, clock, signal } = carrying;
  const database = await instance.database();
  const { matter } = await findCollection(database.reader, id);
  using bar = new ProgressBar({ terminal, clock, title: 'Processing', noun: ['message', 'messages'] });
  const { stopped } = await processMatter({
    database,
    vault: await instance.vault(),
    matter,
    collection: id,
    clock,
    signal,
    onProgress: ({ processed, total, exceptions, bytes }) => {
      bar.update({
        done: processed,
        expected: total,
        bytes,
        remarks: exceptions === 0 ? [] : [`${count(exceptions)} with exceptions`],
      });
    },
  });
  // Nobody works on it any more, so it is not processing.
  if (stopped) await database.transaction((tx) => setCollectionStatus(tx, id, { status: 'stopped' }));
  return !stopped;
}

/** False when it was stopped before every attached file was read. */
async function readFiles(carrying: Carrying, id: CollectionId): Promise<boolean> {
  const { instance, terminal } = carrying;
  const database = await instance.database();
  const { matter } = await findCollection(database.reader, id);
  const isRead = await readAttachments(carrying, { matter, collection: id });
  const { exceptions } = await fileCounts(database.reader, id);
  if (isRead && exceptions > 0)
    terminal.note(`Of ${counted(exceptions, 'attached file')} something could not be read: see collection show.`);
  return isRead;
}

async function finish(
  { instance, clock, actor }: Carrying,
  id: CollectionId,
  key: SigningKey,
): Promise<FinishedCollection> {
  const database = await instance.database();
  const counts = await processingCounts(database.reader, id);
  const vault = await instance.vault();
  return finishCollection({ database, vault, clock, key, actor, productVersion: productVersion() }, id, counts);
}

function sayHowToResume({ terminal, instance }: Carrying, id: CollectionId, what: string): void {
  terminal.note(what);
  terminal.note(`Resume it with: ${programName()} collection resume ${id} --data ${quoted(instance.dataFolder)}`);
}
