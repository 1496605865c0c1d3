import type { Address } from '../rfc822/message.ts';
import { attachedFiles } from '../rfc822/attached-files.ts';
import { parseMessage } from '../rfc822/parse-message.ts';
import type { DocumentFile } from './document.ts';
import { addException, addLine, type Extraction } from './extraction.ts';

/**
 * The header and text of a message. Its attachments' text follows, unless it hangs at another message as what it is:
 * then its attachments are attachments of that message, too, and have their own text.
 */
export async function readMail(extraction: Extraction, file: DocumentFile, depth: number): Promise<void> {
  const message = parseMessage(file.bytes);
  const line = (label: string, text: string | null): void => {
    if (text !== null && text !== '') addLine(extraction, `${label}: ${text}`);
  };
  line('Subject', message.subject);
  line('From', people(message.from));
  line('To', people(message.to));
  line('Cc', people(message.cc));
  line('Bcc', people(message.bcc));
  line('Sent', message.sentAt?.toISOString() ?? null);
  addLine(extraction, `\n${message.bodyText}`);
  for (const { part, reason, detail } of message.exceptions) {
    if (part === '' && reason === 'body-text-limit') addException(extraction, { reason: 'text-limit', detail });
  }
  const isListedElsewhere = depth === 0 && (file.mediaType?.startsWith('message/') ?? false);
  if (!isListedElsewhere) await readAttachments(extraction, file.bytes, depth);
}

async function readAttachments(extraction: Extraction, bytes: Uint8Array, depth: number): Promise<void> {
  if (depth + 1 > extraction.limits.depth) {
    const detail = `Messages are nested deeper than ${String(extraction.limits.depth)}; attachments were not read.`;
    addException(extraction, { reason: 'nesting-limit', detail });
    return;
  }
  for (const file of attachedFiles(bytes)) {
    if (extraction.isFull) return;
    if (file.parent !== null) continue;
    addLine(extraction, file.name ?? '');
    // What hangs at an attached message comes with it.
    await extraction.within({ ...file, bytes: file.read(extraction.limits.fileBytes) }, depth + 1);
  }
}

function people(addresses: readonly Address[]): string {
  return addresses.map(({ name, address }) => (name === '' ? address : `${name} <${address}>`)).join(', ');
}
