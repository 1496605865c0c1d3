/** How records are numbered: `DOC00000001`. */
export interface Numbering {
  readonly prefix: string;
  readonly start: number;
}

const digits = 8;
const recordsPerFolder = 1000;

/** What a prefix may be: it stands at the beginning of names of files. */
export const prefixPattern = /^[A-Za-z0-9][A-Za-z0-9_-]{0,30}$/;

/** The number of a record that is counted from 0. */
export function numberOf(record: number, { prefix, start }: Numbering): string {
  return `${prefix}${String(start + record).padStart(digits, '0')}`;
}

/** The folder a record's files are in: a thousand records each. */
export function folderOf(record: number): string {
  return String(Math.floor(record / recordsPerFolder) + 1).padStart(4, '0');
}
