import { cleanText } from '../text/clean-text.ts';
import { type DocumentFile, DocumentFault, type DocumentKind, documentLimits, type DocumentText } from './document.ts';
import type { DocumentLimits } from './document.ts';
import { type Extraction, guarded } from './extraction.ts';
import { claimsText, recogniseKind } from './recognise-kind.ts';
import { readGzip, readTar, readZip } from './archive-text.ts';
import { readCalendar } from './calendar-text.ts';
import { readMail } from './mail-text.ts';
import { readHtml, readPlain } from './plain-text.ts';
import { readRtf } from './rtf/rtf-text.ts';
import { readTnef } from './tnef-text.ts';

/** Counts up when what is read out of files changes, so that they are read again. */
export const extractorVersion = 2;

/**
 * The text of a file, whatever it is.
 * Laws: never throws, on any bytes; what the bytes are is told by themselves, names and declared types are hints;
 * time grows with bytes and unpacked bytes, which `limits` bound; what is not read is an exception and what was read
 * before it is kept; a file in an archive that cannot be read costs only itself; equal input gives equal results.
 * A library that loops or takes too much memory is for the caller to end: run it in a process with limits.
 */
export async function extractText(file: DocumentFile, limits: DocumentLimits = documentLimits): Promise<DocumentText> {
  const extraction: Extraction = {
    limits,
    exceptions: [],
    pieces: [],
    length: 0,
    inflated: 0,
    isFull: false,
    within: async (inner, depth) => {
      await guarded(extraction, inner.name ?? '', () => readFile(extraction, inner, depth));
    },
  };
  let kind: DocumentKind = 'unknown';
  await guarded(extraction, '', async () => {
    kind = await recogniseKind(file);
    await readAs(extraction, { kind, file, depth: 0 });
  });
  return { kind, text: cleanText(extraction.pieces.join('')).trim(), exceptions: extraction.exceptions };
}

async function readFile(extraction: Extraction, file: DocumentFile, depth: number): Promise<void> {
  await readAs(extraction, { kind: await recogniseKind(file), file, depth });
}

interface Task {
  readonly kind: DocumentKind;
  readonly file: DocumentFile;
  readonly depth: number;
}

async function readAs(extraction: Extraction, { kind, file, depth }: Task): Promise<void> {
  const { bytes } = file;
  refuseTooLarge(extraction, kind, bytes.length);
  switch (kind) {
    case 'text':
      readPlain(extraction, file);
      return;
    case 'html':
      readHtml(extraction, file);
      return;
    case 'calendar':
      readCalendar(extraction, file);
      return;
    case 'rtf':
      readRtf(extraction, bytes);
      return;
    case 'pdf':
      await (await import('./pdf-text.ts')).readPdf(extraction, bytes);
      return;
    case 'word':
    case 'sheet':
    case 'slides':
    case 'open-document':
      await (await import('./office/office-text.ts')).readOffice(extraction, kind, bytes);
      return;
    case 'message':
      await readMail(extraction, file, depth);
      return;
    case 'zip':
      await readZip(extraction, file, depth);
      return;
    case 'gzip':
      await readGzip(extraction, file, depth);
      return;
    case 'tar':
      await readTar(extraction, file, depth);
      return;
    case 'tnef':
      await readTnef(extraction, file, depth);
      return;
    case 'encrypted':
      throw new DocumentFault('encrypted', 'It is encrypted.');
    case 'legacy-office':
      throw new DocumentFault(
        'unsupported',
        'Word, Excel and PowerPoint files from before 2007 and .msg are not read.',
      );
    case 'other-archive':
      throw new DocumentFault('unsupported', 'Archives other than ZIP, gzip and tar are not read.');
    case 'empty':
    case 'image':
    case 'media':
    case 'signature':
      return;
    case 'unknown':
      if (claimsText(file)) throw new DocumentFault('corrupt', 'Its bytes are not what its name or type says.');
      return;
  }
}

/** What has no text may be of any length. */
function refuseTooLarge({ limits }: Extraction, kind: DocumentKind, length: number): void {
  const hasReader = kind !== 'image' && kind !== 'media' && kind !== 'signature' && kind !== 'unknown';
  if (length > limits.fileBytes && hasReader)
    throw new DocumentFault('too-large', `It is longer than ${String(limits.fileBytes)} bytes.`);
}
