import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { mboxMessage, readMbox, type MboxEvent } from '#formats';

/** A message as it must stand in an mbox. */
export interface MboxEntry {
  /** The line before it, with its line feed. */
  readonly separator: string;
  readonly digest: string;
  readonly size: number;
  read(): Promise<AsyncIterable<Uint8Array>>;
  damaged(found: string): Error;
}

/**
 * An mbox that grows message by message. What an earlier run left in it is read again and compared; from the first
 * message on that is not as it must be, it is written anew.
 */
export class MboxFile implements AsyncDisposable {
  readonly #path: string;
  #earlier: AsyncGenerator<MboxEvent> | null;
  /** Bytes of the file that are known to be right. */
  #length = 0;
  #handle: FileHandle | null = null;

  private constructor(path: string, earlier: AsyncGenerator<MboxEvent> | null) {
    this.#path = path;
    this.#earlier = earlier;
  }

  static async begin(path: string, isResumed: boolean): Promise<MboxFile> {
    const found = isResumed ? await stat(path).catch(() => null) : null;
    const isThere = found?.isFile() === true && found.size > 0;
    return new MboxFile(path, isThere ? readMbox(createReadStream(path) as AsyncIterable<Buffer>) : null);
  }

  async append(entry: MboxEntry): Promise<void> {
    if (await this.#isThere(entry)) return;
    const handle = await this.#writable();
    try {
      const length = await write(entry, handle);
      this.#length += length;
    } catch (thrown) {
      // What was written of it must not stand before the next one.
      await handle.truncate(this.#length);
      throw thrown;
    }
  }

  /** Makes it durable, reads it once more and says what is in it. */
  async finish(): Promise<{ readonly size: number; readonly digest: string }> {
    await (await this.#writable()).sync();
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of createReadStream(this.#path) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      size += chunk.length;
    }
    return { size, digest: hash.digest('hex') };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#earlier?.return(undefined);
    await this.#handle?.close();
  }

  /** Whether an earlier run wrote this message here, whole. */
  async #isThere(entry: MboxEntry): Promise<boolean> {
    if (this.#earlier === null) return false;
    const end = await endOf(entry, this.#earlier).catch(() => null);
    if (end === null) return false;
    this.#length = end;
    return true;
  }

  async #writable(): Promise<FileHandle> {
    if (this.#handle !== null) return this.#handle;
    await this.#earlier?.return(undefined);
    this.#earlier = null;
    this.#handle = await open(this.#path, 'a', 0o600);
    await this.#handle.truncate(this.#length);
    return this.#handle;
  }
}

/** Writes a message with the line before it; how many bytes that were. */
async function write(entry: MboxEntry, handle: FileHandle): Promise<number> {
  const hash = createHash('sha256');
  let length = Buffer.byteLength(entry.separator);
  await handle.writeFile(entry.separator);
  for await (const piece of mboxMessage(hashed(await entry.read(), hash))) {
    await handle.writeFile(piece);
    length += Buffer.byteLength(piece);
  }
  const found = hash.digest('hex');
  if (found !== entry.digest) throw entry.damaged(found);
  return length;
}

/** Where the next message ends, if it is this one; null when it is another, or is not whole. */
async function endOf(entry: MboxEntry, events: AsyncGenerator<MboxEvent>): Promise<number | null> {
  const hash = createHash('sha256');
  let size = 0;
  for (;;) {
    const next = await events.next();
    if (next.done === true) return null;
    const event = next.value;
    switch (event.kind) {
      case 'begins':
        if (`${event.separator}\n` !== entry.separator) return null;
        break;
      case 'bytes':
        hash.update(event.bytes.subarray(0, Math.max(0, entry.size - size)));
        size += event.bytes.length;
        break;
      case 'ends': {
        // One byte more: the line feed that a message got that had none at its end.
        const isWhole = event.isSeparated && size >= entry.size && size <= entry.size + 1;
        return isWhole && hash.digest('hex') === entry.digest ? event.offset : null;
      }
    }
  }
}

async function* hashed(bytes: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    hash.update(piece);
    yield piece;
  }
}
