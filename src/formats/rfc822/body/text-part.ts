import { decodeCharset } from '../../text/charset.ts';
import { cleanText, normaliseLineEnds } from '../../text/clean-text.ts';
import { unflow } from '../../text/flowed-text.ts';
import { htmlToText } from '../../text/html-text.ts';
import type { Reading } from '../reading.ts';
import { addException } from '../reading.ts';
import type { Entity } from './entity.ts';
import { decodeWhole } from './transfer-encoding.ts';

const metaCharset = /<meta[^>]{0,300}charset\s*=\s*["']?([\w.:-]{2,40})/i;

/** The text of a text/plain or text/html part, without formatting. */
export function textOfPart(entity: Entity, reading: Reading): string {
  const { bodyText } = reading.limits;
  const source = markupOfPart(entity, reading);
  if (entity.mediaType === 'text/html') {
    const html = htmlToText(source, bodyText);
    if (html.isCut) cut(entity, reading);
    return cleanText(html.text);
  }
  const text = cleanText(normaliseLineEnds(source));
  if (entity.typeParameters.get('format')?.toLowerCase() !== 'flowed') return text;
  return unflow(text, entity.typeParameters.get('delsp')?.toLowerCase() === 'yes');
}

/** The decoded characters of a text part, markup included. */
export function markupOfPart(entity: Entity, reading: Reading): string {
  const { bodySource } = reading.limits;
  const bytes = decodeWhole(entity.body, entity.encoding, bodySource + 1);
  if (bytes.length > bodySource) cut(entity, reading);
  const label =
    entity.typeParameters.get('charset') ?? (entity.mediaType === 'text/html' ? charsetOfHtml(bytes) : null);
  const decoded = decodeCharset(bytes.subarray(0, bodySource), label);
  if (!decoded.isKnownCharset) reading.notes.add('charset-unknown');
  return decoded.text;
}

function cut(entity: Entity, reading: Reading): void {
  const detail = 'The text is longer than what is kept of it; the rest is not searchable.';
  addException(reading, { part: entity.part, reason: 'body-text-limit', detail });
}

/** HTML parts without a charset often name it in the markup. */
function charsetOfHtml(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 2048)).toString('latin1');
  return metaCharset.exec(head)?.[1] ?? null;
}
