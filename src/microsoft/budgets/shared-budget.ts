import type { Clock } from '#platform';
import type { Budget, Spent } from '../graph/budget.ts';

/** Tells what was spent here and learns what others spent; times since the epoch. */
export type Exchange = (own: readonly Spent[]) => Promise<readonly Spent[]>;

const everyMs = 1000;

export interface SharedBudget {
  /** Whether it is known what others spent. */
  isKnown(): boolean;
  exchange(): Promise<void>;
  /** Something was spent: the others are told within a second. */
  changed(): void;
  /** Tells them now, if there is something to tell. */
  settle(): Promise<void>;
}

/**
 * Keeps a budget in step with those of other processes. An exchange that fails is tried again with the next one: the
 * service itself still says when it is too much.
 */
export function shareBudget(budget: Budget, clock: Clock, exchange: Exchange): SharedBudget {
  let isKnown = false;
  let isUntold = false;
  let waking: AbortController | null = null;
  let telling = Promise.resolve();

  async function exchangeNow(): Promise<void> {
    isUntold = false;
    const now = clock.monotonic();
    const epoch = clock.now().getTime() - now;
    try {
      const own = budget.own(now).map(({ at, requests }) => ({ at: at + epoch, requests }));
      const others = await exchange(own);
      budget.learn(
        others.map(({ at, requests }) => ({ at: at - epoch, requests })),
        clock.monotonic(),
      );
    } catch {
      isUntold = budget.own(now).length > 0;
    }
    isKnown = true;
  }

  return {
    isKnown: () => isKnown,
    exchange: () => (telling = telling.then(exchangeNow)),
    changed() {
      isUntold = true;
      if (waking !== null) return;
      const wake = new AbortController();
      waking = wake;
      telling = telling
        .then(() => clock.sleep(everyMs, wake.signal))
        .catch(() => undefined)
        .then(() => {
          waking = null;
          return exchangeNow();
        });
    },
    async settle() {
      waking?.abort();
      await telling;
      if (isUntold) await exchangeNow();
    },
  };
}
