import type { PDFDocumentProxy, PDFPageProxy } from 'unpdf/pdfjs';
import { DocumentFault } from './document.ts';
import { addException, addText, type Extraction, guarded } from './extraction.ts';

/**
 * The text of a PDF, page by page, with what was filled into its forms and written into notes. Pictures of text have none.
 * DocumentFault `encrypted` when it opens only with a password, `corrupt` when it cannot be opened.
 */
export async function readPdf(extraction: Extraction, bytes: Uint8Array): Promise<void> {
  const { getDocument, VerbosityLevel } = await import('unpdf/pdfjs');
  const missing = new Set<string>();
  /** Letters of fonts that name a table of Adobe's instead of carrying one cannot be read: the tables are not shipped. */
  class MissingTables {
    fetch({ filename }: { readonly filename?: string }): Promise<never> {
      missing.add(filename ?? '');
      return Promise.reject(new Error('The table is not there.'));
    }
  }
  const task = getDocument({
    // The reader takes the buffer over.
    data: new Uint8Array(bytes),
    verbosity: VerbosityLevel.ERRORS,
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    enableXfa: false,
    useWorkerFetch: false,
    cMapUrl: 'tables/',
    cMapPacked: true,
    standardFontDataUrl: 'fonts/',
    BinaryDataFactory: MissingTables,
  });
  try {
    await readPages(extraction, await opened(task.promise));
    // Fonts' shapes are asked for, too; text does not need them.
    const tables = [...missing]
      .filter((name) => name.endsWith('.bcmap'))
      .map((name) => name.slice(0, -'.bcmap'.length));
    if (tables.length > 0) {
      const detail = `Letters of fonts that name the table ${tables.join(', ')} instead of carrying one are not read.`;
      addException(extraction, { reason: 'unsupported', detail });
    }
  } finally {
    await task.destroy();
  }
}

async function opened(document: Promise<PDFDocumentProxy>): Promise<PDFDocumentProxy> {
  try {
    return await document;
  } catch (thrown) {
    const name = thrown instanceof Error ? thrown.name : '';
    if (name === 'PasswordException') throw new DocumentFault('encrypted', 'It opens only with a password.');
    throw new DocumentFault('corrupt', `The PDF cannot be opened: ${thrown instanceof Error ? thrown.message : name}`);
  }
}

async function readPages(extraction: Extraction, document: PDFDocumentProxy): Promise<void> {
  const { pages } = extraction.limits;
  for (let number = 1; number <= Math.min(document.numPages, pages) && !extraction.isFull; number += 1) {
    await guarded(extraction, `Page ${String(number)}`, async () => {
      const page = await document.getPage(number);
      await readPage(extraction, page);
      page.cleanup();
    });
    addText(extraction, '\n\n');
  }
  if (document.numPages > pages) {
    const detail = `Only the first ${String(pages)} of ${String(document.numPages)} pages were read.`;
    addException(extraction, { reason: 'page-limit', detail });
  }
}

async function readPage(extraction: Extraction, page: PDFPageProxy): Promise<void> {
  const reader = page.streamTextContent({ includeMarkedContent: false }).getReader();
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    for (const item of (step.value as Content).items)
      addText(extraction, `${item.str ?? ''}${item.hasEOL === true ? '\n' : ''}`);
    if (extraction.isFull) {
      await reader.cancel();
      return;
    }
  }
  for (const { fieldValue, contentsObj } of (await page.getAnnotations()) as readonly Annotation[]) {
    const written = [fieldValue, contentsObj?.str].filter((text) => typeof text === 'string' && text !== '');
    for (const text of written) addText(extraction, `\n${String(text)}`);
  }
}

interface Content {
  readonly items: readonly { readonly str?: string; readonly hasEOL?: boolean }[];
}

interface Annotation {
  readonly fieldValue?: unknown;
  readonly contentsObj?: { readonly str?: string };
}
