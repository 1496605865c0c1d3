import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { base64, docx, type MadeEntry, mail, pdf, pdfLines, zip } from '../testing.ts';
import { type DocumentLimits, documentLimits, type DocumentText } from './document.ts';
import { extractText } from './extract-text.ts';

function read(bytes: Uint8Array | string, limits: Partial<DocumentLimits> = {}): Promise<DocumentText> {
  const file = { name: null, mediaType: null, charset: null, bytes: Buffer.from(bytes as string) };
  return extractText(file, { ...documentLimits, ...limits });
}

const zeros = (mebibytes: number): Buffer => Buffer.alloc(mebibytes * 1024 * 1024, 'a');
const reasons = ({ exceptions }: DocumentText): readonly string[] => exceptions.map(({ reason }) => reason);

describe('bombs', () => {
  test('a ZIP that grows beyond the ratio costs the file in it, and the others are read', async () => {
    const bomb = zip([
      { name: 'bomb.txt', bytes: zeros(40) },
      { name: 'fine.txt', bytes: 'fine' },
    ]);
    const found = await read(bomb);
    expect(reasons(found)).toEqual(['ratio-limit']);
    expect(found.text).toBe('bomb.txt\nfine.txt\nfine');
  });

  test('a ZIP whose directory lies about sizes', async () => {
    const found = await read(zip([{ name: 'small.txt', bytes: zeros(5), claimedSize: 10 }]));
    expect(reasons(found)).toEqual(['corrupt']);
  });

  test('many files that are too much together', async () => {
    const entries = Array.from({ length: 20 }, (_, at) => ({
      name: `${String(at)}.bin`,
      bytes: Buffer.alloc(1_000_000),
    }));
    const found = await read(zip(entries), { inflatedBytes: 5_000_000 });
    expect(found.exceptions.length).toBeGreaterThan(0);
    expect(new Set(reasons(found))).toEqual(new Set(['inflated-limit']));
  });

  test('gzip', async () => {
    expect(reasons(await read(gzipSync(zeros(64))))).toEqual(['ratio-limit']);
  });

  test('archives within archives without end', async () => {
    let nested = zip([{ name: 'core.txt', bytes: 'core' }]);
    for (let depth = 0; depth < 12; depth += 1) nested = zip([{ name: 'next.zip', bytes: nested }]);
    const found = await read(nested);
    expect(reasons(found)).toEqual(['nesting-limit']);
    expect(found.text.split(/\n+/)).toHaveLength(documentLimits.depth + 1);
  });

  test('messages within messages as files without end', async () => {
    let nested = mail({}, 'core');
    for (let depth = 0; depth < 12; depth += 1) {
      nested = mail(
        { 'Content-Type': 'application/octet-stream; name=a.eml', 'Content-Transfer-Encoding': 'base64' },
        base64(nested),
      );
    }
    expect(reasons(await read(nested))).toEqual(['nesting-limit']);
  });

  test('XML entities do not expand and are not fetched', async () => {
    const doctype =
      '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>';
    const document = `<?xml version="1.0"?>${doctype}<w:document><w:p><w:t>x&b;&f;y &#65;&lt;</w:t></w:p></w:document>`;
    const found = await read(
      zip([
        { name: '[Content_Types].xml', bytes: '<Types/>' },
        { name: 'word/document.xml', bytes: document },
      ]),
    );
    expect(found).toMatchObject({ kind: 'word', exceptions: [], text: 'x&b;&f;y A<' });
  });

  test('a shared string that cells repeat', async () => {
    const cells = Array.from({ length: 20_000 }, (_, at) => `<c r="A${String(at)}" t="s"><v>0</v></c>`).join('');
    const found = await read(
      zip([
        { name: '[Content_Types].xml', bytes: '<Types/>' },
        { name: 'xl/sharedStrings.xml', bytes: `<sst><si><t>${'s'.repeat(100_000)}</t></si></sst>` },
        { name: 'xl/worksheets/sheet1.xml', bytes: `<worksheet><row>${cells}</row></worksheet>` },
      ]),
    );
    expect(reasons(found)).toEqual(['text-limit']);
    expect(found.text.length).toBeLessThanOrEqual(documentLimits.text);
  });
});

