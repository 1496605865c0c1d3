import type { Attachment, Message } from '../../model/contract.ts';
import { unknownProperty } from '../protocol/graph-error.ts';
import { time } from './message-properties.ts';
import { outlineOf } from './mime-outline.ts';

export interface AttachmentShape {
  readonly select: readonly string[] | undefined;
  /** `$expand=microsoft.graph.itemattachment/item`. */
  readonly withItem: boolean;
}

const types = {
  file: '#microsoft.graph.fileAttachment',
  item: '#microsoft.graph.itemAttachment',
  reference: '#microsoft.graph.referenceAttachment',
} as const;
const common = ['id', 'lastModifiedDateTime', 'name', 'contentType', 'size', 'isInline'];
const ofFiles = ['contentId', 'contentLocation', 'contentBytes'];

/** Errors: GraphError 400 for a selected property that no attachment has. */
export function attachmentJson(
  attachment: Attachment,
  message: Message,
  { select, withItem }: AttachmentShape,
): Record<string, unknown> {
  const names = select?.map(propertyName);
  const wanted = (name: string): boolean => names === undefined || names.includes(name) || name === 'id';
  const json: Record<string, unknown> = {
    '@odata.type': types[attachment.kind],
    ...(attachment.kind === 'file' ? { '@odata.mediaContentType': attachment.contentType } : {}),
  };
  const values: Readonly<Record<string, () => unknown>> = {
    id: () => attachment.id,
    lastModifiedDateTime: () => time(message.createdDateTime),
    name: () => attachment.name,
    contentType: () => (attachment.kind === 'item' ? null : attachment.contentType),
    size: () => attachment.size,
    isInline: () => attachment.isInline,
    contentId: () => attachment.contentId,
    contentLocation: () => null,
    contentBytes: () => Buffer.from(attachment.bytes() ?? new Uint8Array(0)).toString('base64'),
  };
  for (const name of attachment.kind === 'file' ? [...common, ...ofFiles] : common)
    if (wanted(name)) json[name] = values[name]?.();
  if (withItem && attachment.kind === 'item') json['item'] = itemJson(attachment);
  return json;
}

function propertyName(asked: string): string {
  const name = asked.replace(/^microsoft\.graph\.fileAttachment\//i, '');
  const found = [...common, ...ofFiles].find((known) => known.toLowerCase() === name.toLowerCase());
  // Properties of files may be selected only through a cast: the declared type is `attachment`.
  if (found === undefined || (ofFiles.includes(found) && name === asked)) throw unknownProperty(asked, 'attachment');
  return found;
}

/** The attached item as the contract shows it, read from its own MIME. */
function itemJson(attachment: Attachment): Record<string, unknown> {
  const outline = outlineOf(attachment.bytes() ?? new Uint8Array(0));
  const isEvent = attachment.contentType.toLowerCase().startsWith('text/calendar');
  if (isEvent) return { '@odata.type': '#microsoft.graph.event', id: '', subject: attachment.name };
  const address = (text: string | undefined): unknown =>
    text === undefined ? null : { emailAddress: mailAddress(text) };
  return {
    '@odata.type': '#microsoft.graph.message',
    id: '',
    createdDateTime: outline.date ?? null,
    receivedDateTime: outline.date ?? null,
    sentDateTime: outline.date ?? null,
    hasAttachments: outline.isMixed,
    internetMessageId: outline.header('message-id') ?? null,
    subject: outline.header('subject') ?? attachment.name,
    importance: 'normal',
    isRead: true,
    isDraft: false,
    sender: address(outline.header('sender') ?? outline.header('from')),
    from: address(outline.header('from')),
  };
}

function mailAddress(text: string): { name: string; address: string } {
  const match = /^\s*"?([^"<]*?)"?\s*<([^>]+)>/.exec(text);
  return match === null
    ? { name: text.trim(), address: text.trim() }
    : { name: match[1] ?? '', address: match[2] ?? '' };
}
