import { Failure, type ItemId } from '#evidence';

const mostHeader = 256 * 1024;
const triesWithoutEnd = 2;

/**
 * Watches bodies for their own end. The service sends no length, so a body that a proxy or a broken process cut off may
 * look like a whole one; but a multipart message says how it ends (RFC 2046, 5.1.1), and a header ends with a blank line.
 *
 * Mail that really is broken like that exists, and must be kept: so a body without its end is asked for again, and is
 * believed when it comes with the same size, or when it has no end for the third time.
 */
export function createBodyWatch(): (item: ItemId, body: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array> {
  const sizes = new Map<ItemId, number[]>();
  return async function* watch(item, body) {
    const end = new EndOfBody();
    for await (const chunk of body) {
      end.see(chunk);
      yield chunk;
    }
    const before = sizes.get(item) ?? [];
    if (end.isThere() || before.includes(end.size) || before.length === triesWithoutEnd) {
      sizes.delete(item);
      return;
    }
    sizes.set(item, [...before, end.size]);
    throw new Failure(
      'unavailable',
      `The message ended after ${String(end.size)} bytes without the end it announced.`,
      {
        code: 'graph-body-unclosed',
        fix: 'Nothing: it is asked for again, and kept as it is when it stays so.',
      },
    );
  };
}

/** Whether the end that the header announces has gone by. */
class EndOfBody {
  size = 0;
  /** Until the header is whole. */
  #head: Buffer | null = Buffer.alloc(0);
  /** What the last line of a multipart begins with; null when nothing was announced. */
  #closing: Buffer | null = null;
  #hasClosed = false;
  /** The end of the bytes before, in which the closing line may have begun. */
  #tail = Buffer.alloc(0);

  see(chunk: Uint8Array): void {
    this.size += chunk.byteLength;
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (this.#head === null) {
      this.#lookFor(bytes);
      return;
    }
    const head = this.#head.length === 0 ? bytes : Buffer.concat([this.#head, bytes]);
    const length = headerLength(head);
    if (length === null && head.length <= mostHeader) {
      this.#head = head;
      return;
    }
    this.#head = null;
    const boundary = length === null ? null : boundaryOf(head.toString('latin1', 0, length));
    if (boundary === null) return;
    this.#closing = Buffer.from(`\n--${boundary}--`, 'latin1');
    this.#lookFor(head.subarray((length ?? 1) - 1));
  }

  isThere(): boolean {
    if (this.size === 0) return true;
    return this.#head === null && (this.#closing === null || this.#hasClosed);
  }

  #lookFor(bytes: Buffer): void {
    if (this.#closing === null || this.#hasClosed) return;
    const overlap = this.#closing.length - 1;
    const seam = Buffer.concat([this.#tail, bytes.subarray(0, overlap)]);
    this.#hasClosed = seam.includes(this.#closing) || bytes.includes(this.#closing);
    // A copy: the bytes belong to whoever reads them.
    const seen = bytes.length >= overlap ? bytes : seam;
    this.#tail = Buffer.from(seen.subarray(Math.max(0, seen.length - overlap)));
  }
}

/** How long the header is, its blank line included; null when there is no blank line. */
function headerLength(bytes: Buffer): number | null {
  const ends = ['\r\n\r\n', '\n\n'].flatMap((end) => {
    const at = bytes.indexOf(end, 0, 'latin1');
    return at === -1 ? [] : [at + end.length];
  });
  return ends.length === 0 ? null : Math.min(...ends);
}

/** The boundary a multipart message names in its header; null when it names none. */
function boundaryOf(header: string): string | null {
  const field = /^content-type[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*/im.exec(header)?.[0].replaceAll(/\r?\n/g, '');
  if (field === undefined || !/:\s*multipart\//i.test(field)) return null;
  const [, quoted, plain] = /;\s*boundary\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))/i.exec(field) ?? [];
  const boundary = quoted?.replaceAll(/\\(.)/g, '$1').trimEnd() ?? plain ?? '';
  return boundary === '' ? null : boundary;
}
