import type { Recipient } from '../contract.ts';
import type { AttachmentPart, Content, ItemFacts } from '../mailbox/item-record.ts';
import type { LazyItems, LazyView } from '../mailbox/lazy-items.ts';
import { firstPosition } from '../mailbox/ordered-items.ts';
import { boundaryStem } from '../mime/composed-content.ts';
import { messageHeaders } from '../mime/message-headers.ts';
import { referenceMark } from './message-template.ts';
import type { MessageTemplate } from './message-template.ts';

export interface ScaleMailbox {
  readonly owner: Recipient;
  /** The owner's place among the people: mailboxes of different owners hold different messages. */
  readonly ordinal: number;
  readonly count: number;
  /** The messages spread evenly from `begin` to `end`, exclusive. */
  readonly begin: number;
  readonly end: number;
  readonly templates: readonly MessageTemplate[];
  readonly correspondent: (choice: number) => Recipient;
}

// Folders repeat in a pattern of twenty, which is what makes every count a division.
const pattern = [
  'inbox',
  'inbox',
  'sentitems',
  'inbox',
  'Customers',
  'inbox',
  'inbox',
  'inbox',
  'sentitems',
  'archive',
  'inbox',
  'Customers',
  'inbox',
  'sentitems',
  'inbox',
  'inbox',
  'Carriers',
  'inbox',
  'sentitems',
  'deleteditems',
];
const period = pattern.length;
// Every hundredth message is unread; it lies in the inbox.
const unreadPeriod = 100;
const unreadAt = 7;

/** The messages of one mailbox, each computed from its index when somebody asks. */
export function scaleItems(mailbox: ScaleMailbox): LazyItems {
  const { count, begin, end } = mailbox;
  const step = count === 0 ? 1 : (end - begin) / count;
  const wholeSeconds = step > 20_000;
  function received(index: number): number {
    const time = begin + (index + scatter(index) * 0.9) * step;
    return wholeSeconds ? Math.floor(time / 1_000) * 1_000 : Math.floor(time);
  }
  const folderOf = (index: number): string => pattern[index % period] ?? 'inbox';
  const isRead = (index: number): boolean => index % unreadPeriod !== unreadAt;
  return {
    count,
    received,
    folderOf,
    isRead,
    folders: [
      { name: 'Customers', parent: 'inbox' },
      { name: 'Carriers', parent: 'msgfolderroot' },
    ],
    view: (folder) => patternView(folder, count),
    facts: (index) =>
      factsOf(mailbox, { index, received: received(index), sentByOwner: folderOf(index) === 'sentitems' }),
  };
}

/** A fraction that looks random and depends only on the index. */
function scatter(index: number): number {
  return (Math.imul(index ^ 0x5bd1e995, 0x9e3779b1) >>> 0) / 4294967296;
}

function patternView(folder: string | null, count: number): LazyView {
  const places = pattern.flatMap((name, at) => (folder === null || name === folder ? [at] : []));
  const before = (index: number): number =>
    Math.floor(index / period) * places.length +
    firstPosition(places.length, (at) => (places[at] ?? 0) >= index % period);
  const unread =
    folder === null || folder === 'inbox' ? Math.floor((count + unreadPeriod - unreadAt - 1) / unreadPeriod) : 0;
  return {
    length: before(count),
    unread,
    before,
    indexAt: (position) => Math.floor(position / places.length) * period + (places[position % places.length] ?? 0),
  };
}

interface Place {
  readonly index: number;
  readonly received: number;
  readonly sentByOwner: boolean;
}

function factsOf(mailbox: ScaleMailbox, { index, received, sentByOwner }: Place): ItemFacts {
  const choice = Math.imul(index + 1, 0x85ebca6b) ^ Math.imul(mailbox.ordinal + 1, 0xc2b2ae35);
  const template = mailbox.templates[(choice >>> 0) % mailbox.templates.length];
  if (template === undefined) throw new RangeError('a scale mailbox needs templates');
  const other = mailbox.correspondent(choice >>> 3);
  const from = sentByOwner ? mailbox.owner : other;
  const number = `${mailbox.ordinal.toString(36)}-${index.toString(36)}`;
  const subject = `${template.topic} ${number.toUpperCase()}`;
  return {
    kind: 'message',
    receivedDateTime: received,
    sentDateTime: received - 2_000,
    internetMessageId: `<${number}@scale.example>`,
    subject,
    importance: 'normal',
    conversation: { key: subject, began: received, depth: 0 },
    from,
    sender: from,
    to: [sentByOwner ? other : mailbox.owner],
    cc: [],
    bcc: [],
    replyTo: [],
    isDraft: false,
    hasAttachments: template.attachment !== null,
    meeting: null,
    content: templateContent(template, referenceOf(mailbox.ordinal, index), !sentByOwner),
  };
}

/** 15 characters, as the mark in the templates. */
function referenceOf(ordinal: number, index: number): string {
  const tail = ordinal.toString(36).padStart(4, '0') + index.toString(36).padStart(7, '0');
  return `REF-${tail.slice(-11).toUpperCase()}`;
}

function templateContent(template: MessageTemplate, reference: string, received: boolean): Content {
  const filled = (text: string): string => text.replaceAll(referenceMark, reference);
  const headers = (facts: ItemFacts) => messageHeaders(facts, { received });
  return {
    body: () =>
      template.html === null
        ? { contentType: 'text', content: filled(template.text) }
        : { contentType: 'html', content: filled(template.html) },
    preview: () => filled(template.text.slice(0, 400)).replace(/\s+/g, ' ').trim(),
    attachments: () => (template.attachment === null ? [] : [listAttachment(template.attachment, reference)]),
    headers: (facts) => headers(facts).map(({ name, value }) => ({ name, value: value.replace(/\r\n\s/g, ' ') })),
    size: () => template.bytes.length + 1_100,
    mime: (facts, variant) => render(facts, { template, reference, variant, received }),
  };
}

function listAttachment(bytes: Buffer, reference: string): AttachmentPart {
  return {
    kind: 'file',
    name: 'list.txt',
    contentType: 'text/plain',
    isInline: false,
    contentId: null,
    bytes: () => Buffer.from(bytes.toString('latin1').replaceAll(referenceMark, reference), 'latin1'),
  };
}

interface Rendering {
  readonly template: MessageTemplate;
  readonly reference: string;
  readonly variant: number;
  readonly received: boolean;
}

function render(facts: ItemFacts, { template, reference, variant, received }: Rendering): Uint8Array {
  let head = '';
  for (const { name, value } of messageHeaders(facts, { received })) head += `${name}: ${value}\r\n`;
  const body = Buffer.byteLength(head, 'utf8');
  const out = Buffer.allocUnsafe(body + template.bytes.length);
  out.write(head, 0, 'utf8');
  template.bytes.copy(out, body);
  for (const place of template.referencePlaces) out.write(reference, body + place, 'latin1');
  if (template.boundaryPlaces.length > 0) {
    const stem = boundaryStem(facts.internetMessageId, variant);
    for (const place of template.boundaryPlaces) out.write(stem, body + place, 'latin1');
  }
  if (template.encodedReferencePlaces.length > 0) {
    const encoded = Buffer.from(reference, 'latin1').toString('base64');
    for (const place of template.encodedReferencePlaces) out.write(encoded, body + place, 'latin1');
  }
  return out;
}
