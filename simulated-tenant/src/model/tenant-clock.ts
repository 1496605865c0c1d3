import { performance } from 'node:perf_hooks';
import type { TenantClock } from './contract.ts';

/** Where the clock of every tenant starts unless told otherwise. */
export const defaultStart = Date.UTC(2026, 10, 20, 9, 0, 0);

/**
 * The tenant's own clock: starts at `start`, runs at `rate` tenant milliseconds per real one,
 * and never goes backwards. A rate of 0 stands still until it is advanced.
 */
export function startClock(options: { start?: number; rate?: number } = {}): TenantClock {
  const rate = options.rate ?? 1;
  if (!(rate >= 0)) throw new RangeError(`the rate of a clock cannot be ${rate}`);
  const started = performance.now();
  let offset = options.start ?? defaultStart;
  return {
    rate,
    now: () => Math.floor(offset + (performance.now() - started) * rate),
    advance(milliseconds) {
      if (!(milliseconds >= 0)) throw new RangeError('a clock only moves forward');
      offset += milliseconds;
    },
  };
}
