import type { AttachmentPart, HeaderField } from '../mailbox/item-record.ts';
import { decodeCharset } from './charsets.ts';
import { decodeWords, headerValue, parameter, readHeader, unquote } from './read-header.ts';

/** A part of a message that was read. */
export interface ReadPart {
  readonly fields: readonly HeaderField[];
  readonly contentType: string;
  readonly body: Uint8Array;
}

const deepest = 16;
const mostParts = 500;

/** The leaves of a message, in order. Bounded in depth and number, so that hostile mail ends. */
export function readParts(bytes: Uint8Array): ReadPart[] {
  const parts: ReadPart[] = [];
  collect(bytes, 0, parts);
  return parts;
}

function collect(bytes: Uint8Array, depth: number, parts: ReadPart[]): void {
  const { fields, bodyAt } = readHeader(bytes);
  const contentType = headerValue(fields, 'content-type') ?? 'text/plain';
  const body = bytes.subarray(bodyAt);
  const boundary = /^multipart\//i.test(contentType) ? parameter(contentType, 'boundary') : undefined;
  if (boundary === undefined || boundary === '' || depth >= deepest) {
    parts.push({ fields, contentType, body });
    return;
  }
  for (const piece of splitAtBoundary(body, boundary)) {
    if (parts.length >= mostParts) return;
    collect(piece, depth + 1, parts);
  }
}

function splitAtBoundary(body: Uint8Array, boundary: string): Uint8Array[] {
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const delimiter = Buffer.from(`--${boundary}`, 'utf8');
  const pieces: Uint8Array[] = [];
  let start = -1;
  let at = buffer.indexOf(delimiter);
  while (at !== -1 && pieces.length < mostParts) {
    const atLineStart = at === 0 || buffer[at - 1] === 0x0a;
    if (atLineStart) {
      if (start !== -1) pieces.push(buffer.subarray(start, lineEndBefore(buffer, at, start)));
      const after = at + delimiter.length;
      if (buffer.toString('latin1', after, after + 2) === '--') return pieces;
      const lineEnd = buffer.indexOf(0x0a, after);
      start = lineEnd === -1 ? buffer.length : lineEnd + 1;
    }
    at = buffer.indexOf(delimiter, at + delimiter.length);
  }
  if (start !== -1 && start < buffer.length) pieces.push(buffer.subarray(start));
  return pieces;
}

/** The line break before a boundary belongs to the boundary. */
function lineEndBefore(buffer: Buffer, at: number, start: number): number {
  const end = buffer[at - 2] === 0x0d ? at - 2 : at - 1;
  return Math.max(start, end);
}

/** The decoded bytes of a part. */
export function decodedBytes(part: ReadPart): Uint8Array {
  const encoding = (headerValue(part.fields, 'content-transfer-encoding') ?? '').trim().toLowerCase();
  const raw = Buffer.from(part.body.buffer, part.body.byteOffset, part.body.byteLength);
  if (encoding === 'base64') return Buffer.from(raw.toString('latin1'), 'base64');
  if (encoding !== 'quoted-printable') return raw;
  return Buffer.from(unquote(raw.toString('latin1').replace(/[ \t]*=[ \t]*\r?\n/g, '')), 'latin1');
}

export function decodedText(part: ReadPart): string {
  return decodeCharset(decodedBytes(part), parameter(part.contentType, 'charset') ?? 'utf-8');
}

export function isAttached(part: ReadPart): boolean {
  const disposition = headerValue(part.fields, 'content-disposition') ?? '';
  const named = parameter(part.contentType, 'name') !== undefined;
  return /^attachment/i.test(disposition) || !/^text\/(plain|html|calendar)/i.test(part.contentType) || named;
}

/** A leaf as an attachment. */
export function attachmentOf(part: ReadPart, ordinal: number): AttachmentPart {
  const disposition = headerValue(part.fields, 'content-disposition') ?? '';
  const type = (part.contentType.split(';')[0] ?? '').trim().toLowerCase() || 'application/octet-stream';
  const name = parameter(disposition, 'filename') ?? parameter(part.contentType, 'name');
  const contentId = headerValue(part.fields, 'content-id')?.replace(/^<|>$/g, '') ?? null;
  return {
    kind: type === 'message/rfc822' ? 'item' : 'file',
    name: name === undefined ? `attachment-${ordinal + 1}` : decodeWords(name),
    contentType: type,
    isInline: /^inline/i.test(disposition) && contentId !== null,
    contentId,
    bytes: () => decodedBytes(part),
  };
}
