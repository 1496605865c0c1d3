import type { Dispatcher, Pool } from 'undici';
import { ArrivingBody } from './arriving-body.ts';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** The head of an answer, and its body as it arrives. */
export interface Received {
  readonly statusCode: number;
  readonly headers: Headers;
  readonly body: ArrivingBody;
}

export interface Asked {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly headersTimeoutMs: number;
  readonly bodyTimeoutMs: number;
}

/**
 * Sends one GET and resolves with the head of the answer. An aborted signal breaks it off, its body included.
 * Rejects with what undici says, or with the signal's reason.
 */
export function receive(pool: Pool, asked: Asked): Promise<Received> {
  return new Promise((resolve, reject) => {
    if (asked.signal.aborted) {
      reject(asked.signal.reason as Error);
      return;
    }
    const receiving = new Receiving(asked.signal, { resolve, reject });
    pool.dispatch(
      {
        method: 'GET',
        path: asked.path,
        headers: asked.headers,
        headersTimeout: asked.headersTimeoutMs,
        bodyTimeout: asked.bodyTimeoutMs,
      },
      receiving,
    );
  });
}

interface Waiting {
  readonly resolve: (received: Received) => void;
  readonly reject: (error: Error) => void;
}

class Receiving implements Dispatcher.DispatchHandler {
  readonly #signal: AbortSignal;
  readonly #waiting: Waiting;
  #controller: Dispatcher.DispatchController | null = null;
  #body: ArrivingBody | null = null;

  constructor(signal: AbortSignal, waiting: Waiting) {
    this.#signal = signal;
    this.#waiting = waiting;
    signal.addEventListener('abort', this.#aborted, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#signal.aborted) controller.abort(this.#signal.reason as Error);
  }

  onResponseStart(controller: Dispatcher.DispatchController, statusCode: number, headers: Headers): void {
    if (statusCode < 200) return;
    this.#body = new ArrivingBody(controller);
    this.#waiting.resolve({ statusCode, headers, body: this.#body });
  }

  onResponseData(_controller: Dispatcher.DispatchController, part: Uint8Array): void {
    this.#body?.push(part);
  }

  onResponseEnd(): void {
    this.#over();
    this.#body?.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(error);
  }

  readonly #aborted = (): void => {
    const reason = this.#signal.reason as Error;
    this.#fail(reason);
    this.#controller?.abort(reason);
  };

  #fail(error: Error): void {
    this.#over();
    if (this.#body === null) this.#waiting.reject(error);
    else this.#body.fail(error);
  }

  #over(): void {
    this.#signal.removeEventListener('abort', this.#aborted);
  }
}
