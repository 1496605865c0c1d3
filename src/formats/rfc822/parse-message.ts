import { digestPart, isTnef } from './body/attachment.ts';
import type { Entity } from './body/entity.ts';
import { readEntity } from './body/entity.ts';
import type { Content } from './body/content.ts';
import { readContent } from './body/content.ts';
import { textOfPart } from './body/text-part.ts';
import { decodeTransfer } from './body/transfer-encoding.ts';
import { familyHash } from './family-hash.ts';
import { readHeaderBlock } from './header/fields.ts';
import { unfoldField } from './header/header-text.ts';
import { readHeader } from './header/read-header.ts';
import type { MessageLimits } from './limits.ts';
import { messageLimits } from './limits.ts';
import type { ParsedAttachment, ParsedHeader, ParsedMessage } from './message.ts';
import { readProtection } from './protection.ts';
import type { Reading } from './reading.ts';
import { addException, startReading } from './reading.ts';

/** Counts up when what is read out of a message changes, so that messages are read again. */
export const parserVersion = 1;

interface Level {
  readonly parent: string | null;
  readonly depth: number;
  readonly out: ParsedAttachment[];
  readonly entities: Map<string, Entity>;
}

/** A parsed message together with the bytes of its attachments. */
export interface OpenMessage {
  readonly message: ParsedMessage;
  /** The decoded bytes of an attachment, piece by piece; null when there is no such part. */
  open(part: string): Iterable<Uint8Array> | null;
  /** The text of an attached message, or of a part that is plain text or HTML; null for everything else. */
  textOf(part: string): string | null;
}

/**
 * What the bytes of a message say (RFC 5322, RFC 2045 to 2049, RFC 2231, and what senders make of them).
 * Laws: never throws on any input; a limit that is exceeded is an exception of the result and everything else is kept;
 * memory is the message, its text and one mebibyte; equal bytes give equal results.
 */
export function parseMessage(bytes: Uint8Array, limits: MessageLimits = messageLimits): ParsedMessage {
  return openMessage(bytes, limits).message;
}

/** Like `parseMessage`, for those who want what is attached, too: with its part numbers, at any depth. */
export function openMessage(bytes: Uint8Array, limits: MessageLimits = messageLimits): OpenMessage {
  const entities = new Map<string, Entity>();
  const reading = startReading(limits);
  const message =
    bytes.length > limits.messageBytes
      ? parseHeaderOnly(bytes.subarray(0, limits.headerBytes), bytes.length, limits)
      : finish(readEntity(withLineFeeds(bytes, reading), reading), { size: bytes.length, entities }, reading);
  const texts = new Map(message.attachments.map((each) => [each.part, each.message?.bodyText ?? null]));
  return {
    message,
    open(part) {
      const entity = entities.get(part);
      return entity === undefined ? null : decodeTransfer(entity.body, entity.encoding);
    },
    textOf(part) {
      const entity = entities.get(part);
      if (entity === undefined || texts.get(part) !== null) return texts.get(part) ?? null;
      return /^text\/(plain|html)$/.test(entity.mediaType) ? textOfPart(entity, startReading(limits)) : null;
    },
  };
}

/** What the header of a message says whose body is too large to be read; `size` is that of the whole message. */
export function parseHeaderOnly(start: Uint8Array, size: number, limits: MessageLimits = messageLimits): ParsedMessage {
  const reading = startReading(limits);
  const detail = `The message is longer than ${String(limits.messageBytes)} bytes; only its header was read.`;
  addException(reading, { part: '', reason: 'message-too-large', detail });
  return finish(emptyEntity(start, limits), { size, entities: new Map() }, reading);
}

