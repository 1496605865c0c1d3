import { setTimeout as wait } from 'node:timers/promises';

/** Time as the rooms see it; handed in, so that a test can own it. */
export interface Clock {
  /** The wall clock: what is written down. */
  now(): Date;
  /** Milliseconds that only ever grow: what durations are measured with. */
  monotonic(): number;
  /** Ends after `ms` milliseconds, or at once with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

// A timer of Node holds 31 bits of milliseconds; longer ones would fire at once.
const longestTimer = 2 ** 31 - 1;

async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  let left = Math.max(0, ms);
  do {
    const part = Math.min(left, longestTimer);
    left -= part;
    try {
      await wait(part, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  } while (left > 0);
}

export const systemClock: Clock = {
  now: () => new Date(),
  monotonic: () => performance.now(),
  sleep,
};

/** Ends when what had already arrived from sockets and files has been dealt with; no time passes. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
