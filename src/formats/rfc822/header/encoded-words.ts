import { decodeCharset } from '../../text/charset.ts';

const encodedWord = /=\?([^?\s]{1,60})\?([BbQq])\?([^?]*)\?=/g;

interface Word {
  readonly charset: string;
  readonly bytes: Buffer;
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
  const words: Word[] = [];
  for (const match of text.matchAll(encodedWord)) {
    const between = text.slice(last, match.index);
    const charset = (match[1] ?? '').replace(/\*.*$/, '').toLowerCase();
    const bytes = wordBytes(match[2] ?? '', match[3] ?? '');
    const isNeighbour = words.length > 0 && between.trim() === '';
    if (!isNeighbour) out += flush(words) + between;
    else if (words.at(-1)?.charset !== charset) out += flush(words);
    words.push({ charset, bytes });
    last = match.index + match[0].length;
  }
  return out + flush(words) + text.slice(last);
}

/** Decodes and removes words of one charset. */
function flush(words: Word[]): string {
  const charset = words[0]?.charset;
  if (charset === undefined) return '';
  const bytes = Buffer.concat(words.map((word) => word.bytes));
  words.length = 0;
  return decodeCharset(bytes, charset).text;
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
