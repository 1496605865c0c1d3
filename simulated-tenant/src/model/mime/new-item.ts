import type { NewMessage } from '../contract.ts';
import type { AttachmentPart, ItemFacts } from '../mailbox/item-record.ts';
import { composedContent } from './composed-content.ts';
import type { Composition } from './composed-content.ts';
import { rawContent, rawFacts } from './raw-content.ts';

/** The facts of a message that is delivered while the tenant runs. */
export function newItemFacts(
  message: NewMessage,
  given: { now: number; number: number; varyBytes: boolean },
): ItemFacts {
  const { mime } = message;
  if (mime !== undefined) return deliveredBytes(mime, message, given);
  const attachments = (message.attachments ?? []).map((file): AttachmentPart => ({
    kind: file.contentType === 'message/rfc822' ? 'item' : 'file',
    name: file.name,
    contentType: file.contentType,
    isInline: file.isInline ?? false,
    contentId: file.contentId ?? (file.isInline === true ? file.name : null),
    bytes: () => file.bytes,
  }));
  const composition: Composition = {
    attachments,
    ...(message.text === undefined ? {} : { text: message.text }),
    ...(message.html === undefined ? {} : { html: message.html }),
  };
  const received = message.receivedDateTime ?? given.now;
  const subject = message.subject ?? '';
  const isDraft = message.isDraft ?? false;
  const from = message.from ?? null;
  return {
    kind: 'message',
    receivedDateTime: received,
    sentDateTime: message.sentDateTime ?? received,
    internetMessageId: message.internetMessageId ?? `<delivered-${given.number.toString(36)}@simulated.example>`,
    subject,
    importance: message.importance ?? 'normal',
    conversation: {
      key: subject.replace(/^((re|fw|fwd): )+/i, ''),
      began: received,
      depth: /^(re|fw|fwd): /i.test(subject) ? 1 : 0,
    },
    from,
    sender: from,
    to: message.to ?? [],
    cc: message.cc ?? [],
    bcc: message.bcc ?? [],
    replyTo: [],
    isDraft,
    hasAttachments: attachments.some((part) => !part.isInline),
    meeting: null,
    content: composedContent(() => composition, { received: !isDraft }),
  };
}

function deliveredBytes(
  mime: Uint8Array,
  message: NewMessage,
  given: { now: number; number: number; varyBytes: boolean },
): ItemFacts {
  const content = rawContent({ length: mime.length, bytes: () => mime, head: () => mime }, given);
  const facts = rawFacts(mime, { content, fallbackTime: given.now, label: `delivered ${given.number}` });
  return {
    ...facts,
    // It arrives now, whatever its own header says.
    receivedDateTime: message.receivedDateTime ?? given.now,
    sentDateTime: message.sentDateTime ?? facts.sentDateTime,
    isDraft: message.isDraft ?? false,
    hasAttachments: content.attachments().some((part) => !part.isInline),
  };
}
