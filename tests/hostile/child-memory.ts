import { readFile, readdir } from 'node:fs/promises';

/** The most resident memory any child of this process had while it was watched, in mebibytes; null where it cannot be read. */
export interface MemoryWatch extends AsyncDisposable {
  peak(): number | null;
}

/** Watches the children of this process by what Linux tells of them. */
export function watchChildren(everyMs = 25): MemoryWatch {
  let peak: number | null = null;
  const look = async (): Promise<void> => {
    const tasks = await readdir('/proc/self/task').catch(() => []);
    for (const task of tasks) {
      const children = await readFile(`/proc/self/task/${task}/children`, 'utf8').catch(() => '');
      for (const pid of children
        .trim()
        .split(' ')
        .filter((text) => text !== '')) {
        const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
        const kilobytes = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0);
        peak = Math.max(peak ?? 0, Math.round(kilobytes / 1024));
      }
    }
  };
  let looking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, everyMs);
  return {
    peak: () => peak,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await looking;
    },
  };
}
