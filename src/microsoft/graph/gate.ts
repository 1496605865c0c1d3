import type { Clock } from '#platform';
import { systemClock } from '#platform';
import type { GateLimits, Spent } from './budget.ts';
import { shareBudget, type Exchange } from '../budgets/shared-budget.ts';
import { createBudget, directoryLimits, outlookLimits } from './budget.ts';

/** The right to have one request in flight. */
export interface Pass {
  /** To be called once, when the request and its body are over. More calls do nothing. */
  release(): void;
}

export interface GateReading {
  readonly inFlight: number;
  readonly waiting: number;
  /** Requests that count against the budget now. */
  readonly spent: number;
  /** How often the service said to wait. */
  readonly pauses: number;
}

/** What keeps one application within the limits of one mailbox. */
export interface Gate {
  /**
   * Waits for a place: first come, first served; `again` puts a request that was refused back to the front.
   * Rejects with the signal's reason when it is aborted.
   */
  enter(signal: AbortSignal, again?: 'again'): Promise<Pass>;
  /** Nobody passes before this time (milliseconds since the epoch). */
  pause(until: number): void;
  reading(): GateReading;
}

export interface Gates {
  /** The gate of a mailbox (object id), or of the directory when null. */
  of(clientId: string, mailbox: string | null): Gate;
  /** Lets other processes know what was spent until now. */
  settle(): Promise<void>;
}

/** What tells processes of each other's requests. */
export interface SharedSpending {
  /** Tells what this process spent of one allowance, and learns what the others did; times since the epoch. */
  exchange(clientId: string, mailbox: string, own: readonly Spent[]): Promise<readonly Spent[]>;
}

/** A gate whose spending other processes are told. */
interface SettlingGate extends Gate {
  settle(): Promise<void>;
}

interface Waiting {
  readonly admit: () => void;
}

/**
 * One gate. Time is the clock's, so an accelerated clock accelerates the budget too. With an exchange, nobody enters
 * before it is known what other processes spent.
 */
export function createGate(limits: GateLimits, clock: Clock, exchange?: Exchange): SettlingGate {
  const budget = createBudget(limits);
  const shared = exchange === undefined ? null : shareBudget(budget, clock, exchange);
  const queue: Waiting[] = [];
  let inFlight = 0;
  let pauses = 0;
  // In monotonic time: a wall clock that is set back must not make a pause of seconds one of hours.
  let pausedUntil = Number.NEGATIVE_INFINITY;
  const wakeIn = alarm(clock, pump);

  function blockedFor(): number {
    const paused = Math.max(0, pausedUntil - clock.monotonic());
    return Math.max(paused, budget.wait(clock.monotonic()));
  }

  function isFree(): boolean {
    return queue.length === 0 && inFlight < limits.concurrency && blockedFor() <= 0;
  }

  function take(): void {
    inFlight += 1;
    budget.spend(clock.monotonic());
    shared?.changed();
  }

  function pump(): void {
    while (queue.length > 0 && inFlight < limits.concurrency) {
      const wait = blockedFor();
      if (wait > 0) {
        wakeIn(wait);
        return;
      }
      take();
      queue.shift()?.admit();
    }
  }

  const leave = (): void => {
    inFlight -= 1;
    pump();
  };

  return {
    async enter(signal, again) {
      if (shared?.isKnown() === false) await shared.exchange();
      if (isFree() && !signal.aborted) {
        take();
        return releasing(leave);
      }
      const place = queueUp(queue, signal, again === undefined ? 'last' : 'first');
      pump();
      await place;
      return releasing(leave);
    },
    pause(until) {
      pauses += 1;
      pausedUntil = Math.max(pausedUntil, clock.monotonic() + until - clock.now().getTime());
    },
    reading: () => ({ inFlight, waiting: queue.length, spent: budget.spent(clock.monotonic()), pauses }),
    settle: async () => shared?.settle(),
  };
}

/** Rings once the wait is over; of several waits the shortest counts. */
function alarm(clock: Clock, ring: () => void): (wait: number) => void {
  let ringsAt = Number.POSITIVE_INFINITY;
  return (wait) => {
    const at = clock.monotonic() + wait;
    if (at >= ringsAt) return;
    ringsAt = at;
    void clock.sleep(wait).then(() => {
      ringsAt = Number.POSITIVE_INFINITY;
      ring();
    });
  };
}

/** Waits in the queue until admitted; leaves it when the signal ends. */
function queueUp(queue: Waiting[], signal: AbortSignal, where: 'first' | 'last'): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const aborted = (): void => {
      queue.splice(queue.indexOf(waiting), 1);
      reject(signal.reason as Error);
    };
    const waiting: Waiting = {
      admit: () => {
        signal.removeEventListener('abort', aborted);
        resolve();
      },
    };
    signal.addEventListener('abort', aborted, { once: true });
    if (where === 'last') queue.push(waiting);
    else queue.unshift(waiting);
  });
}

/** A pass whose first release counts. */
function releasing(leave: () => void): Pass {
  let held = true;
  return {
    release() {
      if (held) leave();
      held = false;
    },
  };
}

/** Gates for each (application, mailbox): whoever shares a client id shares the gate. */
export function createGates(clock: Clock, limits: GateLimits = outlookLimits, sharing?: SharedSpending): Gates {
  const gates = new Map<string, SettlingGate>();
  return {
    of(clientId, mailbox) {
      const client = clientId.toLowerCase();
      const box = mailbox?.toLowerCase() ?? '';
      const key = `${client} ${box}`;
      const known = gates.get(key);
      if (known !== undefined) return known;
      const exchange =
        sharing && box !== '' ? (own: readonly Spent[]) => sharing.exchange(client, box, own) : undefined;
      const made = createGate(mailbox === null ? directoryLimits : limits, clock, exchange);
      gates.set(key, made);
      return made;
    },
    async settle() {
      await Promise.all([...gates.values()].map((gate) => gate.settle()));
    },
  };
}

/** The gates of this process. */
export const processGates: Gates = createGates(systemClock);