describe('depth', () => {
  const seconds = async (work: () => Promise<unknown>): Promise<number> => {
    const from = performance.now();
    await work();
    return (performance.now() - from) / 1000;
  };
  test.each([
    ['XML', docx(`${'<w:p>'.repeat(400_000)}<w:t>deep</w:t>${'</w:q>'.repeat(400_000)}`)],
    ['RTF', Buffer.from(`{\\rtf1 ${'{'.repeat(3_000_000)}`)],
    ['HTML', Buffer.from(`<html>${'<div>'.repeat(400_000)}deep`)],
  ])('of %s costs no more than its length', async (_kind, bytes) => {
    expect(await seconds(() => read(bytes))).toBeLessThan(5);
  });
});

describe('what is cut short or lacks a part keeps its text, and is never silently empty', () => {
  const office = (parts: Readonly<Record<string, string>>): Buffer =>
    zip([
      { name: '[Content_Types].xml', bytes: '<Types/>' },
      ...Object.entries(parts).map(([name, bytes]) => ({ name, bytes })),
    ]);
  const inWord = (xml: string): Buffer => office({ 'word/document.xml': xml });
  const hello = '<w:p><w:t>hello</w:t></w:p>';
  const sheet = (cells: string): string => `<worksheet><row>${cells}</row></worksheet>`;
  const book = '<workbook><sheet name="One"/><sheet name="Two"/></workbook>';
  /** Attributes by their ids, as winmail.dat has them. */
  const tnef = (attributes: readonly (readonly [number, string])[]): Buffer => {
    const packed = attributes.map(([id, text]) => {
      const head = Buffer.alloc(9);
      head.writeUInt8(1, 0);
      head.writeUInt32LE(id, 1);
      head.writeUInt32LE(text.length, 5);
      return Buffer.concat([head, Buffer.from(text), Buffer.alloc(2)]);
    });
    return Buffer.concat([Buffer.from('\x78\x9f\x3e\x22\x01\0', 'latin1'), ...packed]);
  };
  const [subject, file, title, data] = [
    [0x0001_8004, 'hello'],
    [0x0006_9002, 'file'],
    [0x0001_8010, 'a.txt'],
    [0x0006_800f, 'inside'],
  ] as const;
  const odt = { mimetype: 'application/vnd.oasis.opendocument.text' };

  test.each([
    ['XML without an end', inWord('<w:document><w:p><w:t>hello wor'), 'hello wor'],
    ['XML that ends in a tag', inWord(`<w:document>${hello}<w:p><w:t`), 'hello'],
    ['a comment that takes the rest', inWord(`<w:document><!-- ${hello}</w:document>`), ''],
    ['an attribute that takes the rest', inWord(`<w:document a="b>${hello}</w:document>`), ''],
    ['a Fallback that takes the rest', inWord(`<w:document><mc:Fallback>${hello}</w:document>`), ''],
    ['an empty part', inWord(''), ''],
    ['no document', office({ 'word/styles.xml': '<w:styles/>' }), ''],
    ['a sheet cut in a cell', office({ 'xl/worksheets/sheet1.xml': '<worksheet><row><c><v>1</v></c><c><v>2' }), '1'],
    ['no string', office({ 'xl/worksheets/sheet1.xml': sheet('<c t="s"><v>0</v></c><c><v>7</v></c>') }), '7'],
    ['one sheet of two', office({ 'xl/workbook.xml': book, 'xl/worksheets/sheet1.xml': sheet('') }), 'One'],
    ['one slide of one', office({ 'ppt/presentation.xml': '<p:presentation><p:sldId/></p:presentation>' }), ''],
    ['ODF without an end', zip(Object.entries({ ...odt, 'content.xml': '<o><text:p>hel' }).map(named)), 'hel'],
    ['a calendar without an end', Buffer.from('BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:hello\nEND:VEVENT'), 'hello'],
    ['winmail.dat without attributes', tnef([]), ''],
    ['winmail.dat cut in a file', tnef([subject, file, title, data]).subarray(0, -6), 'hello\na.txt'],
    [
      'winmail.dat that goes on otherwise',
      Buffer.concat([tnef([subject, file, title, data]), Buffer.from('more')]),
      'hello\na.txt\ninside',
    ],
    ['RTF in an unknown group', Buffer.from('{\\rtf1 {\\*\\unknown hello'), ''],
  ])('%s', async (_what, bytes, text) => {
    const found = await read(bytes);
    expect({ text: found.text, reasons: [...new Set(reasons(found))] }).toEqual({ text, reasons: ['corrupt'] });
  });

  test('a message in winmail.dat that is compressed RTF only is not read, and said to be', async () => {
    const properties = [0x0006_9003, '....LZFu....'] as const;
    expect(await read(tnef([subject, properties]))).toMatchObject({
      text: 'hello',
      exceptions: [{ reason: 'unsupported' }],
    });
    const body = [0x0002_800c, 'as plain text'] as const;
    expect(await read(tnef([subject, properties, body]))).toMatchObject({ exceptions: [] });
  });

  test('a binary workbook is of a kind that is not read', async () => {
    const found = await read(office({ 'xl/workbook.bin': 'x', 'xl/worksheets/sheet1.bin': 'x' }));
    expect(found.exceptions).toEqual([
      { reason: 'unsupported', detail: 'Sheets in binary form (.xlsb) are not read.' },
    ]);
  });

  test.each([
    ['a document of another name', office({ 'word/letter.xml': `<w:document>${hello}</w:document>` })],
    ['names in capitals', office({ 'Word/Document.XML': `<w:document>${hello}</w:document>` })],
    ['a sheet of another name', office({ 'xl/worksheets/Data.xml': sheet('<c t="str"><v>hello</v></c>') })],
    ['a sheet of macros', office({ 'xl/macrosheets/sheet1.xml': sheet('<c t="str"><v>hello</v></c>') })],
    ['a slide of another name', office({ 'ppt/slides/one.xml': `<p:sld>${hello}</p:sld>` })],
    ['UTF-16 without a mark', inWord(Buffer.from(`<w:document>${hello}</w:document>`, 'utf16le').toString('latin1'))],
  ])('%s is read', async (_what, bytes) => {
    expect(await read(bytes)).toMatchObject({ text: 'hello', exceptions: [] });
  });
});

