import { asFailure, Failure } from '#evidence';
import { drain, MailboxStopped } from './drain.ts';
import type { Checkpoints } from './checkpoint.ts';
import { requireLeases } from './ledger/lease.ts';
import { mailboxesOfCollection, updateCollectionMailbox } from './ledger/store-collections.ts';
import { retryRefusedFolders } from './ledger/store-places.ts';
import { openRows } from './ledger/store-ledger.ts';
import type { MailboxRun, Tools } from './mailbox-run.ts';
import { OpenRows } from './open-rows.ts';
import type { ProgressCounter } from './progress.ts';
import { foldersOfMailbox } from './report/store-report.ts';
import { closingPass } from './walk/closing-pass.ts';
import { listFolders } from './walk/list-folders.ts';
import { isAnythingGone, lookAgain, walkGone } from './walk/look-again.ts';
import { loadOpenRows } from './walk/load-open-rows.ts';
import { searchMailbox } from './walk/search-mailbox.ts';
import { enterFolders, readExpectations, walkFolders, type Walking } from './walk/walk-folders.ts';

interface Carrying {
  readonly checkpoints: Checkpoints;
  readonly progress: ProgressCounter;
}

/**
 * Carries one mailbox to its end, from wherever an earlier run stopped: drain what is listed and open, then
 * list on. Killed at any instant and run again, the evidence is the same and nothing is there twice.
 * Throws what stopped it; its open rows stay open.
 */
export async function collectMailbox(tools: Tools, run: MailboxRun, carrying: Carrying): Promise<void> {
  await rememberFolders(tools, run);
  const walkStartedAt = await beginWalk(tools, run);
  await carry(tools, { run, carrying }, async (walking) => {
    const { query } = run.options;
    if (query !== undefined) {
      await searchMailbox(tools, walking, query);
      return;
    }
    const folders = await listFolders(tools, run);
    if (folders.length === 0) throw noFolders(run.address);
    await enterFolders(tools, run, folders);
    carrying.progress.expected(await readExpectations(tools, run, folders));
    await walkFolders(tools, walking);
    await closingPass(tools, walking, walkStartedAt);
  });
  await drainLeftOvers(tools, { run, carrying });
  await settleGone(tools, { run, carrying });
  await tools.database.transaction(async (tx) => {
    await requireLeases(tx, [run.lease]);
    await updateCollectionMailbox(tx, run, { state: 'done', failure: null });
  });
  await tools.onStep('mailbox-done');
}

/** Runs a listing and the fetching of what it lists side by side; when one fails, both stop. */
async function carry(
  tools: Tools,
  { run, carrying }: { run: MailboxRun; carrying: Carrying },
  listing: (walking: Walking) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const signal = AbortSignal.any([run.signal, stop.signal]);
  const stoppable: MailboxRun = { ...run, signal };
  const rows = new OpenRows();
  rows.push(await loadOpenRows(tools, run, carrying.progress));
  const walking: Walking = {
    run: stoppable,
    progress: carrying.progress,
    handOver: async (listed) => {
      rows.push(listed);
      await rows.roomFor(tools.settings.openRows, signal);
    },
  };
  const listed = listing(walking).finally(() => {
    rows.close();
  });
  const drained = drain(tools, stoppable, { rows, checkpoints: carrying.checkpoints });
  await bothOrNeither([listed, drained], stop);
  await carrying.checkpoints.flush();
}

/** Waits for all; the first failure stops the others and is the one that is thrown. */
async function bothOrNeither(work: readonly Promise<void>[], stop: AbortController): Promise<void> {
  const failures: unknown[] = [];
  const guarded = work.map((promise) =>
    promise.catch((thrown: unknown) => {
      failures.push(thrown);
      stop.abort(thrown);
    }),
  );
  await Promise.all(guarded);
  if (failures.length === 0) return;
  const [first] = failures;
  throw first instanceof Error ? first : new Error(String(first));
}

/** A pack that was given up (its fence was lost by another mailbox) leaves rows open: fetch them again. */
async function drainLeftOvers(tools: Tools, work: { run: MailboxRun; carrying: Carrying }): Promise<void> {
  for (;;) {
    work.run.signal.throwIfAborted();
    const left = await openRows(tools.database.reader, work.run, 1);
    if (left.length === 0) return;
    await carry(tools, work, () => Promise.resolve());
  }
}

/** Nothing is gone because the service said so once: it is looked for again, and the service must not count it. */
async function settleGone(tools: Tools, work: { run: MailboxRun; carrying: Carrying }): Promise<void> {
  const { run, carrying } = work;
  if ((await lookAgain(tools, run, carrying.progress)) > 0) await drainLeftOvers(tools, work);
  if (run.options.query !== undefined || !(await isAnythingGone(tools, run))) return;
  await carry(tools, work, (walking) => walkGone(tools, walking));
  await drainLeftOvers(tools, work);
}

async function rememberFolders(tools: Tools, run: MailboxRun): Promise<void> {
  const folders = await foldersOfMailbox(tools.database.reader, run);
  for (const folder of folders) run.folders.set(folder.sourceFolderId, folder);
}

/** When the walk of this mailbox first began, by the service's clock; a resumed walk keeps its first beginning. */
async function beginWalk(tools: Tools, run: MailboxRun): Promise<Date> {
  const mailboxes = await mailboxesOfCollection(tools.database.reader, run.collection);
  const begun = mailboxes.find(({ mailbox }) => mailbox === run.mailbox)?.walkStartedAt ?? null;
  const walkStartedAt = begun ?? (await run.source.serviceTime(run.signal));
  await tools.database.transaction(async (tx) => {
    await requireLeases(tx, [run.lease]);
    await retryRefusedFolders(tx, run);
    await updateCollectionMailbox(tx, run, { state: 'walking', walkStartedAt });
  });
  return walkStartedAt;
}

/** Every mailbox has an Inbox: an answer without any folder is not believed. */
function noFolders(address: string): Failure {
  return new Failure('unavailable', `The service lists no folders at all for ${address}.`, {
    code: 'no-folders',
    fix: 'Try again with `chainmail collection resume`; if it stays so, check the mailbox with `chainmail connection check`.',
  });
}

/** What a mailbox that stopped is recorded with. */
export function mailboxFailure(thrown: unknown): Failure {
  return thrown instanceof MailboxStopped ? thrown.failure : asFailure(thrown);
}
