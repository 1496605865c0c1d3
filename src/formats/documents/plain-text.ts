import { decodeCharset } from '../text/charset.ts';
import { normaliseLineEnds } from '../text/clean-text.ts';
import { htmlToText } from '../text/html-text.ts';
import { DocumentFault, type DocumentFile } from './document.ts';
import { addText, type Extraction } from './extraction.ts';
import { hasUtf16Mark } from './recognise-kind.ts';

const metaCharset = /<meta[^>]{0,300}charset\s*=\s*["']?([\w.:-]{2,40})/i;

/** Text as it stands. */
export function readPlain(extraction: Extraction, file: DocumentFile): void {
  addText(extraction, normaliseLineEnds(decodeText(extraction, file)));
}

/** What an HTML page says. */
export function readHtml(extraction: Extraction, file: DocumentFile): void {
  const head = Buffer.from(file.bytes.subarray(0, 2048)).toString('latin1');
  const charset = file.charset ?? metaCharset.exec(head)?.[1] ?? null;
  const { text, isCut } = htmlToText(decodeText(extraction, { ...file, charset }), extraction.limits.text);
  addText(extraction, text);
  if (isCut) throw new DocumentFault('text-limit', 'The page is longer than what is kept of it.');
}

/** The characters of a text file: by its byte order mark, else by the declared charset, else UTF-8 or windows-1252. */
export function decodeText(extraction: Extraction, { bytes, charset }: DocumentFile): string {
  const { partBytes } = extraction.limits;
  const text = decodeCharset(bytes.subarray(0, partBytes), charsetByMark(bytes) ?? charset).text;
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function charsetByMark(bytes: Uint8Array): string | null {
  if (hasUtf16Mark(bytes)) return bytes[0] === 0xff ? 'utf-16le' : 'utf-16be';
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 'utf-8' : null;
}
