export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface Multipart {
  readonly parts: readonly Range[];
  readonly isClosed: boolean;
  /** Whether there are more parts than asked for. */
  readonly isCut: boolean;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const dash = 0x2d;
/** RFC 2046 allows 70; senders use a few more. */
const longestBoundary = 256;

/**
 * The parts of a multipart body (RFC 2046, 5.1.1).
 * Laws: a delimiter is a whole line, blanks after it allowed; the line end before it belongs to it; a body that is
 * never closed runs to its end; no delimiter at all is no part.
 */
export function splitMultipart(body: Uint8Array, boundary: string, limit: number): Multipart {
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const needle = Buffer.from(`--${boundary}`, 'utf8');
  const parts: Range[] = [];
  if (boundary === '' || needle.length > longestBoundary) return { parts, isClosed: false, isCut: false };
  let open = -1;
  let from = 0;
  while (from < buffer.length) {
    const found = buffer.indexOf(needle, from);
    if (found === -1) break;
    from = found + needle.length;
    const delimiter = found === 0 || buffer[found - 1] === lineFeed ? readDelimiter(buffer, from) : null;
    if (delimiter === null) continue;
    if (open >= 0) {
      if (parts.length >= limit) return { parts, isClosed: false, isCut: true };
      parts.push({ start: open, end: Math.max(open, beforeLineEnd(buffer, found, open)) });
    }
    if (delimiter.isClosing) {
      if (open >= 0) return { parts, isClosed: true, isCut: false };
    } else open = delimiter.end;
    from = delimiter.end;
  }
  if (open >= 0) {
    if (parts.length >= limit) return { parts, isClosed: false, isCut: true };
    parts.push({ start: open, end: buffer.length });
  }
  return { parts, isClosed: false, isCut: false };
}

/** What follows `--boundary`: nothing else may be on the line. */
function readDelimiter(bytes: Buffer, from: number): { readonly isClosing: boolean; readonly end: number } | null {
  const end = bytes.length;
  let at = from;
  const isClosing = bytes[at] === dash && bytes[at + 1] === dash;
  if (isClosing) at += 2;
  while (at < end && (bytes[at] === 0x20 || bytes[at] === 0x09)) at += 1;
  if (at >= end) return { isClosing, end };
  if (bytes[at] === lineFeed) return { isClosing, end: at + 1 };
  if (bytes[at] === carriageReturn) return { isClosing, end: bytes[at + 1] === lineFeed ? at + 2 : at + 1 };
  return null;
}

function beforeLineEnd(bytes: Buffer, at: number, floor: number): number {
  if (at <= floor || bytes[at - 1] !== lineFeed) return at;
  return at - 2 >= floor && bytes[at - 2] === carriageReturn ? at - 2 : at - 1;
}
