import type { CollectionId } from '#evidence';
import type { Clock, Database } from '#platform';
import { wishFor } from './store-wishes.ts';

/** How often whoever works on a collection looks whether it is still asked for. */
export const usualWishPollMs = 500;

/** Looks whether a collection is still asked for, and stops the work on it where it was paused or cancelled. */
export class WishWatch implements Disposable {
  readonly #stopped = new AbortController();
  readonly #over = new AbortController();

  constructor(
    { database, clock }: { readonly database: Database; readonly clock: Clock },
    collection: CollectionId,
    pollMs = usualWishPollMs,
  ) {
    void this.#look(database, clock, { collection, pollMs });
  }

  get signal(): AbortSignal {
    return this.#stopped.signal;
  }

  [Symbol.dispose](): void {
    this.#over.abort();
  }

  async #look(
    database: Database,
    clock: Clock,
    { collection, pollMs }: { readonly collection: CollectionId; readonly pollMs: number },
  ): Promise<void> {
    for (;;) {
      await clock.sleep(pollMs, this.#over.signal).catch(() => undefined);
      if (this.#over.signal.aborted) return;
      // A database that does not answer says nothing about what is asked for.
      const now = await wishFor(database.reader, collection).catch(() => null);
      if (now === null || now.wish === 'run') continue;
      this.#stopped.abort(new Error('Somebody asked for something else.'));
      return;
    }
  }
}
