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
}

const slotsPerWindow = 600;

/**
 * A sliding budget: in no stretch of `windowMs` are more than `requests` spent.
 * Counted in slots of a six-hundredth of the window, rounded so that a request is never forgotten too early.
 */
export function createBudget(limits: GateLimits): Budget {
  const slotMs = limits.windowMs / slotsPerWindow;
  const kept = slotsPerWindow + 1 + Math.ceil(limits.slackMs / slotMs);
  const slots = new Map<number, number>();
  let total = 0;

  function forget(now: number): void {
    const current = Math.floor(now / slotMs);
    for (const [slot, count] of slots) {
      if (slot > current - kept) return;
      slots.delete(slot);
      total -= count;
    }
  }

  return {
    wait(now) {
      forget(now);
      if (total < limits.requests) return 0;
      const oldest = slots.keys().next().value;
      return oldest === undefined ? 0 : Math.max(1, Math.ceil((oldest + kept) * slotMs - now));
    },
    spend(now) {
      forget(now);
      const slot = Math.floor(now / slotMs);
      slots.set(slot, (slots.get(slot) ?? 0) + 1);
      total += 1;
    },
    spent(now) {
      forget(now);
      return total;
    },
  };
}
