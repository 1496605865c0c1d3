import { Failure } from '#evidence';
import type { Clock } from '#platform';

/** How often something may be tried within the window, by what it is counted by. */
export interface LimitedBy {
  /** What is counted, such as `address 10.1.2.3`. */
  readonly key: string;
  readonly limit: number;
}

const windowMs = 15 * 60_000;
/** More keys than this are somebody's flood; the oldest are forgotten. */
const mostKeys = 50_000;

/** Counts tries of a quarter of an hour, in memory: whoever restarts the server to guess on has other ways in. */
export class SignInLimit {
  readonly #clock: Clock;
  readonly #tries = new Map<string, number[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts one try under each key. Failure `throttled`, with the time of the next one, when one of them has had enough. */
  count(by: readonly LimitedBy[]): void {
    const now = this.#clock.now().getTime();
    const until = Math.max(...by.map(({ key, limit }) => this.#waitOf(key, limit, now)));
    if (until > now) {
      throw new Failure('throttled', 'There were too many attempts to sign in.', {
        code: 'sign-in-too-often',
        fix: `Wait until ${new Date(until).toISOString()} and try again.`,
        until,
      });
    }
    for (const { key } of by) this.#remember(key, now);
  }

  /** After a success: what came before was the same person's typing. */
  forget(key: string): void {
    this.#tries.delete(key);
  }

  #waitOf(key: string, limit: number, now: number): number {
    const recent = (this.#tries.get(key) ?? []).filter((at) => at > now - windowMs);
    return recent.length < limit ? 0 : (recent.at(-limit) ?? now) + windowMs;
  }

  #remember(key: string, now: number): void {
    const recent = (this.#tries.get(key) ?? []).filter((at) => at > now - windowMs);
    // The newest keys stand last, so that the oldest are forgotten first.
    this.#tries.delete(key);
    this.#tries.set(key, [...recent, now]);
    for (const oldest of this.#tries.keys()) {
      if (this.#tries.size <= mostKeys) break;
      this.#tries.delete(oldest);
    }
  }
}
