import { Failure } from '#evidence';
import { field, headerChecksum, tarBlock } from './tar-block.ts';

export interface TarHeader {
  readonly name: string;
  readonly size: number;
  /** The type flag as it stands there; `0` is an ordinary file, `x` and `g` are pax extended headers. */
  readonly type: string;
}

const text = new TextDecoder('utf-8', { fatal: false });

/** Whether a block holds nothing but zeros. */
export function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

/** One header block. Failure `malformed` when its checksum or its numbers are wrong. */
export function parseTarHeader(block: Uint8Array, at: number): TarHeader {
  if (block.length < tarBlock) throw malformedTar(`it ends in the header at byte ${String(at)}.`);
  if (readNumber(block, field.checksum, at) !== headerChecksum(block)) {
    throw malformedTar(`the header at byte ${String(at)} does not match its checksum.`);
  }
  const type = String.fromCharCode(block[field.type.at] ?? 0);
  const name = readText(block, field.name);
  // GNU's own format says "ustar " and keeps other things where ustar has its prefix.
  const prefix = readText(block, field.magic) === 'ustar' ? readText(block, field.prefix) : '';
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    size: readNumber(block, field.size, at),
    type: type === '\u0000' ? '0' : type,
  };
}

/**
 * The records of a pax extended header, as `"<length> <key>=<value>\n"` each.
 * Failure `malformed` when a length does not lead to the end of its record.
 */
export function parsePaxRecords(bytes: Uint8Array): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  let at = 0;
  while (at < bytes.length) {
    const space = bytes.indexOf(0x20, at);
    const digits = space < 0 ? '' : text.decode(bytes.subarray(at, space));
    const end = at + Number(digits);
    const equals = bytes.indexOf(0x3d, space);
    if (!/^[1-9]\d{0,8}$/.test(digits) || bytes[end - 1] !== 0x0a || equals < 0 || equals >= end) {
      throw malformedTar('a pax extended header cannot be read.');
    }
    records.set(text.decode(bytes.subarray(space + 1, equals)), text.decode(bytes.subarray(equals + 1, end - 1)));
    at = end;
  }
  return records;
}

export function malformedTar(detail: string): Failure {
  return new Failure('malformed', `The tar file is damaged: ${detail}`, { code: 'tar-damaged' });
}

function readText(block: Uint8Array, { at, length }: { at: number; length: number }): string {
  const bytes = block.subarray(at, at + length);
  const zero = bytes.indexOf(0);
  return text.decode(zero < 0 ? bytes : bytes.subarray(0, zero));
}

/** Octal digits between spaces and NULs, or GNU's base 256 (high bit set) for what octal cannot say. */
function readNumber(block: Uint8Array, { at, length }: { at: number; length: number }, header: number): number {
  const bytes = block.subarray(at, at + length);
  const first = bytes[0] ?? 0;
  if (first === 0x80) {
    const value = bytes.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
    if (Number.isSafeInteger(value)) return value;
  }
  const digits = text.decode(bytes).replaceAll(/[\u0000 ]+$|^ +/g, '');
  if (/^[0-7]*$/.test(digits)) return digits === '' ? 0 : Number.parseInt(digits, 8);
  throw malformedTar(`a number in the header at byte ${String(header)} cannot be read.`);
}
