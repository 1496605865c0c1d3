import { hexPair } from '../header/encoded-words.ts';

/** How many encoded bytes are decoded at a time. */
const sliceLength = 1 << 20;
const padding = 64;
const invalid = 255;

const base64Values = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === 0x3d) return padding;
  const at = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.indexOf(String.fromCharCode(byte));
  return at === -1 ? invalid : at;
});

/**
 * The decoded bytes of a part, piece by piece (RFC 2045, 6; uuencode as senders label it).
 * Laws: never throws; memory is bounded by one slice; unknown encodings pass as they are; bytes that do not belong to
 * the encoding are passed over; base64 ends at its padding and an unfinished group gives the bytes it holds.
 */
export function* decodeTransfer(bytes: Uint8Array, encoding: string): Generator<Uint8Array> {
  switch (encoding) {
    case 'base64':
      yield* decodeBase64(bytes);
      return;
    case 'quoted-printable':
      yield* decodeQuotedPrintable(bytes);
      return;
    case 'uuencode':
    case 'x-uuencode':
    case 'uue':
    case 'x-uue':
      yield decodeUu(bytes);
      return;
    default:
      yield bytes;
  }
}

/** The decoded bytes in one piece, at most `limit` of them. */
export function decodeWhole(bytes: Uint8Array, encoding: string, limit: number): Uint8Array {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (const piece of decodeTransfer(bytes, encoding)) {
    pieces.push(piece.subarray(0, limit - length));
    length += Math.min(piece.length, limit - length);
    if (length >= limit) break;
  }
  return pieces.length === 1 ? (pieces[0] ?? new Uint8Array()) : Buffer.concat(pieces, length);
}

function* decodeBase64(bytes: Uint8Array): Generator<Uint8Array> {
  let group = 0;
  let held = 0;
  let isOver = false;
  for (let from = 0; from < bytes.length && !isOver; from += sliceLength) {
    const end = Math.min(from + sliceLength, bytes.length);
    const out = Buffer.allocUnsafe((((end - from + 3) >> 2) + 1) * 3);
    let length = 0;
    for (let at = from; at < end; at += 1) {
      const value = base64Values[bytes[at] ?? 0] ?? invalid;
      if (value < padding) {
        group = (group << 6) | value;
        held += 1;
        if (held === 4) {
          out[length] = group >> 16;
          out[length + 1] = group >> 8;
          out[length + 2] = group;
          length += 3;
          group = 0;
          held = 0;
        }
      } else if (value === padding && held >= 2) {
        isOver = true;
        break;
      }
    }
    if (length > 0) yield out.subarray(0, length);
  }
  if (held === 2) yield Buffer.from([group >> 4]);
  if (held === 3) yield Buffer.from([group >> 10, group >> 2]);
}

function* decodeQuotedPrintable(bytes: Uint8Array): Generator<Uint8Array> {
  let at = 0;
  while (at < bytes.length) {
    const out = Buffer.allocUnsafe(Math.min(sliceLength, bytes.length - at));
    let length = 0;
    const end = Math.min(at + sliceLength, bytes.length);
    while (at < end) {
      const byte = bytes[at] ?? 0;
      if (byte !== 0x3d) {
        out[length] = byte;
        length += 1;
        at += 1;
        continue;
      }
      const value = hexPair(bytes, at + 1);
      const softBreak = value >= 0 ? -1 : endOfSoftBreak(bytes, at + 1);
      if (softBreak >= 0) at = softBreak;
      else {
        out[length] = value >= 0 ? value : byte;
        length += 1;
        at += value >= 0 ? 3 : 1;
      }
    }
    yield out.subarray(0, length);
  }
}

/** Offset after `[blanks] CRLF` following an equals sign, or -1. */
function endOfSoftBreak(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === 0x20 || bytes[at] === 0x09) at += 1;
  if (at >= bytes.length) return at;
  if (bytes[at] === 0x0d && bytes[at + 1] === 0x0a) return at + 2;
  return bytes[at] === 0x0a || bytes[at] === 0x0d ? at + 1 : -1;
}

function decodeUu(bytes: Uint8Array): Uint8Array {
  const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1').split(/\r?\n/);
  const begin = lines.findIndex((line) => /^begin [0-7]{3,4} /.test(line));
  const out: Buffer[] = [];
  for (const line of lines.slice(begin + 1)) {
    const length = (line.charCodeAt(0) - 32) & 63;
    if (line === '' || line === 'end' || length === 0) break;
    out.push(uuLine(line.slice(1)).subarray(0, length));
  }
  return Buffer.concat(out);
}

function uuLine(text: string): Buffer {
  const value = (at: number): number => (Number.isNaN(text.charCodeAt(at)) ? 0 : (text.charCodeAt(at) - 32) & 63);
  const out = Buffer.alloc(Math.ceil(text.length / 4) * 3);
  for (let at = 0, to = 0; at < text.length; at += 4, to += 3) {
    const group = (value(at) << 18) | (value(at + 1) << 12) | (value(at + 2) << 6) | value(at + 3);
    out[to] = group >> 16;
    out[to + 1] = group >> 8;
    out[to + 2] = group;
  }
  return out;
}
