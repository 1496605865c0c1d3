const from = Buffer.from('From ');
const lineFeed = 0x0a;
const bracket = 0x3e;
const quote = Buffer.from('>');

export interface MboxSender {
  /** Address of the sender; what is empty or holds blanks becomes `MAILER-DAEMON`. */
  readonly address: string;
  /** When it was received or sent; null becomes the beginning of 1970. */
  readonly at: Date | null;
}

/** The line before a message: `From address Thu Jan  1 00:00:00 1970`, in UTC (RFC 4155, appendix A). */
export function mboxSeparator({ address, at }: MboxSender): string {
  const isPlain = /^[\u0021-\u007e]{1,320}$/.test(address);
  return `From ${isPlain ? address : 'MAILER-DAEMON'} ${asctime(at ?? new Date(0))}\n`;
}

/**
 * The bytes of a message as they stand in an mbox of the mboxrd form, with the empty line that ends it.
 *
 * - A line `From …`, with any number of `>` before it, gets one more; reading takes it away again.
 * - Nothing else changes: line ends stay as they are. Only a message that does not end with a line feed gets one.
 * - One piece at a time; of the piece before at most four bytes are held back.
 */
export async function* mboxMessage(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const quoting: Quoting = { isAtStart: true, held: Buffer.alloc(0) };
  let last = lineFeed;
  for await (const piece of pieces) {
    last = piece.at(-1) ?? last;
    yield* quotePiece(piece, quoting);
  }
  yield quoting.held;
  yield Buffer.from(last === lineFeed ? '\n' : '\n\n');
}

interface Quoting {
  /** At the start of a line, or behind nothing but `>` in it. */
  isAtStart: boolean;
  /** The beginning of a line that may become `From `. */
  held: Buffer;
}

function* quotePiece(piece: Uint8Array, quoting: Quoting): Generator<Uint8Array> {
  const bytes = Buffer.concat([quoting.held, piece]);
  quoting.held = Buffer.alloc(0);
  let done = 0;
  let at = 0;
  while (at < bytes.length) {
    if (!quoting.isAtStart) {
      const end = bytes.indexOf(lineFeed, at);
      quoting.isAtStart = end !== -1;
      at = end === -1 ? bytes.length : end + 1;
      continue;
    }
    while (bytes[at] === bracket) at += 1;
    const start = bytes.subarray(at, at + from.length);
    if (start.length < from.length && start.equals(from.subarray(0, start.length))) {
      quoting.held = Buffer.from(start);
      yield bytes.subarray(done, at);
      return;
    }
    if (start.equals(from)) {
      yield bytes.subarray(done, at);
      yield quote;
      done = at;
    }
    quoting.isAtStart = false;
  }
  yield bytes.subarray(done);
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function asctime(at: Date): string {
  const [day, month] = [days[at.getUTCDay()] ?? '', months[at.getUTCMonth()] ?? ''];
  const time = at.toISOString().slice(11, 19);
  return `${day} ${month} ${String(at.getUTCDate()).padStart(2)} ${time} ${String(at.getUTCFullYear()).padStart(4, '0')}`;
}
