import type { Dispatcher } from 'undici';

/** Bytes of one answer that may wait to be read before the socket is told to stop. */
const mostWaiting = 256 * 1024;

type Step = IteratorResult<Uint8Array, undefined>;

/**
 * The body of one answer while it arrives: read once, part by part. Reads nothing ahead but what the socket brought.
 *
 * - A break is thrown by the read that meets it, after the parts that came before it.
 * - `return()` ends it early and closes its connection.
 */
export class ArrivingBody implements AsyncIterableIterator<Uint8Array, undefined> {
  readonly #controller: Dispatcher.DispatchController;
  readonly #parts: Uint8Array[] = [];
  #waiting = 0;
  #end: 'ended' | { readonly error: Error } | null = null;
  #reader: { resolve: (step: Step) => void; reject: (error: Error) => void } | null = null;
  #whenOver: (() => void) | null = null;

  constructor(controller: Dispatcher.DispatchController) {
    this.#controller = controller;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Step> {
    const part = this.#parts.shift();
    if (part !== undefined) return Promise.resolve(this.#taken(part));
    if (this.#end === 'ended') return Promise.resolve({ done: true, value: undefined });
    if (this.#end !== null) return Promise.reject(this.#end.error);
    return new Promise((resolve, reject) => (this.#reader = { resolve, reject }));
  }

  return(): Promise<Step> {
    this.#parts.length = 0;
    if (this.#end === null) {
      this.end();
      this.#controller.abort(new Error('no longer read'));
    }
    return Promise.resolve({ done: true, value: undefined });
  }

  /** Told once, when nothing more will come: at the end, at a break, or when it is no longer read. */
  set whenOver(told: () => void) {
    if (this.#end === null) this.#whenOver = told;
    else told();
  }

  /** A part has come. */
  push(part: Uint8Array): void {
    if (this.#end !== null) return;
    const reader = this.#reader;
    if (reader !== null) {
      this.#reader = null;
      reader.resolve({ done: false, value: part });
      return;
    }
    this.#parts.push(part);
    this.#waiting += part.byteLength;
    if (this.#waiting > mostWaiting) this.#controller.pause();
  }

  /** All of it has come. */
  end(): void {
    if (this.#over('ended')) this.#reader?.resolve({ done: true, value: undefined });
  }

  /** It breaks off here. */
  fail(error: Error): void {
    if (this.#over({ error })) this.#reader?.reject(error);
  }

  #over(end: 'ended' | { readonly error: Error }): boolean {
    if (this.#end !== null) return false;
    this.#end = end;
    this.#whenOver?.();
    return true;
  }

  #taken(part: Uint8Array): Step {
    this.#waiting -= part.byteLength;
    if (this.#end === null && this.#controller.paused && this.#waiting <= mostWaiting) this.#controller.resume();
    return { done: false, value: part };
  }
}
