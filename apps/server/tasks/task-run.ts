import type { Clock, Database } from '#platform';
import type { Instance } from '../../workbench/compose.ts';
import type { Task, TaskChange } from './store-tasks.ts';

export interface TaskTools {
  readonly instance: Instance;
  readonly database: Database;
  readonly clock: Clock;
}

/** How a task tells where it stands, and hears that it is not wanted any more. */
export interface TaskRun extends TaskTools {
  readonly task: Task;
  readonly signal: AbortSignal;
  /** Aborts the run where the task was cancelled meanwhile. */
  report(change: Pick<TaskChange, 'done' | 'total'>): Promise<void>;
}
