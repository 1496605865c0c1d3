/** Counts events over the last stretch of a clock, in sixty slots, so that old ones leave it a little at a time. */
export interface SlidingWindow {
  /** Counts one event now. */
  count(): void;
  /** Events in the window now. */
  held(): number;
  /** Seconds until no more than `limit` events are left, if none come in the meantime; at least one. */
  secondsUntil(limit: number): number;
  clear(): void;
}

const slots = 60;

export function slidingWindow(lengthMs: number, now: () => number): SlidingWindow {
  const slotMs = Math.max(1, lengthMs / slots);
  const counts = new Map<number, number>();
  let total = 0;

  /** The slot of this moment, after the slots that have left the window are forgotten. */
  function current(): number {
    const slot = Math.floor(now() / slotMs);
    for (const [old, count] of counts) {
      if (old > slot - slots) break;
      counts.delete(old);
      total -= count;
    }
    return slot;
  }

  return {
    count() {
      const slot = current();
      counts.set(slot, (counts.get(slot) ?? 0) + 1);
      total += 1;
    },
    held() {
      current();
      return total;
    },
    secondsUntil(limit) {
      const slot = current();
      let over = total - limit;
      let slotsToWait = 0;
      for (const [old, count] of counts) {
        if (over <= 0) break;
        over -= count;
        slotsToWait = old + slots - slot;
      }
      return Math.max(1, Math.ceil((slotsToWait * slotMs) / 1000));
    },
    clear() {
      counts.clear();
      total = 0;
    },
  };
}
