import { failed } from '../exit-codes.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Ctrl-C once asks to stop, twice ends the process where it stands; nothing that was committed is lost either way. */
export class Interruption implements Disposable {
  readonly #controller = new AbortController();
  readonly #onSignal: (name: NodeJS.Signals) => void;

  constructor(onFirst: (name: NodeJS.Signals) => void) {
    this.#onSignal = (name) => {
      if (this.#controller.signal.aborted) process.exit(failed);
      onFirst(name);
      this.#controller.abort(new Interrupted());
    };
    for (const name of signals) process.on(name, this.#onSignal);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  [Symbol.dispose](): void {
    for (const name of signals) process.off(name, this.#onSignal);
  }
}

/** Why a command ended: somebody pressed Ctrl-C. */
export class Interrupted extends Error {
  constructor() {
    super('Stopped.');
    this.name = 'Interrupted';
  }
}

/** The work, or `Interrupted` as soon as the signal is aborted. */
export async function unlessInterrupted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = (): void => {
    reject(new Interrupted());
  };
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  // What the abandoned work throws later has been answered already.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** What the first Ctrl-C says of a command that stops at a checkpoint. */
export const stoppingAtCheckpoint =
  'Stopping at a checkpoint … (Ctrl-C again ends at once; nothing that was kept is lost)';
