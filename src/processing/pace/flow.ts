/** Messages on their way: so many at a time, and so many bytes at a time. */
export interface Flow {
  /** Begins a task when there is room for it; ends when it has begun. A task that failed earlier is thrown here. */
  start(size: number, task: () => Promise<void>): Promise<void>;
  /** A write that a task has left behind. */
  written(write: Promise<void>): void;
  /** Ends when no task runs. */
  idle(): Promise<void>;
  /** Ends when every write has ended; what failed since the last call is thrown here. */
  settled(): Promise<void>;
}

/**
 * Bounds what is in hand. A single task may be larger than the bound: then it runs alone.
 * The first failure of a task or a write is thrown by the next call; no failure is lost.
 */
export function startFlow(tasks: number, bytes: number): Flow {
  const running = new Set<Promise<void>>();
  const writes = new Set<Promise<void>>();
  let size = 0;
  const failures: unknown[] = [];
  const track = (set: Set<Promise<void>>, work: Promise<void>): Promise<void> => {
    const tracked = work.catch((error: unknown) => {
      failures.push(error);
    });
    set.add(tracked);
    return tracked.finally(() => set.delete(tracked));
  };
  const check = (): void => {
    const failure = failures[0];
    if (failure !== undefined) throw failure instanceof Error ? failure : new Error(String(failure));
  };
  return {
    async start(length, task) {
      while (running.size >= tasks || (running.size > 0 && size + length > bytes)) await Promise.race(running);
      check();
      size += length;
      void track(running, task()).finally(() => {
        size -= length;
      });
    },
    written(write) {
      void track(writes, write);
    },
    async idle() {
      await Promise.all(running);
    },
    async settled() {
      await Promise.all(writes);
      check();
    },
  };
}
