import { DocumentFault, type DocumentKind } from '../document.ts';
import { addText, type Extraction, guarded } from '../extraction.ts';
import { matching, openZip, type OpenZip, readMember } from '../zip-file.ts';
import { openDocumentRules } from './open-document.ts';
import { readSheets } from './sheet-text.ts';
import { drawingRules, type MarkupRules, readMarkup, wordRules } from './markup-text.ts';

export type OfficeKind = Extract<DocumentKind, 'word' | 'sheet' | 'slides' | 'open-document'>;

const wordParts = [/^word\/document\d*\.xml$/, /^word\/(?:header|footer)\d*\.xml$/, /^word\/(?:foot|end)notes\.xml$/];
const moreWordParts = [/^word\/comments\.xml$/, /^word\/glossary\/document\.xml$/, /^word\/diagrams\/data\d*\.xml$/];
const slideParts = [
  /^ppt\/slides\/slide\d+\.xml$/,
  /^ppt\/notesSlides\/notesSlide\d+\.xml$/,
  /^ppt\/comments\/.*\.xml$/,
  /^ppt\/diagrams\/data\d*\.xml$/,
];
const charts = /^(?:word|xl|ppt)\/(?:charts\/chart|drawings\/drawing)\d*\.xml$/;
const openDocumentParts = [/(?:^|\/)content\.xml$/, /^styles\.xml$/];

/**
 * The text of an Office document: Word, Excel and PowerPoint since 2007 (ECMA-376), OpenDocument (OASIS 1.3).
 * Headers, notes, comments, tracked deletions, hidden sheets and slides are text, too.
 * DocumentFault `encrypted`, or as readMember for its main part; other parts cost only themselves.
 */
export async function readOffice(extraction: Extraction, kind: OfficeKind, bytes: Uint8Array): Promise<void> {
  const zip = await openZip(bytes);
  switch (kind) {
    case 'word':
      await readParts(extraction, zip, { parts: [...wordParts, ...moreWordParts], rules: wordRules });
      break;
    case 'slides':
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
