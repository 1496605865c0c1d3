import type { MessageLimits } from '../limits.ts';

/** One header field as bytes; `value` is what follows the colon, folding included. */
export interface RawField {
  readonly name: string;
  readonly value: Uint8Array;
}

export interface HeaderBlock {
  readonly fields: readonly RawField[];
  /** Offset of the first byte of the body. */
  readonly bodyStart: number;
  /** Whether a limit stopped reading. */
  readonly isCut: boolean;
  /** Lines that are neither a field nor a continuation of one. */
  readonly malformedLines: number;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const colon = 0x3a;

/**
 * The header block of an entity that lies in `[start, end)` (RFC 5322, 2.2).
 * Laws: an mbox line (`From …`) before the first field is passed over; a malformed line between fields is passed
 * over and counted; a malformed line after the last field begins the body although the empty line is missing.
 */
export function readHeaderBlock(
  bytes: Uint8Array,
  range: { readonly start: number; readonly end: number },
  limits: MessageLimits,
): HeaderBlock {
  const fields: RawField[] = [];
  let open: { name: string; from: number; to: number } | null = null;
  let at = range.start;
  let afterLastField = range.start;
  let malformedLines = 0;
  let malformedSinceField = 0;
  let isCut = false;
  const keep = (): void => {
    if (open === null) return;
    if (fields.length < limits.headerFields)
      fields.push({ name: open.name, value: bytes.subarray(open.from, open.to) });
    else isCut = true;
    open = null;
  };
  const bodyAfter = (next: number, isFirstLine: boolean): number => {
    if (fields.length === 0) return isFirstLine ? next : range.start;
    return malformedSinceField > 0 ? afterLastField : next;
  };
  while (at < range.end) {
    const next = endOfLine(bytes, at, range.end);
    if (isEmptyLine(bytes, at, next)) {
      keep();
      return { fields, bodyStart: bodyAfter(next, at === range.start), isCut, malformedLines };
    }
    if (next - range.start > limits.headerBytes) {
      isCut = true;
      if (open !== null)
        open = { name: open.name, from: open.from, to: Math.min(next, range.start + limits.headerBytes) };
      keep();
      return { fields, bodyStart: endOfBlock(bytes, at, range.end), isCut, malformedLines };
    }
    if (isBlank(bytes[at]) && open !== null && malformedSinceField === 0) {
      open = { name: open.name, from: open.from, to: next };
      afterLastField = next;
    } else {
      const nameEnd = fieldNameEnd(bytes, at, next);
      if (nameEnd > 0) {
        keep();
        open = { name: fieldName(bytes, at, nameEnd), from: bytes.indexOf(colon, nameEnd) + 1, to: next };
        afterLastField = next;
        malformedLines += malformedSinceField;
        malformedSinceField = 0;
      } else if (!isMboxLine(bytes, at, fields.length + (open === null ? 0 : 1))) {
        malformedSinceField += 1;
      }
    }
    at = next;
  }
  keep();
  return { fields, bodyStart: bodyAfter(range.end, range.start === range.end), isCut, malformedLines };
}

/** Offset after the line that begins at `at`. */
export function endOfLine(bytes: Uint8Array, at: number, end: number): number {
  const found = bytes.indexOf(lineFeed, at);
  return found === -1 || found >= end ? end : found + 1;
}

function isEmptyLine(bytes: Uint8Array, at: number, next: number): boolean {
  return bytes[at] === lineFeed || (bytes[at] === carriageReturn && (next === at + 1 || bytes[at + 1] === lineFeed));
}

function endOfBlock(bytes: Uint8Array, from: number, end: number): number {
  let at = endOfLine(bytes, from, end);
  while (at < end) {
    const next = endOfLine(bytes, at, end);
    if (isEmptyLine(bytes, at, next)) return next;
    at = next;
  }
  return end;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09;
}

/** Offset after the field's name, or 0 when the line is no field (RFC 5322, 3.6.8; spaces before the colon are 4.5). */
function fieldNameEnd(bytes: Uint8Array, at: number, next: number): number {
  let end = at;
  while (end < next && (bytes[end] ?? 0) > 0x20 && (bytes[end] ?? 0) < 0x7f && bytes[end] !== colon) end += 1;
  if (end === at) return 0;
  let after = end;
  while (after < next && isBlank(bytes[after])) after += 1;
  return bytes[after] === colon && after < next ? end : 0;
}

function fieldName(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');
}

/** `From someone Mon Jan …` of an mbox file, perhaps quoted, where the first field should be. */
function isMboxLine(bytes: Uint8Array, at: number, fieldsSoFar: number): boolean {
  return fieldsSoFar === 0 && /^>?From /.test(fieldName(bytes, at, Math.min(at + 6, bytes.length)));
}
