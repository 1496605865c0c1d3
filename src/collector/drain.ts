import { asFailure, Failure, type EndName } from '#evidence';
import { randomFraction } from '#platform';
import { readBody } from './body.ts';
import type { Checkpoints } from './checkpoint.ts';
import { goneAtSource } from './ledger/store-ledger.ts';
import type { MailboxRun, OpenRow, Tools } from './mailbox-run.ts';
import type { OpenRows } from './open-rows.ts';

/** A failure of the whole mailbox: its open rows stay open, for a later resume. */
export class MailboxStopped extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.name = 'MailboxStopped';
    this.failure = failure;
  }
}

interface Work {
  readonly rows: OpenRows;
  readonly checkpoints: Checkpoints;
}

/** Fetches rows until no more come: as many at once as the service allows, results in any order. */
export async function drain(tools: Tools, run: MailboxRun, work: Work): Promise<void> {
  const fetchers = Array.from({ length: tools.settings.fetchesInFlight }, () => fetchRows(tools, run, work));
  await Promise.all(fetchers);
}

async function fetchRows(tools: Tools, run: MailboxRun, work: Work): Promise<void> {
  for (let row = await work.rows.take(run.signal); row !== null; row = await work.rows.take(run.signal)) {
    try {
      await settle(tools, { run, row, checkpoints: work.checkpoints });
    } finally {
      work.rows.done();
    }
  }
}

interface Settling {
  readonly run: MailboxRun;
  readonly row: OpenRow;
  readonly checkpoints: Checkpoints;
}

/** Brings one open row to its end, or throws: MailboxStopped, the person's stop, or a failure of vault or database. */
async function settle(tools: Tools, item: Settling): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const failure = await tryToKeep(tools, item, attempt);
    if (failure === null) return;
    item.run.signal.throwIfAborted();
    item.checkpoints.attempt(item.run, item.row, failure);
    const verdict = await judge(tools, item, { failure, attempt });
    if (verdict === 'again') continue;
    item.checkpoints.end(item.run, item.row, verdict);
    return;
  }
}

/** Tries of a body of no bytes before it is believed: an empty answer is far more often a fault than a message. */
const emptyAttempts = 3;

async function tryToKeep(tools: Tools, item: Settling, attempt: number): Promise<Failure | null> {
  const { run, row, checkpoints } = item;
  let stream: AsyncIterable<Uint8Array>;
  try {
    stream = await run.source.fetch(row.item, run.signal);
  } catch (thrown) {
    return asFailure(thrown);
  }
  const body = await readBody(stream, tools.vault);
  if (body.kind === 'broken') return body.failure;
  if (body.size === 0 && attempt < emptyAttempts) return emptyBody();
  await tools.onStep('item-fetched');
  try {
    await checkpoints.keep(run, row, body.bytes);
  } finally {
    if (!(body.bytes instanceof Uint8Array)) await body.bytes[Symbol.asyncDispose]();
  }
  return null;
}

function emptyBody(): Failure {
  return new Failure('unavailable', 'The service answered with no bytes at all.', { code: 'empty-body' });
}

interface Verdict {
  readonly end: Exclude<EndName, 'kept'>;
  readonly reason: string;
  readonly detail: string | null;
}

/** What to do about a failed try: again, or which end. A failure that the whole mailbox shares stops the mailbox. */
async function judge(
  tools: Tools,
  item: Settling,
  outcome: { failure: Failure; attempt: number },
): Promise<'again' | Verdict> {
  const { failure, attempt } = outcome;
  const last = attempt >= tools.settings.attempts;
  switch (failure.kind) {
    case 'not-found':
      return judgeMissing(item, failure, last);
    case 'denied':
    case 'malformed':
      return blame(item, failure);
    case 'throttled':
    case 'unavailable':
    case 'changed':
    case 'conflict':
    case 'bug':
      return last ? blame(item, failure) : waitAndTryAgain(tools, item.run, outcome);
  }
}

/** Gone between listing and fetching is looked up once more by its immutable id before it is believed. */
async function judgeMissing(item: Settling, failure: Failure, last: boolean): Promise<'again' | Verdict> {
  if (await mayBeThere(item)) return last ? blame(item, failure) : 'again';
  return {
    end: 'skipped',
    reason: goneAtSource,
    detail: 'Listed, then gone before it was fetched; looked up once more by its immutable id and not found.',
  };
}

/** Whether the service has the item, or does not say. */
async function mayBeThere({ run, row }: Settling): Promise<boolean> {
  try {
    return (await run.source.find(row.item, run.signal)) !== null;
  } catch {
    run.signal.throwIfAborted();
    return true;
  }
}

/**
 * The item's own fault, as long as its mailbox can be read: that is asked without the item, which may fail in every
 * way there is. Throws MailboxStopped when the mailbox itself cannot be read any more.
 */
async function blame({ run }: Settling, failure: Failure): Promise<Verdict> {
  try {
    await run.source.serviceTime(run.signal);
  } catch (thrown) {
    run.signal.throwIfAborted();
    throw new MailboxStopped(asFailure(thrown));
  }
  return { end: 'failed', reason: failure.kind, detail: `${failure.code}: ${failure.message}` };
}

async function waitAndTryAgain(
  tools: Tools,
  run: MailboxRun,
  outcome: { failure: Failure; attempt: number },
): Promise<'again'> {
  const backoff = tools.settings.backoffMs * 2 ** (outcome.attempt - 1) * (0.5 + randomFraction() / 2);
  const until = outcome.failure.until ?? 0;
  await tools.clock.sleep(Math.max(backoff, until - tools.clock.now().getTime()), run.signal);
  return 'again';
}
