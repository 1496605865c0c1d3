/** How records are numbered: `DOC00000001`. */
export interface Numbering {
  readonly prefix: string;
  readonly start: number;
}

/** The same, and how many digits a number has. */
export interface RecordNumbering extends Numbering {
  readonly digits: number;
}

const leastDigits = 8;
const recordsPerFolder = 1000;

/** What a prefix may be: it stands at the beginning of names of files. */
export const prefixPattern = /^[A-Za-z0-9][A-Za-z0-9_-]{0,30}$/;

/** Eight digits, or as many as the last of so many records has: all numbers are equally long, so they sort as text. */
export function numberingOf(numbering: Numbering, records: number): RecordNumbering {
  const last = String(numbering.start + Math.max(0, records - 1));
  return { ...numbering, digits: Math.max(leastDigits, last.length) };
}

/** The number of a record that is counted from 0. */
export function numberOf(record: number, { prefix, start, digits }: RecordNumbering): string {
  return `${prefix}${String(start + record).padStart(digits, '0')}`;
}

/** The folder a record's files are in: a thousand records each. */
export function folderOf(record: number): string {
  return String(Math.floor(record / recordsPerFolder) + 1).padStart(4, '0');
}
