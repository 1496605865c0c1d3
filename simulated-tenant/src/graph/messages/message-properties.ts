import type { Mailbox, Message, MessageKind, Recipient } from '../../model/contract.ts';

/** What the value of a property is read from. */
export interface MessageView {
  readonly message: Message;
  readonly mailbox: Mailbox;
  readonly immutableIds: boolean;
  readonly bodyType: 'text' | 'html' | undefined;
}

type Read = (view: MessageView) => unknown;

export const time = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;

export const idIn = ({ message, immutableIds }: MessageView): string => (immutableIds ? message.id : message.mutableId);

const recipient = (one: Recipient | null): unknown =>
  one === null ? null : { emailAddress: { name: one.name, address: one.address } };
const recipients = (all: readonly Recipient[]): unknown => all.map(recipient);

/** Properties of `message` by name, in the order Graph writes them. */
export const messageProperties: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['id', idIn],
  ['createdDateTime', ({ message }) => time(message.createdDateTime)],
  ['lastModifiedDateTime', ({ message }) => time(message.lastModifiedDateTime)],
  ['changeKey', ({ message }) => message.changeKey],
  ['categories', ({ message }) => message.categories],
  ['receivedDateTime', ({ message }) => time(message.receivedDateTime)],
  ['sentDateTime', ({ message }) => time(message.sentDateTime)],
  ['hasAttachments', ({ message }) => message.hasAttachments],
  ['internetMessageId', ({ message }) => message.internetMessageId],
  ['subject', ({ message }) => message.subject],
  ['bodyPreview', ({ message }) => message.bodyPreview],
  ['importance', ({ message }) => message.importance],
  ['parentFolderId', ({ message }) => message.parentFolderId],
  ['conversationId', ({ message }) => message.conversationId],
  ['conversationIndex', ({ message }) => message.conversationIndex],
  ['isDeliveryReceiptRequested', () => null],
  ['isReadReceiptRequested', () => false],
  ['isRead', ({ message }) => message.isRead],
  ['isDraft', ({ message }) => message.isDraft],
  [
    'webLink',
    (view) =>
      `https://outlook.office365.com/owa/?ItemID=${encodeURIComponent(idIn(view))}&exvsurl=1&viewmodel=ReadMessageItem`,
  ],
  ['inferenceClassification', () => 'focused'],
  ['body', body],
  ['sender', ({ message }) => recipient(message.sender)],
  ['from', ({ message }) => recipient(message.from)],
  ['toRecipients', ({ message }) => recipients(message.to)],
  ['ccRecipients', ({ message }) => recipients(message.cc)],
  ['bccRecipients', ({ message }) => recipients(message.bcc)],
  ['replyTo', ({ message }) => recipients(message.replyTo)],
  ['flag', ({ message }) => ({ flagStatus: message.flagged ? 'flagged' : 'notFlagged' })],
]);

/** Properties that come only when selected. */
export const selectedOnly: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['uniqueBody', body],
  [
    'internetMessageHeaders',
    ({ message, mailbox }) => mailbox.internetMessageHeaders(message).map(({ name, value }) => ({ name, value })),
  ],
]);

/** What Mail.ReadBasic keeps back. */
export const beyondBasic: ReadonlySet<string> = new Set([
  'body',
  'bodyPreview',
  'uniqueBody',
  'internetMessageHeaders',
  'attachments',
  'extensions',
  'singleValueExtendedProperties',
  'multiValueExtendedProperties',
]);

/** The type annotation of meeting messages; plain messages carry none. */
export function odataType(kind: MessageKind): string | undefined {
  switch (kind) {
    case 'message':
      return undefined;
    case 'meetingRequest':
      return '#microsoft.graph.eventMessageRequest';
    case 'meetingCancelled':
      return '#microsoft.graph.eventMessage';
    case 'meetingAccepted':
    case 'meetingDeclined':
      return '#microsoft.graph.eventMessageResponse';
  }
}

function body({ message, mailbox, bodyType }: MessageView): unknown {
  const { contentType, content } = mailbox.body(message);
  if (bodyType === 'text') return { contentType: 'text', content: contentType === 'html' ? textOf(content) : content };
  if (contentType === 'html') return { contentType, content };
  return {
    contentType: 'html',
    content: `<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body><div class="PlainText">${escaped(content)}</div></body></html>`,
  };
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll(/\r?\n/g, '<br>\r\n');

/** A rough rendering, as a preview needs it: blocks become lines, tags go, the common entities are read. */
function textOf(html: string): string {
  return html
    .replaceAll(/<(style|script|head)\b[\s\S]*?<\/\1>/gi, '')
    .replaceAll(/<br\s*\/?>|<\/(?:p|div|tr|li|h[1-6])>/gi, '\r\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .trim();
}
