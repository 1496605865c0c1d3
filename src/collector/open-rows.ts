import type { OpenRow } from './mailbox-run.ts';

/** Rows waiting to be fetched, between the listing of a mailbox and its fetchers. */
export class OpenRows {
  readonly #waiting: OpenRow[] = [];
  #next = 0;
  #inFlight = 0;
  #closed = false;
  #wake: (() => void)[] = [];

  /** Rows neither ended nor handed in to a checkpoint. */
  get size(): number {
    return this.#waiting.length - this.#next + this.#inFlight;
  }

  push(rows: readonly OpenRow[]): void {
    for (const row of rows) this.#waiting.push(row);
    this.#wakeAll();
  }

  /** No more rows will come. */
  close(): void {
    this.#closed = true;
    this.#wakeAll();
  }

  /** The next row; null when the listing is over and nothing waits. Call `done` after it. */
  async take(signal: AbortSignal): Promise<OpenRow | null> {
    for (;;) {
      signal.throwIfAborted();
      const row = this.#waiting[this.#next];
      if (row !== undefined) {
        this.#next += 1;
        this.#inFlight += 1;
        this.#compact();
        return row;
      }
      if (this.#closed) return null;
      await this.#changed(signal);
    }
  }

  done(): void {
    this.#inFlight -= 1;
    this.#wakeAll();
  }

  /** Waits until fewer than `limit` rows are open. */
  async roomFor(limit: number, signal: AbortSignal): Promise<void> {
    while (this.size >= limit) {
      signal.throwIfAborted();
      await this.#changed(signal);
    }
  }

  #compact(): void {
    if (this.#next < 1000) return;
    this.#waiting.splice(0, this.#next);
    this.#next = 0;
  }

  #wakeAll(): void {
    const wake = this.#wake;
    this.#wake = [];
    for (const resolve of wake) resolve();
  }

  #changed(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        reject(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#wake.push(() => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      });
    });
  }
}
