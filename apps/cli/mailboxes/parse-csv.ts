import { UsageError } from '../frame/usage-error.ts';

/** One record of a CSV file and the line it begins on. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * Reads CSV (RFC 4180): quoted fields may hold separators, quotes (doubled) and line breaks. A byte order mark is
 * ignored, lines may end in LF, CRLF or CR, empty lines are left out, fields are trimmed unless quoted.
 * The separator is the semicolon where the first line has one outside of quotes and no comma, as Excel writes in much
 * of Europe; else the comma.
 * `UsageError` with the file's name and the line's number for quotes that do not end, or that have text beside them.
 */
export function parseCsv(text: string, name: string): readonly CsvRecord[] {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const reader = new CsvReader(body, { name, separator: separatorOf(body) });
  const records: CsvRecord[] = [];
  for (let record = reader.record(); record !== null; record = reader.record()) {
    if (record.fields.some((field) => field !== '')) records.push(record);
  }
  return records;
}

function separatorOf(text: string): string {
  const firstLine = (text.split(/[\r\n]/, 1)[0] ?? '').replace(/"[^"]*"/g, '');
  return firstLine.includes(';') && !firstLine.includes(',') ? ';' : ',';
}

class CsvReader {
  readonly #text: string;
  readonly #name: string;
  readonly #separator: string;
  #at = 0;
  #line = 1;

  constructor(text: string, { name, separator }: { name: string; separator: string }) {
    this.#text = text;
    this.#name = name;
    this.#separator = separator;
  }

  /** The next record, which may be empty; null at the end. */
  record(): CsvRecord | null {
    if (this.#at >= this.#text.length) return null;
    const line = this.#line;
    const fields: string[] = [];
    for (;;) {
      fields.push(this.#field());
      if (this.#text[this.#at] !== this.#separator) break;
      this.#at += 1;
    }
    this.#lineBreak();
    return { line, fields };
  }

  #field(): string {
    const start = this.#at;
    while (this.#text[this.#at] === ' ' || this.#text[this.#at] === '\t') this.#at += 1;
    if (this.#text[this.#at] === '"') return this.#quoted();
    this.#at = start;
    while (this.#at < this.#text.length && !this.#isEnd()) this.#at += 1;
    const field = this.#text.slice(start, this.#at).trim();
    if (field.includes('"'))
      throw new UsageError(
        `${this.#name}, line ${String(this.#line)}: a quote stands inside of a field.`,
        'Put the whole field in quotes and double the quotes in it.',
      );
    return field;
  }

  #quoted(): string {
    const begun = this.#line;
    let field = '';
    this.#at += 1;
    for (;;) {
      const end = this.#text.indexOf('"', this.#at);
      if (end < 0)
        throw new UsageError(
          `${this.#name}, line ${String(begun)}: a quoted field does not end.`,
          'Close the quotes; a quote within them is written twice.',
        );
      const part = this.#text.slice(this.#at, end);
      this.#line += part.match(/\r\n|\r|\n/g)?.length ?? 0;
      field += part;
      this.#at = end + 1;
      if (this.#text[this.#at] !== '"') break;
      field += '"';
      this.#at += 1;
    }
    while (this.#text[this.#at] === ' ' || this.#text[this.#at] === '\t') this.#at += 1;
    if (this.#at < this.#text.length && !this.#isEnd())
      throw new UsageError(`${this.#name}, line ${String(this.#line)}: text follows a quoted field.`);
    return field;
  }

  #isEnd(): boolean {
    const next = this.#text[this.#at];
    return next === this.#separator || next === '\n' || next === '\r';
  }

  #lineBreak(): void {
    if (this.#text[this.#at] === '\r') this.#at += 1;
    if (this.#text[this.#at] === '\n') this.#at += 1;
    this.#line += 1;
  }
}
