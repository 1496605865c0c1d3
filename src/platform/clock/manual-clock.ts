import type { Clock } from './clock.ts';

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/** A clock that moves only when it is told to; for tests of leases, windows and waiting. */
export interface ManualClock extends Clock {
  /** Moves time on and wakes who slept until then, in the order they are due. */
  advance(ms: number): void;
  /** How many sleep at this moment. */
  sleepers(): number;
}

export function manualClock(start = new Date('2026-01-01T00:00:00Z')): ManualClock {
  let elapsed = 0;
  const sleeping = new Set<Sleeper>();
  return {
    now: () => new Date(start.getTime() + elapsed),
    monotonic: () => elapsed,
    sleepers: () => sleeping.size,
    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(signal.reason as Error);
          return;
        }
        const aborted = (): void => {
          sleeping.delete(sleeper);
          reject(signal?.reason as Error);
        };
        const sleeper: Sleeper = {
          due: elapsed + Math.max(0, ms),
          wake: () => {
            signal?.removeEventListener('abort', aborted);
            resolve();
          },
        };
        signal?.addEventListener('abort', aborted, { once: true });
        sleeping.add(sleeper);
      });
    },
    advance(ms) {
      elapsed += ms;
      const due = [...sleeping].filter((sleeper) => sleeper.due <= elapsed).sort((a, b) => a.due - b.due);
      for (const sleeper of due) {
        sleeping.delete(sleeper);
        sleeper.wake();
      }
    },
  };
}
