import type { EndCounts, EndName } from '#evidence';

/** How far a collection has come, for a person or a progress bar. */
export interface Progress {
  readonly mailboxes: number;
  readonly mailboxesDone: number;
  readonly mailboxesFailed: number;
  /** Sum of what the service said the folders hold in the window, as far as it was asked yet. */
  readonly expected: number;
  readonly counts: EndCounts;
  readonly bytes: number;
}

const countOf: Record<EndName, keyof Omit<EndCounts, 'listed'>> = {
  kept: 'kept',
  'already-held': 'alreadyHeld',
  filtered: 'filtered',
  skipped: 'skipped',
  failed: 'failed',
};

/** Running counts of a collection; what was committed before this run is added at the start. */
export class ProgressCounter {
  #progress: { -readonly [Key in keyof Progress]: Progress[Key] };
  readonly #onProgress: (progress: Progress) => void;

  constructor(start: Progress, onProgress: (progress: Progress) => void) {
    this.#progress = { ...start };
    this.#onProgress = onProgress;
  }

  get current(): Progress {
    return { ...this.#progress };
  }

  listed(count: number): void {
    this.#add('listed', count);
  }

  ended(end: EndName, count = 1): void {
    this.#add(countOf[end], count);
  }

  expected(count: number): void {
    this.#progress.expected += count;
    this.#onProgress(this.current);
  }

  bytes(count: number): void {
    this.#progress.bytes += count;
  }

  mailboxDone(failed: boolean): void {
    if (failed) this.#progress.mailboxesFailed += 1;
    else this.#progress.mailboxesDone += 1;
    this.#onProgress(this.current);
  }

  #add(key: keyof EndCounts, count: number): void {
    this.#progress.counts = { ...this.#progress.counts, [key]: this.#progress.counts[key] + count };
    this.#onProgress(this.current);
  }
}
