import { slidingWindow, type SlidingWindow } from './sliding-window.ts';

/** Allowance of one application on one mailbox, as Exchange meters it. */
export interface MeteringOptions {
  readonly on: boolean;
  readonly concurrency: number;
  readonly requests: number;
  /** Milliseconds of the tenant's clock. */
  readonly windowMs: number;
}

export const defaultMetering: MeteringOptions = { on: true, concurrency: 4, requests: 10_000, windowMs: 600_000 };

export type Admission =
  | { readonly kind: 'admitted'; readonly release: () => void }
  | {
      readonly kind: 'refused';
      readonly limit: 'MailboxConcurrency' | 'RequestCount';
      readonly retryAfterSeconds: number;
    };

/** Readable state of one (application, mailbox) pair. */
export interface MeterReading {
  readonly appId: string;
  readonly mailbox: string;
  readonly requests: number;
  readonly refused: number;
  readonly inFlight: number;
  readonly mostInFlight: number;
  readonly inWindow: number;
}

export interface Meter {
  /** Counts one request; refused ones count too. Call `release` exactly once when an admitted request ends. */
  admit(appId: string, mailbox: string): Admission;
  readings(): readonly MeterReading[];
  clear(): void;
}

interface Pair {
  readonly appId: string;
  readonly mailbox: string;
  readonly window: SlidingWindow;
  requests: number;
  refused: number;
  inFlight: number;
  mostInFlight: number;
}

/**
 * A meter on the tenant's clock.
 * Source: Graph throttling limits for Outlook (4 in flight, 10,000 requests per 10 minutes, per app and mailbox).
 */
export function createMeter(options: MeteringOptions, now: () => number, retryAfterConcurrency: number): Meter {
  const pairs = new Map<string, Pair>();

  function pairOf(appId: string, mailbox: string): Pair {
    const key = `${appId} ${mailbox}`;
    const known = pairs.get(key);
    if (known !== undefined) return known;
    const window = slidingWindow(options.windowMs, now);
    const made: Pair = { appId, mailbox, window, requests: 0, refused: 0, inFlight: 0, mostInFlight: 0 };
    pairs.set(key, made);
    return made;
  }

  return {
    admit(appId, mailbox) {
      const pair = pairOf(appId, mailbox);
      pair.window.count();
      pair.requests += 1;
      if (options.on && pair.window.held() > options.requests) {
        pair.refused += 1;
        return {
          kind: 'refused',
          limit: 'RequestCount',
          retryAfterSeconds: pair.window.secondsUntil(options.requests),
        };
      }
      if (options.on && pair.inFlight >= options.concurrency) {
        pair.refused += 1;
        return { kind: 'refused', limit: 'MailboxConcurrency', retryAfterSeconds: retryAfterConcurrency };
      }
      return { kind: 'admitted', release: occupied(pair) };
    },
    readings() {
      return [...pairs.values()].map(({ window, ...reading }) => ({ ...reading, inWindow: window.held() }));
    },
    clear() {
      for (const pair of pairs.values()) {
        pair.window.clear();
        Object.assign(pair, { requests: 0, refused: 0, mostInFlight: pair.inFlight });
      }
    },
  };
}

/** Takes a slot; the function given back frees it, once. */
function occupied(pair: Pair): () => void {
  pair.inFlight += 1;
  pair.mostInFlight = Math.max(pair.mostInFlight, pair.inFlight);
  let held = true;
  return () => {
    if (held) pair.inFlight -= 1;
    held = false;
  };
}
