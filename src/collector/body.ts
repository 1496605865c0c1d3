import { asFailure, type Failure } from '#evidence';
import type { SpooledBody, Vault } from '#vault';

/** Bodies up to this size stay in memory; larger ones are spooled. */
const inMemory = 1024 * 1024;

export type Body =
  | { readonly kind: 'whole'; readonly bytes: Uint8Array | SpooledBody; readonly size: number }
  | { readonly kind: 'broken'; readonly failure: Failure };

/**
 * Reads one item's bytes from its source. What the source did wrong comes back as `broken`;
 * what the vault did wrong (a full disk) is thrown, because it concerns every item.
 */
export async function readBody(stream: AsyncIterable<Uint8Array>, vault: Vault): Promise<Body> {
  const source = new SourceReader(stream);
  const head: Uint8Array[] = [];
  let size = 0;
  while (size <= inMemory) {
    const chunk = await source.next();
    if (chunk === null) break;
    head.push(chunk);
    size += chunk.byteLength;
  }
  const broken = source.failure();
  if (broken !== null) return { kind: 'broken', failure: broken };
  if (size <= inMemory) return { kind: 'whole', bytes: joined(head, size), size };
  try {
    const spooled = await vault.spool(source.rest(head));
    return { kind: 'whole', bytes: spooled, size: spooled.size };
  } catch (thrown) {
    const failure = source.failure();
    if (failure !== null) return { kind: 'broken', failure };
    throw thrown;
  }
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts, size);
}

/** Remembers whether it was the source that failed. */
class SourceReader {
  #failure: Failure | null = null;
  readonly #iterator: AsyncIterator<Uint8Array>;

  constructor(stream: AsyncIterable<Uint8Array>) {
    this.#iterator = stream[Symbol.asyncIterator]();
  }

  /** What the source did wrong; null as long as it did nothing wrong. */
  failure(): Failure | null {
    return this.#failure;
  }

  /** The next chunk; null at the end or when the source broke. */
  async next(): Promise<Uint8Array | null> {
    try {
      const step = await this.#iterator.next();
      return step.done === true ? null : step.value;
    } catch (thrown) {
      this.#failure = asFailure(thrown);
      return null;
    }
  }

  async *rest(head: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
    try {
      yield* head;
      for (let chunk = await this.next(); chunk !== null; chunk = await this.next()) yield chunk;
      if (this.#failure !== null) throw this.#failure;
    } finally {
      await this.#iterator.return?.();
    }
  }
}
