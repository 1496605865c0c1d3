import { DocumentFault, type DocumentKind } from '../document.ts';
import { addException, addText, type Extraction, guarded } from '../extraction.ts';
import { matching, openZip, type OpenZip, readMember } from '../zip-file.ts';
import { openDocumentRules } from './open-document.ts';
import { readXml } from './read-xml.ts';
import { readSheets } from './sheet-text.ts';
import { drawingRules, type MarkupRules, readMarkup, wordRules } from './markup-text.ts';

export type OfficeKind = Extract<DocumentKind, 'word' | 'sheet' | 'slides' | 'open-document'>;

const usualWordPart = /^word\/document\d*\.xml$/i;
/** Styles and settings have no text, so nothing but the document is found among them. */
const anyWordPart = /^word\/(?!comments|header|footer|footnotes|endnotes)[^/]+\.xml$/i;
const wordParts = [/^word\/(?:header|footer)\d*\.xml$/i, /^word\/(?:foot|end)notes\.xml$/i];
const moreWordParts = [/^word\/comments\.xml$/i, /^word\/glossary\/document\.xml$/i, /^word\/diagrams\/data\d*\.xml$/i];
const slides = /^ppt\/slides\/[^/]+\.xml$/i;
const slideParts = [
  slides,
  /^ppt\/notesSlides\/notesSlide\d+\.xml$/i,
  /^ppt\/comments\/.*\.xml$/i,
  /^ppt\/diagrams\/data\d*\.xml$/i,
];
const charts = /^(?:word|xl|ppt)\/(?:charts\/chart|drawings\/drawing)\d*\.xml$/i;
const openDocumentParts = [/(?:^|\/)content\.xml$/i, /^styles\.xml$/i];

/**
 * The text of an Office document: Word, Excel and PowerPoint since 2007 (ECMA-376), OpenDocument (OASIS 1.3).
 * Headers, notes, comments, tracked deletions, hidden sheets and slides are text, too.
 * DocumentFault `encrypted`, or as readMember for its main part; other parts cost only themselves.
 */
export async function readOffice(extraction: Extraction, kind: OfficeKind, bytes: Uint8Array): Promise<void> {
  const zip = await openZip(bytes);
  switch (kind) {
    case 'word':
      await readDocument(extraction, zip);
      await readParts(extraction, zip, { parts: [...wordParts, ...moreWordParts], rules: wordRules });
      break;
    case 'slides':
      await sayMissingSlides(extraction, zip);
      await readParts(extraction, zip, { parts: slideParts, rules: drawingRules });
      break;
    case 'sheet':
      await readSheets(extraction, zip);
      break;
    case 'open-document':
      await refuseEncrypted(extraction, zip);
      await readParts(extraction, zip, { parts: openDocumentParts, rules: openDocumentRules });
      return;
  }
  await readParts(extraction, zip, { parts: [charts], rules: drawingRules });
}

/** The document itself; a part of another name than Word gives it is looked for, and none is damage. */
async function readDocument(extraction: Extraction, zip: OpenZip): Promise<void> {
  const isUsual = matching(zip, usualWordPart).length > 0;
  const before = extraction.length;
  await readParts(extraction, zip, { parts: [isUsual ? usualWordPart : anyWordPart], rules: wordRules });
  if (isUsual || /\S/.test(extraction.pieces.join('').slice(before))) return;
  addException(extraction, { reason: 'corrupt', detail: 'The document itself is not in the file.' });
}

/** Slides that the presentation names and that are not there. */
async function sayMissingSlides(extraction: Extraction, zip: OpenZip): Promise<void> {
  let named = 0;
  for (const member of matching(zip, /^ppt\/presentation\.xml$/i)) {
    await guarded(extraction, member.name, async () => {
      readXml(await readMember(zip, member, extraction), {
        open(name) {
          if (name === 'sldId') named += 1;
        },
      });
    });
  }
  const found = matching(zip, slides).length;
  if (found >= named) return;
  addException(extraction, { reason: 'corrupt', detail: `${String(found)} of ${String(named)} slides are there.` });
}

async function readParts(
  extraction: Extraction,
  zip: OpenZip,
  { parts, rules }: { readonly parts: readonly RegExp[]; readonly rules: MarkupRules },
): Promise<void> {
  for (const pattern of parts) {
    for (const member of matching(zip, pattern)) {
      if (extraction.isFull) return;
      await guarded(extraction, member.name, async () => {
        readMarkup(extraction, await readMember(zip, member, extraction), rules);
      });
      addText(extraction, '\n');
    }
  }
}

/** OpenDocument encrypts its parts one by one and says so in its manifest (part 2, 3.4). */
async function refuseEncrypted(extraction: Extraction, zip: OpenZip): Promise<void> {
  const manifest = zip.members.find(({ name }) => name === 'META-INF/manifest.xml');
  if (manifest === undefined) return;
  const bytes = await readMember(zip, manifest, extraction);
  if (bytes.includes('encryption-data')) throw new DocumentFault('encrypted', 'It opens only with a password.');
}
