import { closeSync, openSync, readSync } from 'node:fs';

/** Where a message lies in an mbox, without its `From ` line. */
export interface MboxRange {
  readonly start: number;
  readonly end: number;
}

const chunkSize = 1 << 20;
const newline = 0x0a;
// `From `, a sender, and a time of day somewhere: prose that begins so is not a separator.
const separator = /^From \S+ .{0,60}\d{1,2}:\d\d/;

/**
 * Finds the messages of an mbox (RFC 4155) in one pass with bounded memory. A line is a separator
 * when it looks like one and is the first or follows an empty line.
 */
export function scanMbox(path: string): MboxRange[] {
  const ranges: MboxRange[] = [];
  let begun: number | null = null;
  let afterEmpty = true;
  for (const line of linesOf(path)) {
    if (afterEmpty && line.text.startsWith('From ') && separator.test(line.text)) {
      if (begun !== null) ranges.push({ start: begun, end: line.start });
      begun = line.end;
    }
    afterEmpty = line.text === '' || line.text === '\r';
    if (line.last && begun !== null) ranges.push({ start: begun, end: line.end });
  }
  return ranges;
}

interface Line {
  /** The first hundred characters. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly last: boolean;
}

function* linesOf(path: string): Generator<Line> {
  const file = openSync(path, 'r');
  try {
    const chunk = Buffer.alloc(chunkSize);
    let lineStart = 0;
    let begun = '';
    let position = 0;
    for (let read = readSync(file, chunk, 0, chunkSize, 0); read > 0;) {
      let at = 0;
      for (let found = chunk.indexOf(newline, 0); found !== -1 && found < read; found = chunk.indexOf(newline, at)) {
        const text = begun + chunk.toString('latin1', at, Math.min(found, at + 100));
        yield { text: text.slice(0, 100), start: lineStart, end: position + found + 1, last: false };
        at = found + 1;
        lineStart = position + at;
        begun = '';
      }
      begun = (begun + chunk.toString('latin1', at, Math.min(read, at + 100))).slice(0, 100);
      position += read;
      read = readSync(file, chunk, 0, chunkSize, position);
    }
    yield { text: begun, start: lineStart, end: position, last: true };
  } finally {
    closeSync(file);
  }
}

/**
 * Takes the quoting of an mbox away: mboxrd has one more `>` before every `>*From `, mboxo quotes
 * only bare `From ` lines. The two cannot be told apart; `.mboxo` in the file name says which.
 */
export function unquoteMbox(bytes: Buffer, flavour: 'mboxrd' | 'mboxo'): Buffer {
  if (!bytes.includes('>From ', 0, 'latin1')) return withoutGap(bytes);
  const quoting = flavour === 'mboxrd' ? /^>(>*From )/gm : /^>(From )/gm;
  return withoutGap(Buffer.from(bytes.toString('latin1').replace(quoting, '$1'), 'latin1'));
}

/** The empty line before the next separator belongs to the mbox, not to the message. */
function withoutGap(bytes: Buffer): Buffer {
  if (bytes.subarray(-4).equals(Buffer.from('\r\n\r\n'))) return bytes.subarray(0, -2);
  return bytes.subarray(-2).equals(Buffer.from('\n\n')) ? bytes.subarray(0, -1) : bytes;
}
