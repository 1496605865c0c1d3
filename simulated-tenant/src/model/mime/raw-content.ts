import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import type { MessageBody, MessageKind } from '../contract.ts';
import type { Content, ItemFacts } from '../mailbox/item-record.ts';
import { hash32 } from '../random.ts';
import { plainText } from './plain-text.ts';
import { attachmentOf, decodedText, isAttached, readParts } from './read-entity.ts';
import { decodeWords, headerValue, parameter, readAddresses, readDate, readHeader } from './read-header.ts';
import { varyBoundaries } from './vary-boundaries.ts';

/** The bytes of a message that somebody else wrote. */
export interface RawSource {
  readonly length: number;
  bytes(): Uint8Array;
  /** Its beginning: enough for any header that is not hostile. */
  head(): Uint8Array;
  /** Used instead of `bytes` for large messages. */
  stream?(): AsyncIterable<Uint8Array>;
}

const inOnePiece = 8_000_000;

/** A message served as the bytes it came in; read for its parts only when somebody asks. */
export function rawContent(source: RawSource, options: { varyBytes: boolean }): Content {
  const parts = () => readParts(source.bytes());
  const attached = () => parts().filter(isAttached).map(attachmentOf);
  function body(): MessageBody {
    const readable = parts().filter((part) => !isAttached(part));
    const html = readable.find((part) => /^text\/html/i.test(part.contentType));
    if (html !== undefined) return { contentType: 'html', content: decodedText(html) };
    const text = readable.find((part) => /^text\/plain/i.test(part.contentType));
    return { contentType: 'text', content: text === undefined ? '' : decodedText(text) };
  }
  return {
    body,
    preview() {
      const { contentType, content } = body();
      return contentType === 'html' ? plainText(content) : content.replace(/\s+/g, ' ').trim();
    },
    attachments: attached,
    headers: () => readHeader(source.bytes()).fields,
    size: () => source.length + 1_024,
    mime(_facts, variant) {
      if (options.varyBytes) return varyBoundaries(source.bytes(), variant);
      return source.length > inOnePiece && source.stream !== undefined ? source.stream() : source.bytes();
    },
  };
}

const longestHeader = 256 * 1024;

/** A range of a file, read again at each use. */
export function fileSource(path: string, range: { start: number; end: number }): RawSource {
  const { start, end } = range;
  return {
    length: end - start,
    bytes: () => readRange(path, range),
    head: () => readRange(path, { start, end: Math.min(end, start + longestHeader) }),
    ...(end > start ? { stream: () => createReadStream(path, { start, end: end - 1 }) } : {}),
  };
}

function readRange(path: string, { start, end }: { start: number; end: number }): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(end - start);
    let filled = 0;
    for (let read = 1; read > 0 && filled < bytes.length; filled += read) {
      read = readSync(file, bytes, filled, bytes.length - filled, start + filled);
    }
    return bytes.subarray(0, filled);
  } finally {
    closeSync(file);
  }
}

const kinds: Readonly<Record<string, MessageKind>> = {
  request: 'meetingRequest',
  cancel: 'meetingCancelled',
  reply: 'meetingAccepted',
};

/** The facts of a message from its header (or the beginning of its bytes); never throws. */
export function rawFacts(
  head: Uint8Array,
  given: { content: Content; fallbackTime: number; label: string },
): ItemFacts {
  const { fields } = readHeader(head);
  const value = (name: string) => headerValue(fields, name);
  const sent = readDate(value('date'));
  const lastHop = value('received');
  const arrived = readDate(lastHop?.slice(lastHop.lastIndexOf(';') + 1));
  const from = readAddresses(value('from'))[0] ?? null;
  const contentType = value('content-type') ?? '';
  const method = parameter(contentType, 'method')?.toLowerCase() ?? '';
  const calendar = /^text\/calendar/i.test(contentType);
  const subject = decodeWords(value('subject') ?? '');
  const topic = subject.replace(/^((re|fw|fwd|aw|wg|sv|vs):\s*)+/i, '').toLowerCase();
  const messageId = /<[^<>\s]+>/.exec(value('message-id') ?? '')?.[0];
  const importance = (value('importance') ?? '').toLowerCase();
  return {
    kind: calendar ? (kinds[method] ?? 'message') : 'message',
    receivedDateTime: arrived ?? sent ?? given.fallbackTime,
    sentDateTime: sent ?? arrived ?? given.fallbackTime,
    internetMessageId: messageId ?? `<${hash32(given.label).toString(16)}.unnamed@files.invalid>`,
    subject,
    importance: importance === 'high' || importance === 'low' ? importance : 'normal',
    conversation: { key: topic, began: sent ?? given.fallbackTime, depth: topic.length === subject.length ? 0 : 1 },
    from,
    sender: readAddresses(value('sender'))[0] ?? from,
    to: readAddresses(value('to')),
    cc: readAddresses(value('cc')),
    bcc: readAddresses(value('bcc')),
    replyTo: readAddresses(value('reply-to')),
    isDraft: false,
    hasAttachments: /^multipart\/(mixed|signed)|^application\//i.test(contentType),
    meeting: null,
    content: given.content,
  };
}
