import { isAscii } from 'node:buffer';
import { truncateText } from '../../text/clean-text.ts';
import type { HeaderBlock, RawField } from '../header/fields.ts';
import { readHeaderBlock } from '../header/fields.ts';
import { unfoldField } from '../header/header-text.ts';
import type { Parameterised } from '../header/parameters.ts';
import { parseParameters, stripComments } from '../header/parameters.ts';
import type { Reading } from '../reading.ts';
import { addException } from '../reading.ts';
import type { Range } from './multipart.ts';
import { splitMultipart } from './multipart.ts';
import { decodeWhole } from './transfer-encoding.ts';

/** A message or a part of one (RFC 2045, 2.4): a header block and a body. */
export interface Entity {
  /** IMAP part number; empty for the message itself. */
  readonly part: string;
  readonly fields: readonly RawField[];
  readonly mediaType: string;
  readonly typeParameters: ReadonlyMap<string, string>;
  readonly disposition: string;
  readonly fileName: string | null;
  readonly contentId: string | null;
  readonly encoding: string;
  /** Still encoded. */
  readonly body: Uint8Array;
  /** Parts of a multipart; null for what is none, or could not be taken apart. */
  readonly children: readonly Entity[] | null;
  /** The message that a message/rfc822 part holds. */
  readonly message: Entity | null;
}

/** Of file names and content ids. */
const longestName = 1024;

interface Place {
  readonly part: string;
  readonly depth: number;
  readonly defaultType: string;
  /** Whether it is the whole of a message that is a part of another. */
  readonly isAttachedMessage?: boolean;
  readonly reading: Reading;
}

/** Takes a message apart. Exceptions and notes go into the reading. */
export function readEntity(bytes: Uint8Array, reading: Reading): Entity {
  return readPart(bytes, { start: 0, end: bytes.length }, { part: '', depth: 0, defaultType: 'text/plain', reading });
}

function readPart(bytes: Uint8Array, range: Range, place: Place): Entity {
  const { reading } = place;
  const block = readHeaderBlock(bytes, range, reading.limits);
  noteHeader(block, place);
  const field = (name: string): string => {
    const found = block.fields.find(
      (candidate) => candidate.name.length === name.length && candidate.name.toLowerCase() === name,
    );
    return found === undefined ? '' : unfoldField(found.value);
  };
  const type = typeOf(field('content-type'), place.defaultType);
  const disposition = parseParameters(field('content-disposition'));
  const fileName = disposition.parameters.get('filename') ?? type.parameters.get('name') ?? null;
  const contentId = field('content-id').replaceAll(/[<>\s]+/g, '');
  const body = bytes.subarray(block.bodyStart, range.end);
  const encoding = stripComments(field('content-transfer-encoding'))
    .replaceAll(/["'\s]+/g, '')
    .toLowerCase();
  const children = readChildren(body, type, place);
  // The only part of an attached message has a number of its own: 4.1 in the message 4 (RFC 3501, 6.4.5).
  const part = place.isAttachedMessage === true && children === null ? `${place.part}.1` : place.part;
  const message = readAttachedMessage(body, { type: type.value, encoding }, { ...place, part });
  return {
    part,
    fields: block.fields,
    mediaType:
      children === null && type.value.startsWith('multipart/') && place.depth < reading.limits.depth
        ? 'text/plain'
        : type.value,
    typeParameters: type.parameters,
    disposition: disposition.value,
    fileName: fileName === null || fileName === '' ? null : truncateText(fileName, longestName),
    contentId: contentId === '' ? null : truncateText(contentId, longestName),
    encoding,
    body,
    children,
    message,
  };
}

/** A missing or unreadable type is the default one (RFC 2045, 5.2). */
function typeOf(field: string, defaultType: string): Parameterised {
  const type = parseParameters(field);
  const isReadable = /^[^\s/]{1,127}\/[^\s/]{1,127}$/.test(type.value) && isAscii(Buffer.from(type.value));
  if (isReadable) return type;
  const bare = type.value === 'text' || type.value === '' ? defaultType : 'application/octet-stream';
  return { value: bare, parameters: type.parameters };
}

function readChildren(body: Uint8Array, type: Parameterised, place: Place): readonly Entity[] | null {
  const { reading } = place;
  if (!type.value.startsWith('multipart/')) return null;
  if (isTooDeep(place)) return null;
  const limit = reading.limits.parts - reading.parts;
  const split = splitMultipart(body, (type.parameters.get('boundary') ?? '').trimEnd(), limit);
  if (split.isCut) {
    const detail = `The message has more than ${String(reading.limits.parts)} parts.`;
    addException(reading, { part: place.part, reason: 'part-limit', detail });
  }
  if (split.parts.length === 0 && !split.isCut) {
    reading.notes.add('boundary-missing');
    return null;
  }
  if (!split.isClosed && !split.isCut) reading.notes.add('boundary-not-closed');
  reading.parts += split.parts.length;
  const defaultType = type.value === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
  return split.parts.map((range, at) => {
    const part = place.part === '' ? String(at + 1) : `${place.part}.${String(at + 1)}`;
    return readPart(body, range, { part, depth: place.depth + 1, defaultType, reading });
  });
}

function readAttachedMessage(
  body: Uint8Array,
  content: { readonly type: string; readonly encoding: string },
  place: Place,
): Entity | null {
  const { reading } = place;
  if (content.type !== 'message/rfc822' && content.type !== 'message/global') return null;
  if (isTooDeep(place)) return null;
  const isEncoded = content.encoding === 'base64' || content.encoding === 'quoted-printable';
  // RFC 2046, 5.2.1 forbids encoding it; senders do.
  const bytes = isEncoded ? decodeWhole(body, content.encoding, remainingBytes(reading)) : body;
  if (isEncoded) reading.decodedBytes += bytes.length;
  const next = {
    part: place.part === '' ? '1' : place.part,
    depth: place.depth + 1,
    defaultType: 'text/plain',
    isAttachedMessage: true,
    reading,
  };
  return readPart(bytes, { start: 0, end: bytes.length }, next);
}

/** Bytes that may still be decoded. */
export function remainingBytes(reading: Reading): number {
  return Math.max(0, reading.limits.decodedBytes - reading.decodedBytes);
}

function noteHeader(block: HeaderBlock, { part, reading }: Place): void {
  if (block.malformedLines > 0) reading.notes.add('header-line-malformed');
  if (!block.isCut) return;
  const { headerBytes, headerFields } = reading.limits;
  const detail = `The header is longer than ${String(headerBytes)} bytes or ${String(headerFields)} fields.`;
  addException(reading, { part, reason: 'header-limit', detail });
}

function isTooDeep({ part, depth, reading }: Place): boolean {
  if (depth < reading.limits.depth) return false;
  const detail = `Parts are nested deeper than ${String(reading.limits.depth)}.`;
  addException(reading, { part, reason: 'depth-limit', detail });
  return true;
}
