import type { CollectionId } from '#evidence';
import { findCollection, finishCollection, runCollection, type CollectionRow, type Progress } from '#collector';
import type { OpenConnection } from '#microsoft';
import { processCollection } from '#processing';
import { graphMail } from '#sources';
import type { Invocation } from '../frame/command-definition.ts';
import { done, doneWithExceptions, failed, type ExitCode } from '../exit-codes.ts';
import { count } from '../terminal/amounts.ts';
import { ProgressBar } from '../terminal/progress-bar.ts';
import { summarise } from './collection-summary.ts';
import { showOutcome } from './show-outcome.ts';

type CarryingInvocation = Pick<Invocation, 'instance' | 'terminal' | 'clock' | 'actor' | 'signal'>;

/**
 * Carries a planned or stopped collection to its receipt: transfers, processes, finishes, with progress.
 * The exit code says whether it is over, and whether everything could be had.
 */
export async function carryOut(
  invocation: CarryingInvocation,
  id: CollectionId,
  open: OpenConnection,
): Promise<ExitCode> {
  const { terminal, instance } = invocation;
  const { reader } = await instance.database();
  try {
    const isOver = await transferAndProcess(invocation, id, open);
    const collection = await findCollection(reader, id);
    const summary = await summarise(reader, collection);
    if (!isOver) {
      terminal.object(summary);
      sayHowToResume(
        invocation,
        id,
        `Stopped: ${count(summary.kept)} of ${count(summary.listed)} listed items are kept.`,
      );
      return failed;
    }
    await showOutcome(invocation, { collection, summary });
    return summary.exceptions === 0 ? done : doneWithExceptions;
  } catch (thrown) {
    sayHowToResume(invocation, id, 'The collection did not come to its end.');
    throw thrown;
  }
}

/** The whole way; false when it was stopped by a person before its end. */
async function transferAndProcess(
  invocation: CarryingInvocation,
  id: CollectionId,
  open: OpenConnection,
): Promise<boolean> {
  const { instance, clock, actor, signal } = invocation;
  const tools = { database: await instance.database(), vault: await instance.vault(), clock };
  const transferred = await transfer(invocation, id, open);
  if (transferred === 'stopped') return false;
  using bar = new ProgressBar({ terminal: invocation.terminal, clock, title: 'Processing', noun: 'messages' });
  const outcome = await processCollection({
    ...tools,
    collection: id,
    signal,
    onProgress: ({ done: processed, of, exceptions }) => {
      bar.update({
        done: processed,
        expected: of,
        remarks: exceptions === 0 ? [] : [`${count(exceptions)} exceptions`],
      });
    },
  });
  if (outcome.status === 'stopped') return false;
  await finishCollection({ ...tools, collection: id, actor, dataFolder: instance.dataFolder });
  return true;
}

async function transfer(
  invocation: CarryingInvocation,
  id: CollectionId,
  open: OpenConnection,
): Promise<'transferred' | 'stopped'> {
  const { instance, terminal, clock, signal } = invocation;
  using bar = new ProgressBar({ terminal, clock, title: 'Transferring', noun: 'items' });
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
  return status;
}

function advanceOf({ counts, expected, bytes, mailboxes, mailboxesDone, mailboxesFailed }: Progress) {
  const { kept, alreadyHeld, filtered, skipped, failed: failedItems } = counts;
  const remarks = [
    ...(mailboxes > 1 ? [`${count(mailboxesDone)} of ${count(mailboxes)} mailboxes`] : []),
    ...(mailboxesFailed > 0 ? [`${count(mailboxesFailed)} failed`] : []),
  ];
  return {
    done: kept + alreadyHeld + filtered + skipped + failedItems,
    expected: Math.max(expected, counts.listed),
    bytes,
    remarks,
  };
}

function sayHowToResume({ terminal, instance }: CarryingInvocation, id: CollectionRow['id'], what: string): void {
  terminal.note(what);
  terminal.note(`Resume it with: chainmail collection resume ${id} --data ${instance.dataFolder}`);
}
