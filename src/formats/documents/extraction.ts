import { cleanText, truncateText } from '../text/clean-text.ts';
import {
  type DocumentException,
  type DocumentExceptionReason,
  DocumentFault,
  type DocumentFile,
  type DocumentLimits,
} from './document.ts';

/** What reading one file, with everything packed into it, has brought and used up so far. */
export interface Extraction {
  readonly limits: DocumentLimits;
  readonly exceptions: DocumentException[];
  readonly pieces: string[];
  length: number;
  inflated: number;
  /** Whether the limit of text is reached: readers may stop. */
  isFull: boolean;
  /** Reads a file that lies in another one; its exceptions carry its name. */
  readonly within: (file: DocumentFile, depth: number) => Promise<void>;
}

/** Exceptions told of one file; further ones are counted only. */
const mostExceptions = 20;
const longestDetail = 300;

/** Adds text as it stands; beyond the limit it is cut, once said. */
export function addText(extraction: Extraction, text: string): void {
  if (extraction.isFull || text === '') return;
  const left = extraction.limits.text - extraction.length;
  const kept = truncateText(text, left);
  extraction.pieces.push(kept);
  extraction.length += kept.length;
  if (text.length <= left) return;
  extraction.isFull = true;
  const detail = `Only the first ${String(extraction.limits.text)} characters of the text are kept.`;
  addException(extraction, { reason: 'text-limit', detail });
}

/** Adds a line, or several, ended by a line end. */
export function addLine(extraction: Extraction, line: string): void {
  addText(extraction, `${line}\n`);
}

export function addException(extraction: Extraction, { reason, detail }: DocumentException): void {
  if (extraction.exceptions.length >= mostExceptions) return;
  extraction.exceptions.push({ reason, detail: cleanText(truncateText(detail, longestDetail)) });
}

/** Counts unpacked bytes. DocumentFault `inflated-limit` when there are too many over all levels. */
export function countInflated(extraction: Extraction, bytes: number): void {
  extraction.inflated += bytes;
  if (extraction.inflated <= extraction.limits.inflatedBytes) return;
  const limit = String(extraction.limits.inflatedBytes);
  throw new DocumentFault('inflated-limit', `Unpacked, it is larger than ${limit} bytes.`);
}

/** Runs a reader; what it throws is an exception of this file, and what it read before stays. */
export async function guarded(extraction: Extraction, name: string, read: () => Promise<void> | void): Promise<void> {
  try {
    await read();
  } catch (thrown) {
    const { reason, detail } = exceptionOf(thrown);
    addException(extraction, { reason, detail: name === '' ? detail : `${name}: ${detail}` });
  }
}

function exceptionOf(thrown: unknown): DocumentException {
  if (thrown instanceof DocumentFault) return { reason: thrown.reason, detail: thrown.message };
  const reason: DocumentExceptionReason = 'corrupt';
  return { reason, detail: thrown instanceof Error ? thrown.message : String(thrown) };
}
