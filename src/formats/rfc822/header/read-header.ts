import type { MessageLimits } from '../limits.ts';
import type { Address, HeaderField, Importance, ParsedHeader } from '../message.ts';
import { parseAddresses } from './addresses.ts';
import { parseDate } from './dates.ts';
import type { RawField } from './fields.ts';
import { decodeHeaderText, unfoldField } from './header-text.ts';
import { edrmMessageIdentificationHash, readIdentifiers, readMessageId } from './identifiers.ts';
import { parseThreadIndex } from './thread-index.ts';

export interface ReadHeader {
  readonly header: ParsedHeader;
  readonly notes: readonly string[];
  /** Names of address fields that held more addresses than the limit. */
  readonly cutAddressFields: readonly string[];
}

/**
 * What the header of a message says. Of fields that may appear once the first counts; address fields that appear
 * several times are joined, as Exchange does.
 */
export function readHeader(raw: readonly RawField[], limits: MessageLimits): ReadHeader {
  const unfolded = new Map<string, string[]>();
  for (const field of raw) {
    const name = field.name.toLowerCase();
    const values = unfolded.get(name);
    if (values === undefined) unfolded.set(name, [unfoldField(field.value)]);
    else values.push(unfoldField(field.value));
  }
  const first = (name: string): string | null => unfolded.get(name)?.[0] ?? null;
  const text = (name: string): string | null => {
    const value = first(name);
    return value === null ? null : decodeHeaderText(value);
  };
  const cutAddressFields: string[] = [];
  const addresses = (name: string): readonly Address[] => {
    const values = unfolded.get(name);
    if (values === undefined) return [];
    const list = parseAddresses(values.join(', '), limits.addresses);
    if (list.isCut) cutAddressFields.push(name);
    return list.addresses;
  };
  const date = first('date');
  const sent = date === null ? null : parseDate(date);
  const messageId = first('message-id');
  const threadIndex = first('thread-index');
  const header: ParsedHeader = {
    fields: fieldsOf(raw),
    subject: text('subject'),
    from: addresses('from'),
    sender: addresses('sender'),
    replyTo: addresses('reply-to'),
    to: addresses('to'),
    cc: addresses('cc'),
    bcc: addresses('bcc'),
    sentAt: sent?.at ?? null,
    messageId: messageId === null ? null : readMessageId(messageId),
    inReplyTo: readIdentifiers(first('in-reply-to') ?? '', limits.references),
    references: readIdentifiers(first('references') ?? '', limits.references),
    threadTopic: text('thread-topic'),
    threadIndex: threadIndex === null ? null : parseThreadIndex(threadIndex),
    importance: importanceOf(first('importance'), first('x-priority'), first('priority')),
    autoSubmitted: autoSubmittedOf(text('auto-submitted')),
    edrmMih: messageId === null ? null : edrmMessageIdentificationHash(messageId),
  };
  return { header, notes: typeof sent?.note === 'string' ? [sent.note] : [], cutAddressFields };
}

/** Fields are decoded when they are asked for: most readers never do. */
function fieldsOf(raw: readonly RawField[]): readonly HeaderField[] {
  return raw.map((field) => ({
    name: field.name,
    get value() {
      return decodeHeaderText(unfoldField(field.value));
    },
    get raw() {
      return Buffer.from(field.value.buffer, field.value.byteOffset, field.value.byteLength).toString('latin1');
    },
  }));
}

/** Importance (RFC 2156), else X-Priority, else Priority. */
function importanceOf(importance: string | null, xPriority: string | null, priority: string | null): Importance {
  const word = importance?.toLowerCase();
  if (word === 'high' || word === 'low') return word;
  if (word === 'normal') return 'normal';
  const level = Number(/^\s*([1-5])\b/.exec(xPriority ?? '')?.[1] ?? 0);
  if (level === 1 || level === 2) return 'high';
  if (level === 4 || level === 5) return 'low';
  if (level === 3) return 'normal';
  const urgency = priority?.toLowerCase();
  if (urgency === 'urgent') return 'high';
  return urgency === 'non-urgent' ? 'low' : 'normal';
}

function autoSubmittedOf(value: string | null): string | null {
  return value === null || value === '' || /^no\b/i.test(value) ? null : value.toLowerCase();
}
