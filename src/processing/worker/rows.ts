import type { Digest } from '#evidence';
import { type ParsedAttachment, type ParsedMessage, parserVersion } from '#formats';
import { threadKeysOf } from '../thread-keys.ts';
import type { ParsedRows } from './protocol.ts';

/** Reasons for which nothing of a message could be read. */
const unreadable = new Set(['empty', 'not-a-message']);

/** A parsed message as rows of the tables. */
export function rowsOf(message: ParsedMessage, digest: Digest): ParsedRows {
  const isReadable = !message.exceptions.some(({ part, reason }) => part === '' && unreadable.has(reason));
  return {
    digest,
    message: isReadable ? JSON.stringify(messageRow(message, digest)) : null,
    attachments: isReadable ? message.attachments.map((attachment, at) => attachmentRow(attachment, digest, at)) : [],
    exceptions: message.exceptions,
    threadKeys: threadKeysOf(message, digest),
  };
}

function messageRow(message: ParsedMessage, digest: Digest): object {
  return {
    digest,
    parser_version: parserVersion,
    size: message.size,
    subject: message.subject,
    from_addresses: message.from,
    sender_addresses: message.sender,
    reply_to_addresses: message.replyTo,
    to_addresses: message.to,
    cc_addresses: message.cc,
    bcc_addresses: message.bcc,
    sent_at: message.sentAt,
    message_id: message.messageId,
    in_reply_to: message.inReplyTo,
    reference_ids: message.references,
    thread_topic: message.threadTopic,
    conversation_id: message.threadIndex?.conversation ?? null,
    conversation_level: message.threadIndex?.level ?? null,
    family_hash: message.familyHash,
    edrm_mih: message.edrmMih,
    importance: message.importance,
    auto_submitted: message.autoSubmitted,
    is_draft: message.isDraft,
    has_bcc: message.hasBcc,
    is_encrypted: message.isEncrypted,
    is_signed: message.isSigned,
    has_tnef: message.hasTnef,
    body_source: message.bodySource,
    body_text: message.bodyText,
    notes: message.notes,
  };
}

function attachmentRow(attachment: ParsedAttachment, digest: Digest, position: number): string {
  return JSON.stringify({
    digest,
    part: attachment.part,
    position,
    parent: attachment.parent,
    depth: attachment.depth,
    name: attachment.name,
    media_type: attachment.mediaType,
    content_id: attachment.contentId,
    disposition: attachment.disposition,
    size: attachment.size,
    attachment_digest: attachment.digest,
    is_tnef: attachment.isTnef,
    attached_message: attachment.message,
  });
}
