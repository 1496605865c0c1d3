import { addLine, addText, type Extraction, guarded } from '../extraction.ts';
import { matching, type OpenZip, readMember } from '../zip-file.ts';
import { drawingRules, readMarkup } from './markup-text.ts';
import { dateOfSerial, readDateStyles } from './sheet-dates.ts';
import { readXml } from './read-xml.ts';

interface Workbook {
  readonly strings: readonly string[];
  /** Cell formats that show a number as a date. */
  readonly dateStyles: ReadonlySet<number>;
  /** Days are counted from 1904 (old Macintosh). */
  readonly is1904: boolean;
  /** In the order of the book. */
  readonly sheetNames: readonly string[];
}

const commentRules = { ...drawingRules, paragraphs: new Set(['comment', 'threadedComment', 'p']) };

/** The cells of a workbook (SpreadsheetML): a row is a line, cells are set apart by tabs, dates are written as such. */
export async function readSheets(extraction: Extraction, zip: OpenZip): Promise<void> {
  const book = await readWorkbook(extraction, zip);
  const sheets = matching(zip, /^xl\/worksheets\/sheet\d*\.xml$/);
  for (const [at, sheet] of sheets.entries()) {
    if (extraction.isFull) return;
    addLine(extraction, book.sheetNames[at] ?? '');
    await guarded(extraction, sheet.name, async () => {
      readSheet(extraction, await readMember(zip, sheet, extraction), book);
    });
    addLine(extraction, '');
  }
  for (const part of matching(zip, /^xl\/(?:comments\d*|threadedComments\/.*)\.xml$/)) {
    await guarded(extraction, part.name, async () => {
      readMarkup(extraction, await readMember(zip, part, extraction), commentRules);
    });
  }
}

async function readWorkbook(extraction: Extraction, zip: OpenZip): Promise<Workbook> {
  const bytesOf = async (name: string): Promise<Uint8Array> => {
    let bytes: Uint8Array = new Uint8Array();
    for (const member of zip.members.filter((one) => one.name === name)) {
      await guarded(extraction, name, async () => {
        bytes = await readMember(zip, member, extraction);
      });
    }
    return bytes;
  };
  const sheetNames: string[] = [];
  let is1904 = false;
  readXml(await bytesOf('xl/workbook.xml'), {
    open(name, attribute) {
      if (name === 'sheet') sheetNames.push(attribute('name') ?? '');
      if (name === 'workbookPr') is1904 = /^(?:1|true)$/.test(attribute('date1904') ?? '');
    },
  });
  return {
    strings: readStrings(await bytesOf('xl/sharedStrings.xml')),
    dateStyles: readDateStyles(await bytesOf('xl/styles.xml')),
    is1904,
    sheetNames,
  };
}

/** Phonetic readings of East Asian text (`rPh`) are not the text. */
function readStrings(bytes: Uint8Array): readonly string[] {
  const strings: string[] = [];
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
  return strings;
}

function readSheet(extraction: Extraction, bytes: Uint8Array, book: Workbook): void {
  let type = '';
  let style = 0;
  let value: string[] = [];
  let isValue = false;
  let isFirst = true;
  readXml(bytes, {
    open(name, attribute) {
      if (name === 'row') isFirst = true;
      else if (name === 'c') {
        type = attribute('t') ?? 'n';
        style = Number(attribute('s') ?? -1);
        value = [];
      } else if (name === 'v' || name === 't') isValue = true;
    },
    close(name) {
      if (name === 'v' || name === 't') isValue = false;
      else if (name === 'row' && !isFirst) addText(extraction, '\n');
      else if (name === 'c' && value.length > 0) {
        addText(extraction, isFirst ? '' : '\t');
        addText(extraction, cellText(book, { type, style, value: value.join('') }));
        isFirst = false;
      }
    },
    text(text) {
      if (isValue) value.push(text);
    },
    isOver: () => extraction.isFull,
  });
}

interface Cell {
  readonly type: string;
  readonly style: number;
  readonly value: string;
}

function cellText(book: Workbook, { type, style, value }: Cell): string {
  if (type === 's') return book.strings[Number(value)] ?? '';
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
  const isDate = type === 'n' && book.dateStyles.has(style);
  return isDate ? (dateOfSerial(Number(value), book.is1904) ?? value) : value;
}
