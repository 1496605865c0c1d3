import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { decodeCharset } from './charset.ts';
import { cleanText, truncateText } from './clean-text.ts';
import { unflow } from './flowed-text.ts';
import { htmlToText } from './html-text.ts';

const html = (source: string): string => htmlToText(source, 1_000_000).text;

describe('charsets', () => {
  test.each<[string | null, Buffer, string?]>([
    ['utf-8', Buffer.from('Zürich €')],
    ['UTF8', Buffer.from('Zürich €')],
    ['windows-1252', iconv.encode('Zürich €', 'windows-1252')],
    ['iso-8859-1', iconv.encode('Zürich €', 'windows-1252')],
    ['us-ascii', iconv.encode('Zürich €', 'windows-1252')],
    ['us-ascii', Buffer.from('Zürich €')],
    [null, iconv.encode('Zürich €', 'windows-1252')],
    ['"x-nobody-knows"', Buffer.from('Zürich €')],
    ['iso-8859-15', iconv.encode('Zürich €', 'iso-8859-15')],
    ['utf-16', Buffer.concat([Buffer.from([0xfe, 0xff]), iconv.encode('Zürich €', 'utf-16be')])],
    ['utf-16le', iconv.encode('Zürich €', 'utf-16le')],
    ['utf-7', iconv.encode('Zürich €', 'utf-7')],
    ['macintosh', iconv.encode('Zürich', 'macintosh'), 'Zürich'],
    ['ibm850', iconv.encode('Zürich', 'cp850'), 'Zürich'],
    ['windows-1251', iconv.encode('Привет', 'windows-1251'), 'Привет'],
    ['koi8-r', iconv.encode('Привет', 'koi8-r'), 'Привет'],
    ['x-mac-cyrillic', iconv.encode('Привет', 'maccyrillic'), 'Привет'],
    ['iso-8859-7', iconv.encode('Αθήνα', 'iso-8859-7'), 'Αθήνα'],
    ['iso-8859-8-i', iconv.encode('שלום', 'iso-8859-8'), 'שלום'],
    ['windows-1256', iconv.encode('سلام', 'windows-1256'), 'سلام'],
    ['tis-620', iconv.encode('ไทย', 'tis620'), 'ไทย'],
    ['shift_jis', iconv.encode('日本語', 'shift_jis'), '日本語'],
    ['euc-jp', iconv.encode('日本語', 'euc-jp'), '日本語'],
    ['iso-2022-jp', Buffer.from('\x1b$BF|K\\8l\x1b(B', 'latin1'), '日本語'],
    ['iso-2022-kr', Buffer.from('\x1b$)C\x0eGQ1[\x0f!', 'latin1'), '한글!'],
    ['ks_c_5601-1987', iconv.encode('한글', 'cp949'), '한글'],
    ['gb2312', iconv.encode('中文镕', 'gbk'), '中文镕'],
    ['gb18030', iconv.encode('中文', 'gb18030'), '中文'],
    ['hz-gb-2312', Buffer.from('~{VPND~} ~~', 'latin1'), '中文 ~'],
    ['big5', iconv.encode('中文', 'big5'), '中文'],
  ])('reads %s', (label, bytes, expected = 'Zürich €') => {
    expect(decodeCharset(bytes, label).text).toBe(expected);
  });

  test('never throws and says when a label is unknown', () => {
    expect(decodeCharset(Buffer.from([0xe4]), 'x-nobody-knows')).toEqual({ text: 'ä', isKnownCharset: false });
    const labels = [
      'utf-8',
      'iso-2022-jp',
      'iso-2022-kr',
      'hz-gb-2312',
      'utf-7',
      'utf-16',
      'big5',
      'gb18030',
      '',
      '\0',
      'utf-8\r\n',
    ];
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.constantFrom(...labels), (bytes, label) => {
        return cleanText(decodeCharset(bytes, label).text).isWellFormed();
      }),
      { numRuns: 500 },
    );
  });
});

describe('clean text', () => {
  test('is what a database takes, whatever comes in', () => {
    expect(cleanText('a\0b\ud800c 😀')).toBe('a\ufffdb\ufffdc 😀');
    const unit = fc.constantFrom('\0', '\ud83d', '\ude00', 'a', '😀', '\ufffe');
    fc.assert(
      fc.property(fc.array(unit), fc.nat(20), (units, length) => {
        const text = truncateText(cleanText(units.join('')), length);
        return text.isWellFormed() && !text.includes('\0') && text.length <= length;
      }),
    );
  });
});

describe('HTML', () => {
  test('says what is said, a list item and a table row on one line each', () => {
    const source = `<html><head><title>No</title><style>p {color:red}</style></head><body>
      <h1>Budget &amp; plan</h1><p>Hello&nbsp;<b>Bo</b>,<br>see&#8217;s 😀 below:</p>
      <ul><li><p>first <i>point</i></p><div>goes on</div></li><li>second<ol><li>a</li><li>b</li></ol></li></ul>
      <table><tr><td><p>1</p></td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>
      <script>alert("no")</script><!-- no --><pre>kept  as
  it is</pre>end</body></html>`;
    expect(html(source)).toBe(
      'Budget & plan\n\nHello Bo,\nsee’s 😀 below:\n\n- first point goes on\n- second\n  1. a\n  2. b\n\n1 2\n3 4\n\nkept  as\n  it is\n\nend',
    );
  });

  test('keeps words apart that only markup separates, and together where none does', () => {
    expect(html('<td>one</td><td>two</td>')).toBe('one two');
    expect(html('<div>one</div><div>two</div>')).toBe('one\ntwo');
    expect(html('<b>on</b>e')).toBe('one');
  });

  test.each([
    '<div>',
    '<table>',
    '<b>',
    '<li>',
    '<ul>',
    '<',
    '<a ',
    '&amp',
    '<!--',
    '<p></b>',
    '<title>',
    '<b></i>',
    '</div>',
  ])('is read to its end within the time of a test, where anything worse than linear would need hours: %s', (piece) => {
    expect(html(piece.repeat(400_000))).toBeDefined();
  });

  test('stops at the limit and says so', () => {
    const cut = htmlToText('<p>word</p>'.repeat(1000), 100);
    expect(cut.isCut).toBe(true);
    expect(cut.text.length).toBeLessThanOrEqual(100);
  });

  test('never throws, whatever the markup', () => {
    const token = fc.constantFrom(
      '<',
      '>',
      '/',
      'li',
      'ul',
      'ol',
      'pre',
      'td',
      'tr',
      'script',
      '&',
      '#',
      'x41;',
      '"',
      '=',
      ' ',
      'a',
      '<!--',
      ']]>',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 60 }), (tokens) => html(tokens.join('')).length >= 0),
      { numRuns: 1000 },
    );
  });
});

test('format=flowed joins soft line breaks within a quote, and leaves signatures alone', () => {
  expect(unflow('one \ntwo\n> quoted \n> text\n-- \nAna', false)).toBe('one two\n> quoted text\n-- \nAna');
  expect(unflow('over \nlap', true)).toBe('overlap');
});
