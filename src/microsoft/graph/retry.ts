import { type Failure } from '#evidence';
import type { Clock } from '#platform';
import { explain } from '../errors/dictionary.ts';
import { backoff } from './retry-after.ts';

/** How long the transport keeps trying. */
export interface Patience {
  /** Attempts in all for passing faults. */
  readonly attempts: number;
  /** Attempts in all where the fault may be of one item for ever (status 500). */
  readonly itemAttempts: number;
  /** How long to go on waiting while the service says nothing but "wait". */
  readonly throttledMs: number;
  readonly baseMs: number;
  readonly capMs: number;
}

export const patient: Patience = {
  attempts: 7,
  itemAttempts: 4,
  throttledMs: 2 * 3_600_000,
  baseMs: 500,
  capMs: 30_000,
};

/** For checks and set-up, where somebody sits and waits. */
export const brisk: Patience = { attempts: 3, itemAttempts: 2, throttledMs: 30_000, baseMs: 300, capMs: 3_000 };

export type Verdict =
  | { readonly kind: 'give-up' }
  /** Sleep this long, then again. */
  | { readonly kind: 'wait'; readonly ms: number }
  /** Nobody asks this mailbox before this time (milliseconds since the epoch). */
  | { readonly kind: 'pause'; readonly until: number };

/** Keeps account of one request's attempts and says after each failure what to do. */
export interface Retrying {
  after(failure: Failure): Verdict;
}

/**
 * The rules of retrying:
 * throttled: wait as long as the service says, up to a generous total, without counting attempts;
 * unavailable and status 500: exponential backoff with full jitter, bounded attempts, never sooner than Retry-After;
 * anything else: not again.
 */
export function createRetrying(patience: Patience, clock: Clock, random: () => number): Retrying {
  const started = clock.monotonic();
  let attempts = 0;
  let refusals = 0;

  function throttled(failure: Failure): Verdict {
    const wait = backoff(refusals, { baseMs: 1_000, capMs: 60_000, random });
    refusals += 1;
    const now = clock.now().getTime();
    const until = failure.until ?? now + Math.max(1_000, wait);
    const total = clock.monotonic() - started + (until - now);
    return total > patience.throttledMs ? { kind: 'give-up' } : { kind: 'pause', until };
  }

  return {
    after(failure) {
      if (failure.kind === 'throttled') return throttled(failure);
      const most = allowedAttempts(failure, patience);
      attempts += 1;
      if (attempts >= most) return { kind: 'give-up' };
      const jittered = backoff(attempts - 1, { baseMs: patience.baseMs, capMs: patience.capMs, random });
      const asked = failure.until === undefined ? 0 : failure.until - clock.now().getTime();
      if (asked > patience.throttledMs) return { kind: 'give-up' };
      return { kind: 'wait', ms: Math.max(jittered, asked) };
    },
  };
}

function allowedAttempts(failure: Failure, patience: Patience): number {
  const status = failure.evidence.status;
  const entry = status === undefined ? null : explain('graph', answerOf(failure, status));
  if (entry?.retry === 'a-few-times') return patience.itemAttempts;
  return failure.kind === 'unavailable' ? patience.attempts : 1;
}

function answerOf(
  failure: Failure,
  status: number,
): { status: number; providerCodes: readonly string[]; text: string } {
  const code = failure.evidence.providerCode;
  return { status, providerCodes: code === undefined ? [] : [code], text: failure.evidence.providerMessage ?? '' };
}
