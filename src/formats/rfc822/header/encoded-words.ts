import { decodeCharset } from '../../text/charset.ts';

const encodedWord = /=\?([^?\s]{1,60})\?([BbQq])\?([^?]*)\?=/g;

interface Word {
  readonly charset: string;
  bytes: Buffer[];
}

/**
 * A header text with its encoded words decoded (RFC 2047; language tags of RFC 2231).
 * Laws: never throws; blanks between encoded words vanish; neighbours of one charset are decoded together, because
 * senders split characters between words.
 */
export function decodeEncodedWords(text: string): string {
  if (!text.includes('=?')) return text;
  let out = '';
  let last = 0;
  let open: Word | null = null;
  const close = (): void => {
    if (open === null) return;
    out += decodeCharset(Buffer.concat(open.bytes), open.charset).text;
    open = null;
  };
  for (const match of text.matchAll(encodedWord)) {
    const between = text.slice(last, match.index);
    const charset = (match[1] ?? '').replace(/\*.*$/, '').toLowerCase();
    const bytes = wordBytes(match[2] ?? '', match[3] ?? '');
    const isNeighbour = open !== null && between.trim() === '';
    if (isNeighbour && open !== null && (open as Word).charset === charset) {
      (open as Word).bytes.push(bytes);
    } else {
      close();
      if (!isNeighbour) out += between;
      open = { charset, bytes: [bytes] };
    }
    last = match.index + match[0].length;
  }
  close();
  return out + text.slice(last);
}

function wordBytes(encoding: string, text: string): Buffer {
  if (encoding === 'B' || encoding === 'b') return Buffer.from(text, 'base64');
  const source = Buffer.from(text, 'utf8');
  const out = Buffer.alloc(source.length);
  let length = 0;
  for (let at = 0; at < source.length; at += 1) {
    const byte = source[at] ?? 0;
    const value = byte === 0x3d ? hexPair(source, at + 1) : -1;
    if (value >= 0) at += 2;
    out[length] = value >= 0 ? value : byte === 0x5f ? 0x20 : byte;
    length += 1;
  }
  return out.subarray(0, length);
}

/** Value of two hexadecimal digits, or -1. */
export function hexPair(bytes: Uint8Array, at: number): number {
  const high = hexDigit(bytes[at]);
  const low = hexDigit(bytes[at + 1]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
