import { bytesAnswer, jsonAnswer, type Answer } from '../../http/answer.ts';
import type { Message } from '../../model/contract.ts';
import { GraphError, itemNotFound, unknownProperty } from '../protocol/graph-error.ts';
import { contextUrl, pageAnswer } from '../protocol/graph-call.ts';
import { attachmentJson } from './attachment-json.ts';
import { requireFull, userSet, type MailCall } from '../mail/mail-call.ts';
import { messageWriter } from './message-json.ts';

/** One message. Errors: GraphError as messageWriter. */
export function getMessage(mail: MailCall, message: Message): Answer {
  const json = messageWriter(mail, mail.options)(message);
  const headers =
    mail.prefer.bodyType === undefined
      ? {}
      : { 'Preference-Applied': `outlook.body-content-type="${mail.prefer.bodyType}"` };
  return jsonAnswer(200, { '@odata.context': contextUrl(mail, `${userSet(mail)}/messages/$entity`), ...json }, headers);
}

const mimeHeaders = Object.freeze({ 'Content-Type': 'text/plain' });

/**
 * `messages/{id}/$value`: the MIME, rebuilt at each fetch, in chunks without a length.
 * Errors: GraphError 403 under Mail.ReadBasic.
 */
export function getMime(mail: MailCall, message: Message): Answer {
  requireFull(mail);
  const mime = mail.mailbox.mime(message, mail.simulation.nextVariant());
  return {
    status: 200,
    headers: mimeHeaders,
    body: mime instanceof Uint8Array ? { kind: 'bytes', bytes: mime, chunked: true } : { kind: 'stream', chunks: mime },
  };
}

/** `messages/{id}/attachments`. Errors: GraphError 403 under Mail.ReadBasic, 400 for unknown properties. */
export function listAttachments(mail: MailCall, message: Message): Answer {
  requireFull(mail);
  const { options, mailbox } = mail;
  const shape = { select: options.select, withItem: expandsItem(options.expand) };
  return pageAnswer({
    context: contextUrl(
      mail,
      `${userSet(mail)}/messages('${encodeURIComponent(mail.prefer.immutableIds ? message.id : message.mutableId)}')/attachments`,
    ),
    count: options.count ? mailbox.attachments(message).length : undefined,
    value: mailbox.attachments(message).map((attachment) => attachmentJson(attachment, message, shape)),
  });
}

/** `attachments/{id}` and `attachments/{id}/$value`. Errors: 404, 403 under Mail.ReadBasic, 405 for the value of a reference. */
export function getAttachment(mail: MailCall, message: Message, rest: readonly string[]): Answer {
  requireFull(mail);
  const [id = '', value] = rest;
  const attachment = mail.mailbox.attachments(message).find((candidate) => candidate.id === id);
  if (attachment === undefined) throw itemNotFound();
  if (value === undefined) {
    const json = attachmentJson(attachment, message, {
      select: mail.options.select,
      withItem: expandsItem(mail.options.expand),
    });
    const set = `${userSet(mail)}/messages('${encodeURIComponent(mail.prefer.immutableIds ? message.id : message.mutableId)}')/attachments/$entity`;
    return jsonAnswer(200, { '@odata.context': contextUrl(mail, set), ...json });
  }
  const bytes = attachment.bytes();
  if (bytes === null || attachment.kind === 'reference')
    throw new GraphError(405, 'ErrorInvalidRequest', {
      message: 'The OData request is not supported.',
      headers: { Allow: 'GET' },
    });
  return bytesAnswer(200, bytes, { 'Content-Type': valueType(attachment.kind, attachment.contentType) });
}

/** An attached message comes as MIME, an attached event as iCalendar, a file as what it is. */
function valueType(kind: 'file' | 'item', contentType: string): string {
  if (kind === 'file') return contentType;
  return contentType.toLowerCase().startsWith('text/calendar') ? contentType : 'text/plain';
}

function expandsItem(expand: string | undefined): boolean {
  if (expand === undefined) return false;
  if (!/^microsoft\.graph\.itemattachment\/item\b/i.test(expand.trim())) throw unknownProperty(expand, 'attachment');
  return true;
}
