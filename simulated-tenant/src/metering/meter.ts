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
  | { readonly kind: 'refused'; readonly limit: 'MailboxConcurrency' | 'RequestCount'; readonly retryAfterSeconds: number };

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
  readonly slots: Map<number, number>;
  requests: number;
  refused: number;
  inFlight: number;
  mostInFlight: number;
  inWindow: number;
}

const slotsPerWindow = 60;

/**
 * A meter over a sliding window of sixty slots.
 * Source: Graph throttling limits for Outlook (4 in flight, 10,000 requests per 10 minutes, per app and mailbox).
 */
export function createMeter(options: MeteringOptions, now: () => number, retryAfterConcurrency: number): Meter {
  const pairs = new Map<string, Pair>();
  const slotLength = Math.max(1, options.windowMs / slotsPerWindow);

  function pairOf(appId: string, mailbox: string): Pair {
    const key = `${appId} ${mailbox}`;
    const known = pairs.get(key);
    if (known !== undefined) return known;
    const made: Pair = { appId, mailbox, slots: new Map(), requests: 0, refused: 0, inFlight: 0, mostInFlight: 0, inWindow: 0 };
    pairs.set(key, made);
    return made;
  }

  function forget(pair: Pair, current: number): void {
    for (const [slot, count] of pair.slots) {
      if (slot > current - slotsPerWindow) break;
      pair.slots.delete(slot);
      pair.inWindow -= count;
    }
  }

  function count(pair: Pair): number {
    const current = Math.floor(now() / slotLength);
    forget(pair, current);
    pair.slots.set(current, (pair.slots.get(current) ?? 0) + 1);
    pair.inWindow += 1;
    pair.requests += 1;
    return current;
  }

  /** Seconds until enough of the oldest slots have left the window. */
  function secondsUntilRoom(pair: Pair, current: number): number {
    let over = pair.inWindow - options.requests;
    let wait = 1;
    for (const [slot, held] of pair.slots) {
      if (over <= 0) break;
      over -= held;
      wait = slot + slotsPerWindow - current;
    }
    return Math.max(1, Math.ceil((wait * slotLength) / 1000));
  }

  return {
    admit(appId, mailbox) {
      const pair = pairOf(appId, mailbox);
      const current = count(pair);
      if (options.on && pair.inWindow > options.requests) {
        pair.refused += 1;
        return { kind: 'refused', limit: 'RequestCount', retryAfterSeconds: secondsUntilRoom(pair, current) };
      }
      if (options.on && pair.inFlight >= options.concurrency) {
        pair.refused += 1;
        return { kind: 'refused', limit: 'MailboxConcurrency', retryAfterSeconds: retryAfterConcurrency };
      }
      pair.inFlight += 1;
      pair.mostInFlight = Math.max(pair.mostInFlight, pair.inFlight);
      let held = true;
      const release = (): void => {
        if (!held) return;
        held = false;
        pair.inFlight -= 1;
      };
      return { kind: 'admitted', release };
    },
    readings() {
      return [...pairs.values()].map((pair) => {
        forget(pair, Math.floor(now() / slotLength));
        const { appId, mailbox, requests, refused, inFlight, mostInFlight, inWindow } = pair;
        return { appId, mailbox, requests, refused, inFlight, mostInFlight, inWindow };
      });
    },
    clear() {
      for (const pair of pairs.values()) {
        pair.slots.clear();
        Object.assign(pair, { requests: 0, refused: 0, mostInFlight: pair.inFlight, inWindow: 0 });
      }
    },
  };
}
