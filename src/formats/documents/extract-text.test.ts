import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { tarEnd, tarHeader, tarPadding } from '../tar/write-tar.ts';
import { base64, docx, type MadeEntry, mail, multipart, part, pdf, pdfLines, zip } from '../testing.ts';
import { type DocumentFile, documentLimits, type DocumentText } from './document.ts';
import { extractText } from './extract-text.ts';

function read(bytes: Uint8Array | string, hints: Partial<DocumentFile> = {}): Promise<DocumentText> {
  const file = { name: null, mediaType: null, charset: null, ...hints, bytes: Buffer.from(bytes as string) };
  return extractText(file, documentLimits);
}

const paragraph = (text: string): string => `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;

describe('PDF', () => {
  test('page by page, in lines', async () => {
    const found = await read(pdf([pdfLines(['Lease of berth 9', 'signed in Gdansk']), pdfLines(['Page two'])]));
    expect(found).toEqual({ kind: 'pdf', exceptions: [], text: 'Lease of berth 9\nsigned in Gdansk\n\nPage two' });
  });

  test('without text: no text, no exception', async () => {
    expect(await read(pdf(['0 0 100 100 re f']))).toEqual({ kind: 'pdf', exceptions: [], text: '' });
  });

  test('with letters of a table that is not there: an exception, not wrong text in silence', async () => {
    const descriptor = '/FontDescriptor << /Type /FontDescriptor /FontName /STSong /Flags 4 /FontBBox [0 0 9 9] >>';
    const info = '/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>';
    const font = `/Subtype /Type0 /BaseFont /STSong /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong ${descriptor} ${info} >>]`;
    const found = await read(pdf(['BT /F1 12 Tf 50 800 Td <4E2D6587> Tj ET'], { font }));
    expect(found).toMatchObject({ kind: 'pdf', exceptions: [{ reason: 'unsupported' }] });
  });

  test('whose type is a lie', async () => {
    const found = await read(pdf([pdfLines(['Hello'])]), { name: 'photo.jpg', mediaType: 'image/jpeg' });
    expect(found).toMatchObject({ kind: 'pdf', text: 'Hello' });
  });
});

describe('Word', () => {
  test('paragraphs, tables, tabs, deleted text, headers, notes and comments', async () => {
    const cell = (text: string): string => `<w:tc>${paragraph(text)}</w:tc>`;
    const body =
      paragraph('Müller &amp; S&#248;n') +
      `<w:tbl><w:tr>${cell('Port')}${cell('Busan')}</w:tr></w:tbl>` +
      '<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>' +
      '<w:p><w:del><w:r><w:delText>struck out</w:delText></w:r></w:del></w:p>' +
      '<w:p><mc:AlternateContent><mc:Choice><w:t>box</w:t></mc:Choice><mc:Fallback><w:t>box</w:t></mc:Fallback></mc:AlternateContent></w:p>' +
      '<w:p><w:r><w:instrText>HYPERLINK secret</w:instrText></w:r></w:p>';
    const more = [
      { name: 'word/header1.xml', bytes: `<w:hdr>${paragraph('Confidential')}</w:hdr>` },
      { name: 'word/footnotes.xml', bytes: `<w:footnotes>${paragraph('See annex')}</w:footnotes>` },
      { name: 'word/comments.xml', bytes: `<w:comments>${paragraph('Really?')}</w:comments>` },
    ];
    const { kind, text, exceptions } = await read(docx(body, more));
    expect({ kind, exceptions }).toEqual({ kind: 'word', exceptions: [] });
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    expect(lines.map((line) => line.trimEnd())).toEqual([
      'Müller & Søn',
      'Port \tBusan',
      'a\tb',
      'c',
      'struck out',
      'box',
      'Confidential',
      'See annex',
      'Really?',
    ]);
  });

  test('text that spans slices of its XML stays whole', async () => {
    const words = Array.from({ length: 60_000 }, (_, at) => `word${String(at)}`);
    const { text } = await read(docx(words.map((word) => paragraph(`${word} é`)).join('')));
    expect(text.split('\n')).toEqual(words.map((word) => `${word} é`));
  });
});

function xlsx(more: readonly MadeEntry[]): Buffer {
  const book = '<workbook><sheets><sheet name="Freight"/><sheet name="Hidden" state="hidden"/></sheets></workbook>';
  const strings =
    '<sst><si><t>Container</t></si><si><r><t>東</t></r><r><t>京</t></r><rPh><t>トウキョウ</t></rPh></si></sst>';
  const styles =
    '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm"/></numFmts>' +
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>' +
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>';
  return zip([
    { name: '[Content_Types].xml', bytes: '<Types/>' },
    { name: 'xl/workbook.xml', bytes: book },
    { name: 'xl/sharedStrings.xml', bytes: strings },
    { name: 'xl/styles.xml', bytes: styles },
    ...more,
  ]);
}

test('Excel: strings, numbers, dates, formulas, every sheet, comments', async () => {
  const sheet1 =
    '<worksheet><sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="inlineStr"><is><t>in line</t></is></c></row>' +
    '<row><c><v>4200.5</v></c><c s="1"><v>46052</v></c><c s="2"><v>46052.5</v></c><c t="b"><v>1</v></c></row>' +
    '<row><c/></row><row><c t="str"><f>A1&amp;"x"</f><v>computed</v></c></row></sheetData></worksheet>';
  const found = await read(
    xlsx([
      { name: 'xl/worksheets/sheet1.xml', bytes: sheet1 },
      {
        name: 'xl/worksheets/sheet2.xml',
        bytes: '<worksheet><sheetData><row><c><v>7</v></c></row></sheetData></worksheet>',
      },
      { name: 'xl/comments1.xml', bytes: '<comments><comment><text><t>check this</t></text></comment></comments>' },
    ]),
  );
  expect(found).toMatchObject({ kind: 'sheet', exceptions: [] });
  expect(found.text.split('\n').filter((line) => line !== '')).toEqual([
    'Freight',
    'Container\t東京\tin line',
    '4200.5\t2026-01-30\t2026-01-30 12:00:00\tTRUE',
    'computed',
    'Hidden',
    '7',
    'check this',
  ]);
});

test('PowerPoint: slides in their order, with tables and notes', async () => {
  const slide = (text: string): string => `<p:sld><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:sld>`;
  const found = await read(
    zip([
      { name: '[Content_Types].xml', bytes: '<Types/>' },
      { name: 'ppt/slides/slide10.xml', bytes: slide('Last') },
      { name: 'ppt/slides/slide2.xml', bytes: slide('Second') },
      { name: 'ppt/slides/slide1.xml', bytes: slide('First') },
      { name: 'ppt/notesSlides/notesSlide1.xml', bytes: slide('Say this') },
    ]),
  );
  expect(found).toMatchObject({ kind: 'slides', exceptions: [] });
  expect(found.text.split(/\n+/)).toEqual(['First', 'Second', 'Last', 'Say this']);
});

describe('OpenDocument', () => {
  const odf = (content: string, manifest = ''): Buffer =>
    zip([
      { name: 'mimetype', bytes: 'application/vnd.oasis.opendocument.text' },
      { name: 'META-INF/manifest.xml', bytes: `<manifest:manifest>${manifest}</manifest:manifest>` },
      { name: 'content.xml', bytes: `<office:document-content>${content}</office:document-content>` },
    ]);
  test('text, tables, counted blanks', async () => {
    const content =
      '<office:automatic-styles><text:p>not text</text:p></office:automatic-styles><office:body>' +
      '<text:h>Title</text:h><text:p>a<text:s text:c="3"/>b<text:tab/>c<text:span>d</text:span></text:p>' +
      '<table:table><table:table-row><table:table-cell><text:p>1</text:p></table:table-cell>' +
      '<table:table-cell><text:p>2</text:p></table:table-cell></table:table-row></table:table></office:body>';
    const { kind, text, exceptions } = await read(odf(content));
    expect({ kind, exceptions }).toEqual({ kind: 'open-document', exceptions: [] });
    expect(text.split('\n').map((line) => line.trimEnd())).toEqual(['Title', 'a   b\tcd', '1 \t2']);
  });
  test('under a password', async () => {
    const found = await read(odf('x', '<manifest:encryption-data/>'));
    expect(found).toMatchObject({ kind: 'open-document', exceptions: [{ reason: 'encrypted' }] });
  });
});

describe('RTF', () => {
  test('code pages, fonts, Unicode with fallbacks, tables; no settings', async () => {
    const source =
      '{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fnil Arial;}{\\f1\\fcharset204 Arial Cyr;}{\\f2\\fcharset128 MS Mincho;}}' +
      "{\\*\\generator Word;}{\\info{\\author Someone}}\\f0 caf\\'e9 \\u8364\\'80\\u-10179?\\u-8704? ok\\par" +
      "\r\n{\\f1 \\'cf\\'f0\\'e8}{\\f2 \\'93\\'fa\\'96\\'7b}\\par a\\cell b\\cell\\row{\\*\\unknown hidden}{\\field{\\*\\fldinst HYPERLINK}{\\fldrslt link}}}";
    const { kind, text, exceptions } = await read(source);
    expect({ kind, exceptions }).toEqual({ kind: 'rtf', exceptions: [] });
    expect(text).toBe('café €😀 ok\nПри日本\na\tb\t\nlink');
  });
  test('binary data within is passed over', async () => {
    expect((await read('{\\rtf1 before {\\pict\\bin4 }}}}}after}')).text).toBe('before after');
  });
});

test('calendars: what a reader of the meeting sees', async () => {
  const source = [
    'BEGIN:VCALENDAR',
    'METHOD:REQUEST',
    'BEGIN:VTIMEZONE',
    'TZID:Somewhere',
    'COMMENT:not shown',
    'END:VTIMEZONE',
    'BEGIN:VEVENT',
    'SUMMARY:Berth\\, nine',
    'ORGANIZER;CN="Lund; Ana":mailto:ana@lakeside.example',
    'DESCRIPTION:First line\\nsecond li',
    ' ne',
    'ATTACH;ENCODING=BASE64;VALUE=BINARY:QUJD',
    'BEGIN:VALARM',
    'DESCRIPTION:Reminder',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ].join('\r\n');
  const { kind, text } = await read(source, { mediaType: 'text/calendar' });
  expect(kind).toBe('calendar');
  expect(text.split('\n').filter((line) => line !== '')).toEqual([
    'Method: REQUEST',
    'Berth, nine',
    'Organizer: Lund; Ana ana@lakeside.example',
    'First line',
    'second line',
  ]);
});

describe('text', () => {
  test.each([
    ['by its declared charset', iconv.encode('Привет', 'koi8-r'), { mediaType: 'text/plain', charset: 'koi8-r' }],
    ['by its mark', iconv.encode('Привет', 'utf-16le', { addBOM: true }), {}],
    ['by being UTF-8', 'Привет', { charset: 'us-ascii' }],
  ])('%s', async (_how, bytes, hints) => {
    expect(await read(bytes, hints)).toEqual({ kind: 'text', exceptions: [], text: 'Привет' });
  });
  test('of a page is what it says', async () => {
    const found = await read('<!DOCTYPE html><html><script>x</script><p>Hello<p>there', { name: 'a.html' });
    expect(found).toMatchObject({ kind: 'html', text: 'Hello\n\nthere' });
  });
});

describe('mail', () => {
  const inner = mail(
    { Subject: 'Inner', 'Content-Type': 'multipart/mixed; boundary=b' },
    multipart('b', [
      part({ 'Content-Type': 'text/plain' }, 'inner body'),
      part(
        {
          'Content-Type': 'application/pdf',
          'Content-Transfer-Encoding': 'base64',
          'Content-Disposition': 'attachment; filename=lease.pdf',
        },
        base64(pdf([pdfLines(['lease text'])])),
      ),
    ]),
  );
  test('attached as a file of bytes: header, text and its attachments', async () => {
    const { kind, text } = await read(inner, { name: 'note.eml', mediaType: 'application/octet-stream' });
    expect(kind).toBe('message');
    expect(text).toContain('Subject: Inner\nFrom: Ana Lund <ana@lakeside.example>');
    expect(text).toContain('inner body');
    expect(text).toContain('lease.pdf\nlease text');
  });
  test('attached as a message: its attachments are listed by themselves', async () => {
    const { text } = await read(inner, { mediaType: 'message/rfc822' });
    expect(text).toContain('inner body');
    expect(text).not.toContain('lease text');
  });
});

describe('archives', () => {
  const tar = Buffer.concat([
    tarHeader({ name: 'a/letter.txt', size: 5, modifiedAt: new Date(0) }),
    Buffer.from('hello'),
    tarPadding(5),
    tarEnd,
  ]);
  test('names and texts of what they hold, archives within them, hostile names', async () => {
    const { kind, text, exceptions } = await read(
      zip([
        { name: '../../etc/passwd', bytes: 'evil name' },
        { name: 'scan.png', bytes: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1') },
        { name: 'deeper.zip', bytes: zip([{ name: 'c.docx', bytes: docx(paragraph('deep')) }]) },
        { name: 'logs.tgz', bytes: gzipSync(tar) },
        { name: 'locked.txt', bytes: 'x', isEncrypted: true },
      ]),
    );
    expect(kind).toBe('zip');
    expect(text.split(/\n+/)).toEqual([
      '../../etc/passwd',
      'evil name',
      'scan.png',
      'deeper.zip',
      'c.docx',
      'deep',
      'logs.tgz',
      'a/letter.txt',
      'hello',
      'locked.txt',
    ]);
    expect(exceptions).toEqual([{ reason: 'encrypted', detail: 'locked.txt: It is encrypted.' }]);
  });
});

describe('no text, and no exception', () => {
  test.each([
    ['image', '\x89PNG\r\n\x1a\nrest'],
    ['image', '\xff\xd8\xff\xe0'],
    ['media', 'RIFF\x10\0\0\0WAVEfmt '],
    ['unknown', '\0\x01\x02\x03random'],
    ['empty', ''],
  ])('%s', async (kind, bytes) => {
    expect(await read(Buffer.from(bytes, 'latin1'))).toEqual({ kind, text: '', exceptions: [] });
  });
});

describe('what cannot be read is an exception with its reason', () => {
  test.each([
    ['unsupported', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old Word'],
    ['unsupported', 'Rar!\x1a\x07\x01\0'],
    ['corrupt', '%PDF-1.7 nothing else'],
    ['corrupt', 'PK\x03\x04 nothing else'],
    ['corrupt', '\x1f\x8b\x08 nothing else'],
  ])('%s', async (reason, bytes) => {
    expect(await read(Buffer.from(bytes, 'latin1'))).toMatchObject({ text: '', exceptions: [{ reason }] });
  });
  test('bytes that are not what name or type says', async () => {
    const noise = Buffer.from('\0\x01\x02\x03noise', 'latin1');
    expect(await read(noise, { name: 'lease.pdf' })).toMatchObject({ exceptions: [{ reason: 'corrupt' }] });
    expect(await read(noise, { name: 'firmware.bin' })).toMatchObject({ exceptions: [] });
  });
  test('an Office file under a password', async () => {
    const compound = Buffer.concat([
      Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1'),
      Buffer.from('EncryptedPackage', 'utf16le'),
    ]);
    expect(await read(compound)).toMatchObject({ kind: 'encrypted', exceptions: [{ reason: 'encrypted' }] });
  });
  test('a PDF under a password', async () => {
    const hex = (digit: string): string => `<${digit.repeat(64)}>`;
    const extra = `/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /O ${hex('1')} /U ${hex('2')} /P -4 >>`;
    const encrypted = pdf([pdfLines(['secret'])], { extra });
    expect(await read(encrypted)).toMatchObject({ kind: 'pdf', text: '', exceptions: [{ reason: 'encrypted' }] });
  });
});