function finish(
  message: Entity,
  { size, entities }: { readonly size: number; readonly entities: Map<string, Entity> },
  reading: Reading,
): ParsedMessage {
  if (size === 0) addException(reading, { part: '', reason: 'empty', detail: 'The message has no bytes.' });
  else if (message.fields.length === 0) {
    addException(reading, { part: '', reason: 'not-a-message', detail: 'There is no header field in it.' });
  }
  const header = readHeaderOf(message, reading);
  const content = readContent(message, reading);
  const attachments: ParsedAttachment[] = [];
  const parts = readAttachments(content, { parent: null, depth: 1, out: attachments, entities }, reading);
  const protection = readProtection(message, content.text);
  return {
    ...header,
    size,
    bodyText: content.text,
    bodySource: content.source,
    attachments,
    familyHash: familyHash({ header, bodyText: content.text, attachments: parts }),
    isDraft: message.fields.some(
      (field) => field.name.toLowerCase() === 'x-unsent' && unfoldField(field.value) === '1',
    ),
    hasBcc: header.bcc.length > 0,
    isEncrypted: protection.isEncrypted,
    isSigned: protection.isSigned,
    hasTnef: attachments.some((attachment) => attachment.isTnef),
    notes: [...reading.notes].sort(),
    exceptions: reading.exceptions,
  };
}

function readHeaderOf(message: Entity, reading: Reading): ParsedHeader {
  const read = readHeader(message.fields, reading.limits);
  if (message.part === '') for (const note of read.notes) reading.notes.add(note);
  for (const name of read.cutAddressFields) {
    const detail = `Only the first ${String(reading.limits.addresses)} addresses of ${name} are kept.`;
    addException(reading, { part: message.part, reason: 'address-limit', detail });
  }
  return read.header;
}

/** Lists the attachments of one message and of those attached to it; returns what counts for its family hash. */
function readAttachments(content: Content, level: Level, reading: Reading): readonly string[] {
  return content.attachments.map((entity) => {
    const part = partNumber(entity, level.parent);
    const { size, digest } = digestPart(entity, reading);
    level.entities.set(part, entity);
    const inner = entity.message;
    const innerHeader = inner === null ? null : readHeaderOf(inner, reading);
    const innerContent = inner === null ? null : readContent(inner, reading);
    const attachment = {
      part,
      parent: level.parent,
      depth: level.depth,
      name: entity.fileName ?? innerHeader?.subject ?? null,
      mediaType: entity.mediaType,
      contentId: entity.contentId,
      disposition: dispositionOf(entity),
      size,
      digest,
      isTnef: isTnef(entity),
    };
    if (innerHeader === null || innerContent === null) {
      level.out.push({ ...attachment, message: null });
      return digest ?? `undecoded ${entity.mediaType}`;
    }
    const { subject, from, to, sentAt, messageId } = innerHeader;
    level.out.push({ ...attachment, message: { subject, from, to, sentAt, messageId, bodyText: innerContent.text } });
    const parts = readAttachments(innerContent, { ...level, parent: part, depth: level.depth + 1 }, reading);
    return familyHash({ header: innerHeader, bodyText: innerContent.text, attachments: parts });
  });
}

/**
 * The number an attachment is listed under. The only part of a message that is no multipart is its part 1, also within
 * an attached message (RFC 3501, 6.4.5), where it would otherwise have the number of that message.
 */
export function partNumber(entity: Entity, parent: string | null): string {
  if (entity.part === '') return '1';
  return entity.part === parent ? `${parent}.1` : entity.part;
}

/** A part without a disposition that the text refers to by its content id is shown inside it. */
function dispositionOf(entity: Entity): 'inline' | 'attachment' {
  if (entity.disposition === 'inline') return 'inline';
  return entity.disposition === '' && entity.contentId !== null ? 'inline' : 'attachment';
}

function emptyEntity(start: Uint8Array, limits: MessageLimits): Entity {
  const block = readHeaderBlock(start, { start: 0, end: start.length }, limits);
  return {
    part: '',
    fields: block.fields,
    mediaType: 'text/plain',
    typeParameters: new Map(),
    disposition: '',
    fileName: null,
    contentId: null,
    encoding: '',
    body: new Uint8Array(),
    children: null,
    message: null,
  };
}

/** A message whose only line ends are carriage returns is read as if they were line feeds. */
export function withLineFeeds(bytes: Uint8Array, reading: Reading): Uint8Array {
  if (bytes.includes(0x0a) || !bytes.includes(0x0d)) return bytes;
  reading.notes.add('line-ends-bare');
  return bytes.map((byte) => (byte === 0x0d ? 0x0a : byte));
}
