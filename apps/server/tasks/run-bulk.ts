import { recordAct } from '#custody';
import { holdPage, tagPage, type Reviewing } from '#review';
import { countHits, findHits } from '#search';
import { searchOf } from '../resources/review/search-query.ts';
import { readBulk, type BulkRequest } from './task-requests.ts';
import type { TaskRun } from './task-run.ts';

const pageLength = 500;

/**
 * Goes through everything a search finds and acts on it, page by page. Run again after a kill it goes through all of it
 * once more: what has been done is not done twice. One entry of the audit trail tells of it as a whole.
 */
export async function runBulk(run: TaskRun): Promise<Record<string, unknown>> {
  const { database, clock, task, signal } = run;
  const request = readBulk(task.request);
  const { matter } = task;
  const reviewing: Reviewing = { database, clock, matter, actor: task.askedBy };
  const asked = { ...request.filters, ...(request.q === undefined ? {} : { q: request.q }) };
  const search = await searchOf({ reader: database.reader, matter, now: task.askedAt }, asked);
  const total = await countHits(database.reader, search);
  await run.report({ done: 0, total });
  let done = 0;
  let changed = 0;
  let after: string | null = null;
  do {
    signal.throwIfAborted();
    const page: Awaited<ReturnType<typeof findHits>> = await findHits(database.reader, search, {
      limit: pageLength,
      after,
    });
    const ids = page.hits.map(({ id }) => id);
    changed += await act(reviewing, request, ids);
    done += ids.length;
    after = page.next;
    await run.report({ done, total: Math.max(total, done) });
  } while (after !== null);
  const subject = { matter, task: task.id, ...request.act, query: request.q ?? '', items: done, changed };
  const action = `messages.${{ tag: 'tagged', untag: 'untagged', hold: 'held' }[request.act.kind]}`;
  await recordAct(database, { actor: task.askedBy, action, subject, at: clock.now() });
  return { items: done, changed };
}

function act(reviewing: Reviewing, { act: wanted }: BulkRequest, ids: readonly string[]): Promise<number> {
  return wanted.kind === 'hold'
    ? holdPage(reviewing, wanted.hold, ids)
    : tagPage(reviewing, { tag: wanted.tag, isPut: wanted.kind === 'tag' }, ids);
}