function named([name, bytes]: [string, string]): MadeEntry {
  return { name, bytes };
}

describe('limits', () => {
  test('of text: what fits is kept', async () => {
    const found = await read('0123456789', { text: 4 });
    expect(found).toEqual({
      kind: 'text',
      text: '0123',
      exceptions: [{ reason: 'text-limit', detail: 'Only the first 4 characters of the text are kept.' }],
    });
  });
  test('of pages', async () => {
    const found = await read(pdf([1, 2, 3].map((number) => pdfLines([`page ${String(number)}`]))), { pages: 2 });
    expect(found.text).toBe('page 1\n\npage 2');
    expect(reasons(found)).toEqual(['page-limit']);
  });
  test('of files of an archive', async () => {
    const found = await read(zip(['a', 'b', 'c'].map((name) => ({ name, bytes: name }))), { members: 2 });
    expect(found.text.split(/\n+/)).toEqual(['a', 'a', 'b', 'b']);
    expect(reasons(found)).toEqual(['member-limit']);
  });
  test('of bytes', async () => {
    expect(reasons(await read('too long', { fileBytes: 3 }))).toEqual(['too-large']);
  });
});

test('a page that is broken costs itself: the other pages are read', async () => {
  const broken = pdf([pdfLines(['one']), 'BT /F1 12 Tf (((((', pdfLines(['three'])]);
  const { kind, text } = await read(broken);
  expect(kind).toBe('pdf');
  expect(text).toContain('one');
  expect(text).toContain('three');
});

test('never throws, and gives the same twice, whatever the bytes', async () => {
  const files = [
    pdf([pdfLines(['one', 'two'])]),
    docx('<w:p><w:t>one</w:t></w:p>'),
    zip([{ name: 'a.txt', bytes: 'one' }]),
    gzipSync('one'),
    Buffer.from("{\\rtf1 {\\fonttbl{\\f1\\fcharset204 A;}}\\f1 \\'cf\\u8364?}"),
    Buffer.from('BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:one\nEND:VEVENT\nEND:VCALENDAR'),
    Buffer.from('\x78\x9f\x3e\x22\x01\0\x02\x10\x80\x01\0\x03\0\0\0abc\0\0', 'latin1'),
    mail({}, 'text'),
  ];
  const change = fc.record({ at: fc.nat(100_000), to: fc.nat(255) });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      fc.array(change, { minLength: 1, maxLength: 20 }),
      fc.option(fc.nat(2000)),
      async (file, changes, cut) => {
        const bytes = Buffer.from(file);
        for (const { at, to } of changes) bytes[at % bytes.length] = to;
        const damaged = bytes.subarray(0, cut ?? undefined);
        expect(await read(damaged)).toEqual(await read(damaged));
      },
    ),
    { numRuns: 400 },
  );
});
