import { type Extraction, guarded } from '../extraction.ts';
import { matching, type OpenZip, readMember } from '../zip-file.ts';
import { readDateStyles } from './sheet-dates.ts';
import { readXml } from './read-xml.ts';

/** What cells need to be read: it lies in parts of its own. */
export interface Workbook {
  readonly strings: readonly string[];
  /** Cell formats that show a number as a date. */
  readonly dateStyles: ReadonlySet<number>;
  /** Days are counted from 1904 (old Macintosh). */
  readonly is1904: boolean;
  /** In the order of the book. */
  readonly sheetNames: readonly string[];
}

/** A part that is damaged is an exception, and what was read of it is kept. */
export async function readWorkbook(extraction: Extraction, zip: OpenZip): Promise<Workbook> {
  const strings: string[] = [];
  const sheetNames: string[] = [];
  const dateStyles = new Set<number>();
  let is1904 = false;
  const reading = async (part: RegExp, read: (bytes: Uint8Array) => void): Promise<void> => {
    for (const member of matching(zip, part)) {
      await guarded(extraction, member.name, async () => {
        read(await readMember(zip, member, extraction));
      });
    }
  };
  await reading(/^xl\/workbook\.xml$/i, (bytes) => {
    readXml(bytes, {
      open(name, attribute) {
        if (name === 'sheet') sheetNames.push(attribute('name') ?? '');
        if (name === 'workbookPr') is1904 = /^(?:1|true)$/.test(attribute('date1904') ?? '');
      },
    });
  });
  await reading(/^xl\/sharedStrings\.xml$/i, (bytes) => {
    readStrings(bytes, strings);
  });
  await reading(/^xl\/styles\.xml$/i, (bytes) => {
    readDateStyles(bytes, dateStyles);
  });
  return { strings, sheetNames, dateStyles, is1904 };
}

/** Phonetic readings of East Asian text (`rPh`) are not the text. */
function readStrings(bytes: Uint8Array, strings: string[]): void {
  let pieces: string[] = [];
  let isText = false;
  let isPhonetic = false;
  readXml(bytes, {
    open(name) {
      if (name === 'si') pieces = [];
      else if (name === 'rPh') isPhonetic = true;
      else if (name === 't') isText = true;
    },
    close(name) {
      if (name === 'si') strings.push(pieces.join(''));
      else if (name === 'rPh') isPhonetic = false;
      else if (name === 't') isText = false;
    },
    text(text) {
      if (isText && !isPhonetic) pieces.push(text);
    },
  });
}
