import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvLine } from './csv-line.ts';
import { datLine } from './dat-line.ts';
import { byteOrderMark, encodeText } from './text-encoding.ts';

const value = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(fc.constantFrom('\u00fe', '\u0014', '\u00ae', '\r\n', '\n', '\r', '"', ',', "'", '=', '+', 'x', '\t'), {
      maxLength: 12,
    })
    .map((parts) => parts.join('')),
);

test('a line of a load file has its marks', () => {
  expect(datLine(['BegDoc', '', 'a\r\nb\nc'])).toBe(
    '\u00feBegDoc\u00fe\u0014\u00fe\u00fe\u0014\u00fea\u00aeb\u00aec\u00fe\r\n',
  );
  expect(datLine(['\u00fe\u0014\u00ae\u0000|'])).toBe('\u00feth (R) |\u00fe\r\n');
});

test('any values of a load file are told apart by a reader that knows nothing but its marks', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 8 }), (values) => {
      const line = datLine(values);
      expect(line.endsWith('\u00fe\r\n')).toBe(true);
      const read = line.slice(1, -3).split('\u00fe\u0014\u00fe');
      expect(read).toHaveLength(values.length);
      for (const each of read) expect(each).not.toMatch(/[\u00fe\p{Cc}\u2028\u2029]/u);
      const plain = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029\u00fe\u00ae]/gu, '').toWellFormed();
      expect(read.map((each) => plain(each).replaceAll(/th|\(R\)| /g, ''))).toEqual(
        values.map((each) => plain(each).replaceAll(/th|\(R\)| /g, '')),
      );
    }),
  );
});

/** RFC 4180, by a state machine. */
function readCsvLine(line: string): string[] {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    expect(line[at]).toBe('"');
    let cell = '';
    for (at += 1; line[at] !== '"' || line[at + 1] === '"'; at += 1) {
      if (at >= line.length) throw new Error('A cell does not end.');
      if (line[at] === '"') at += 1;
      cell += line[at]!;
    }
    cells.push(cell);
    at += 1;
    if (line.slice(at) === '\r\n') return cells;
    expect(line[at]).toBe(',');
    at += 1;
  }
}

test('any cells come back from a CSV line as they were, but for an apostrophe before what could be a formula', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(value, fc.integer(), fc.constant(null)), { minLength: 1, maxLength: 8 }), (cells) => {
      const read = readCsvLine(csvLine(cells));
      expect(read).toHaveLength(cells.length);
      for (const [index, cell] of cells.entries()) {
        const text = String(cell ?? '')
          .toWellFormed()
          .replaceAll('\u0000', '');
        expect([text, `'${text}`]).toContain(read[index]);
        if (typeof cell === 'string') expect(read[index]).not.toMatch(/^[\s\p{Cc}]*[=+\-@\t\r]/u);
        else expect(read[index]).toBe(text);
      }
    }),
  );
});

test.each([
  "=cmd|' /C calc'!A0",
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  ' \u00a0=1',
  '\u200b=1',
  '\uff1d1',
  '\u0000=1',
  '\r\n=1',
])('the cell %j is no formula', (cell) => {
  expect(csvLine([cell]).startsWith(`"'`)).toBe(true);
});

test('numbers and plain text are as they are', () => {
  expect(csvLine([-1, 'a-1', null, 'a "b"'])).toBe('"-1","a-1","","a ""b"""\r\n');
});

test('text is written in its encoding, with a mark that says which', () => {
  expect([...encodeText(`${byteOrderMark}þ`, 'utf-8')]).toEqual([0xef, 0xbb, 0xbf, 0xc3, 0xbe]);
  expect([...encodeText(`${byteOrderMark}þ`, 'utf-16le')]).toEqual([0xff, 0xfe, 0xfe, 0x00]);
  expect(encodeText('\ud800', 'utf-8').toString('utf8')).toBe('\ufffd');
});
