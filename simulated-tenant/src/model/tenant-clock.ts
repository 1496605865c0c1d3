import { performance } from 'node:perf_hooks';
import type { TenantClock } from './contract.ts';

/** What the mail and people of a seed are dated from, unless the clock's start is named. */
export const seedDate = Date.UTC(2026, 10, 20, 9, 0, 0);

/**
 * The tenant's own clock: starts at `start` (the machine's time, but not before the seed's), runs at `rate` tenant
 * milliseconds per real one, and never goes backwards. A rate of 0 stands still until it is advanced.
 */
export function startClock(options: { start?: number; rate?: number } = {}): TenantClock {
  const rate = options.rate ?? 1;
  if (!(rate >= 0)) throw new RangeError(`the rate of a clock cannot be ${rate}`);
  const started = performance.now();
  let offset = options.start ?? Math.max(seedDate, Date.now());
  return {
    rate,
    now: () => Math.floor(offset + (performance.now() - started) * rate),
    advance(milliseconds) {
      if (!(milliseconds >= 0)) throw new RangeError('a clock only moves forward');
      offset += milliseconds;
    },
  };
}
