import { asFailure } from '#evidence';
import { runBulk } from './run-bulk.ts';
import { runExportTask } from './run-export-task.ts';
import { changeTask, findTask, type TaskChange } from './store-tasks.ts';
import type { TaskRun, TaskTools } from './task-run.ts';

/** Does a task, or what is left of it. How it ended, and why not, is written at the task. */
export async function carryTask(tools: TaskTools, id: string, stop: AbortSignal): Promise<void> {
  const { database, clock } = tools;
  const task = await findTask(database.reader, id);
  if (task === null || (task.state !== 'waiting' && task.state !== 'running')) return;
  const cancelled = new AbortController();
  const change = async (words: TaskChange): Promise<void> => {
    const isOpen = await database.transaction((tx) => changeTask(tx, id, { ...words, at: clock.now() }));
    if (!isOpen) cancelled.abort(new Error('The task was cancelled.'));
  };
  const signal = AbortSignal.any([stop, cancelled.signal]);
  try {
    await change({ state: 'running' });
    signal.throwIfAborted();
    const run: TaskRun = { ...tools, task, signal, report: change };
    const result = task.kind === 'bulk' ? await runBulk(run) : await runExportTask(run);
    await change({ state: 'done', result, endedAt: clock.now() });
  } catch (thrown) {
    if (signal.aborted) return;
    const { kind, code, message: cause, fix = null } = asFailure(thrown);
    await change({ state: 'failed', failure: { kind, code, cause, fix }, endedAt: clock.now() });
  }
}
