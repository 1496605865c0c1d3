import { DocumentFault } from '../document.ts';
import { addException, addLine, addText, type Extraction, guarded } from '../extraction.ts';
import { matching, type OpenZip, readMember } from '../zip-file.ts';
import { drawingRules, readMarkup } from './markup-text.ts';
import { readXml } from './read-xml.ts';
import { dateOfSerial } from './sheet-dates.ts';
import { readWorkbook, type Workbook } from './workbook.ts';

/** Sheets that hold cells; a chart's sheet has none, and its chart is read by itself. */
const cellSheets = [/^xl\/worksheets\/[^/]+\.xml$/i, /^xl\/(?:macro|dialog)sheets\/[^/]+\.xml$/i];
const anySheet = /^xl\/[a-z]+sheets\/[^/]+\.xml$/i;
const commentRules = { ...drawingRules, paragraphs: new Set(['comment', 'threadedComment', 'p']) };

/** The cells of a workbook (SpreadsheetML): a row is a line, cells are set apart by tabs, dates are written as such. */
export async function readSheets(extraction: Extraction, zip: OpenZip): Promise<void> {
  const book = await readWorkbook(extraction, zip);
  sayWhatIsMissing(extraction, zip, book);
  const sheets = cellSheets.flatMap((pattern) => matching(zip, pattern));
  for (const [at, sheet] of sheets.entries()) {
    if (extraction.isFull) return;
    addLine(extraction, book.sheetNames[at] ?? '');
    await guarded(extraction, sheet.name, async () => {
      readSheet(extraction, await readMember(zip, sheet, extraction), book);
    });
    addLine(extraction, '');
  }
  for (const part of matching(zip, /^xl\/(?:comments\d*|threadedComments\/.*)\.xml$/i)) {
    await guarded(extraction, part.name, async () => {
      readMarkup(extraction, await readMember(zip, part, extraction), commentRules);
    });
  }
}

/** A book whose sheets are not there, or are in a form that is not read, must not pass for an empty one. */
function sayWhatIsMissing(extraction: Extraction, zip: OpenZip, { sheetNames }: Workbook): void {
  const found = matching(zip, anySheet).length;
  if (found > 0 && found >= sheetNames.length) return;
  if (matching(zip, /^xl\/.*\.bin$/i).some(({ name }) => /sheet/i.test(name)))
    addException(extraction, { reason: 'unsupported', detail: 'Sheets in binary form (.xlsb) are not read.' });
  else
    addException(extraction, {
      reason: 'corrupt',
      detail: `${String(found)} of ${String(Math.max(1, sheetNames.length))} sheets are there.`,
    });
}

function readSheet(extraction: Extraction, bytes: Uint8Array, book: Workbook): void {
  let type = '';
  let style = 0;
  let value: string[] = [];
  let isValue = false;
  let isFirst = true;
  let lost = 0;
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
        const text = cellText(book, { type, style, value: value.join('') });
        if (text === null) lost += 1;
        addText(extraction, `${isFirst ? '' : '\t'}${text ?? ''}`);
        isFirst = false;
      }
    },
    text(text) {
      if (isValue) value.push(text);
    },
    isOver: () => extraction.isFull,
  });
  if (lost > 0) throw new DocumentFault('corrupt', `The text of ${String(lost)} cells is not in the file.`);
}

interface Cell {
  readonly type: string;
  readonly style: number;
  readonly value: string;
}

/** Null when it is said to be a string of the book's that is not there. */
function cellText(book: Workbook, { type, style, value }: Cell): string | null {
  if (type === 's') return book.strings[Number(value)] ?? null;
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
  const isDate = type === 'n' && book.dateStyles.has(style);
  return isDate ? (dateOfSerial(Number(value), book.is1904) ?? value) : value;
}
