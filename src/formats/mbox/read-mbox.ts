import { Failure } from '#evidence';

/** What comes next in an mbox: a message begins, some of its bytes, or it ended. */
export type MboxEvent =
  /** `separator` is the line `From …` without its line end. */
  | { readonly kind: 'begins'; readonly separator: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** `offset` is the place in the file where the next message begins; `isSeparated` tells of the empty line before it. */
  | { readonly kind: 'ends'; readonly offset: number; readonly isSeparated: boolean };

const lineFeed = 0x0a;
const bracket = 0x3e;
const from = Buffer.from('From ');
/** A line longer than this is handed out in pieces; a separator longer than this is none. */
const longestLine = 64 * 1024;

/**
 * The messages of an mbox of the mboxrd form (mboxo is read alike but for its unquoted lines).
 *
 * - A message ends at a line that begins with `From `, or at the end; the empty line before it is not part of it.
 * - Lines `>From ` lose one `>`.
 * - Memory is one piece and 64 KiB of a line; a longer line comes in several pieces.
 *
 * Failure `malformed` when the first line is no separator.
 */
export async function* readMbox(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<MboxEvent> {
  let offset = 0;
  let isOpen = false;
  // An empty line is held back: before a separator it belongs to the file, not to the message.
  let isEmptyHeld = false;
  for await (const { bytes, isStart } of linesOf(pieces)) {
    if (isStart && startsWith(bytes, from)) {
      if (isOpen) yield { kind: 'ends', offset, isSeparated: isEmptyHeld };
      isOpen = true;
      isEmptyHeld = false;
      yield { kind: 'begins', separator: bytes.toString('utf8').replace(/\r?\n$/, '') };
    } else {
      if (!isOpen) throw notAnMbox();
      if (isEmptyHeld) yield { kind: 'bytes', bytes: Buffer.from('\n') };
      isEmptyHeld = isStart && bytes.length === 1 && bytes[0] === lineFeed;
      if (!isEmptyHeld) yield { kind: 'bytes', bytes: isStart ? unquoted(bytes) : bytes };
    }
    offset += bytes.length;
  }
  if (isOpen) yield { kind: 'ends', offset, isSeparated: isEmptyHeld };
}

interface Line {
  /** With its line feed; a long line comes in several pieces. */
  readonly bytes: Buffer;
  readonly isStart: boolean;
}

async function* linesOf(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Line> {
  let rest = Buffer.alloc(0);
  let isStart = true;
  for await (const piece of pieces) {
    const bytes = Buffer.concat([rest, piece]);
    let at = 0;
    for (let end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed, at)) {
      yield { bytes: bytes.subarray(at, end + 1), isStart };
      at = end + 1;
      isStart = true;
    }
    rest = bytes.subarray(at);
    if (rest.length <= longestLine || (isStart && mayBecomeFrom(rest))) continue;
    yield { bytes: rest, isStart };
    rest = Buffer.alloc(0);
    isStart = false;
  }
  if (rest.length > 0) yield { bytes: rest, isStart };
}

/** Whether a line is nothing yet but `>` and the beginning of `From `: how it is read depends on what follows. */
function mayBecomeFrom(line: Buffer): boolean {
  let at = 0;
  while (line[at] === bracket) at += 1;
  return line.length - at < from.length && line.subarray(at).equals(from.subarray(0, line.length - at));
}

function unquoted(line: Buffer): Buffer {
  if (line[0] !== bracket) return line;
  let at = 1;
  while (line[at] === bracket) at += 1;
  return startsWith(line.subarray(at), from) ? line.subarray(1) : line;
}

function startsWith(bytes: Buffer, start: Buffer): boolean {
  return bytes.length >= start.length && bytes.subarray(0, start.length).equals(start);
}

function notAnMbox(): Failure {
  return new Failure('malformed', 'This is not an mbox: its first line does not begin with "From ".', {
    code: 'mbox-unreadable',
  });
}
