/** How much of one application one mailbox bears. */
export interface GateLimits {
  /** Requests in flight, their bodies included. */
  readonly concurrency: number;
  /** Requests per window. */
  readonly requests: number;
  readonly windowMs: number;
  /** Requests leave the budget this much later than the window says, since they arrive later than they were sent. */
  readonly slackMs: number;
}

/** Outlook's limits per application and mailbox. Source: Graph throttling limits, "Outlook service limits". */
export const outlookLimits: GateLimits = { concurrency: 4, requests: 10_000, windowMs: 600_000, slackMs: 2_000 };

/** The directory has no limit of ours per mailbox, but is asked by at most this many at once. */
export const directoryLimits: GateLimits = { concurrency: 4, requests: 30_000, windowMs: 600_000, slackMs: 0 };

export interface Budget {
  /** Milliseconds until one more request fits; 0 when it fits now. */
  wait(now: number): number;
  /** Counts one request. */
  spend(now: number): void;
  /** Requests that count at this moment. */
  spent(now: number): number;
  /** What was spent here and still counts; `at` is in the time of `now`. */
  own(now: number): readonly Spent[];
  /** What others spent of the same allowance, in place of what they were known to have spent. */
  learn(others: readonly Spent[], now: number): void;
}

/** Requests of one slot of time. */
export interface Spent {
  /** Milliseconds at which the slot began. */
  readonly at: number;
  readonly requests: number;
}

const slotsPerWindow = 600;

/**
 * A sliding budget: in no stretch of `windowMs` are more than `requests` spent.
 * Counted in slots of a six-hundredth of the window, rounded so that a request is never forgotten too early.
 */
export function createBudget(limits: GateLimits): Budget {
  const slotMs = limits.windowMs / slotsPerWindow;
  const kept = slotsPerWindow + 1 + Math.ceil(limits.slackMs / slotMs);
  const own = createSlots(kept);
  const others = createSlots(kept);
  const slotOf = (now: number): number => Math.floor(now / slotMs);

  return {
    wait(now) {
      const slot = slotOf(now);
      if (own.total(slot) + others.total(slot) < limits.requests) return 0;
      const oldest = Math.min(own.oldest(), others.oldest());
      return Number.isFinite(oldest) ? Math.max(1, Math.ceil((oldest + kept) * slotMs - now)) : 0;
    },
    spend(now) {
      own.add(slotOf(now), 1);
    },
    spent: (now) => own.total(slotOf(now)) + others.total(slotOf(now)),
    own(now) {
      own.total(slotOf(now));
      return own.all().map(([slot, requests]) => ({ at: slot * slotMs, requests }));
    },
    learn(spent, now) {
      others.clear();
      const sorted = [...spent].sort((a, b) => a.at - b.at);
      // A clock that is ahead of ours must not make a request count for longer than the window.
      for (const { at, requests } of sorted) others.add(slotOf(Math.min(at, now)), requests);
    },
  };
}

/** Counts by slot, oldest first; those of more than `kept` slots ago are forgotten when they are asked for. */
function createSlots(kept: number) {
  const slots = new Map<number, number>();
  let sum = 0;
  return {
    add(slot: number, requests: number): void {
      slots.set(slot, (slots.get(slot) ?? 0) + requests);
      sum += requests;
    },
    total(current: number): number {
      for (const [slot, count] of slots) {
        if (slot > current - kept) break;
        slots.delete(slot);
        sum -= count;
      }
      return sum;
    },
    oldest: (): number => slots.keys().next().value ?? Number.POSITIVE_INFINITY,
    all: (): readonly (readonly [number, number])[] => [...slots],
    clear(): void {
      slots.clear();
      sum = 0;
    },
  };
}
