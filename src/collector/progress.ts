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
  /** Fetched and in the open pack, but not committed yet: not in the counts. */
  readonly waiting: { readonly items: number; readonly bytes: number };
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

  /** A body was put into the open pack. */
  packed(bytes: number): void {
    this.#wait(1, bytes);
    this.#onProgress(this.current);
  }

  /** What was in a pack is committed, or given up with it. */
  unpacked(items: number, bytes: number): void {
    this.#wait(-items, -bytes);
  }

  mailboxDone(failed: boolean): void {
    if (failed) this.#progress.mailboxesFailed += 1;
    else this.#progress.mailboxesDone += 1;
    this.#onProgress(this.current);
  }

  #wait(items: number, bytes: number): void {
    const { waiting } = this.#progress;
    this.#progress.waiting = { items: waiting.items + items, bytes: waiting.bytes + bytes };
  }

  #add(key: keyof EndCounts, count: number): void {
    this.#progress.counts = { ...this.#progress.counts, [key]: this.#progress.counts[key] + count };
    this.#onProgress(this.current);
  }
}
