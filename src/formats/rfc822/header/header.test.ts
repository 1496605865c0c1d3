import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddresses } from './addresses.ts';
import { parseDate } from './dates.ts';
import { decodeField, decodeHeaderText } from './header-text.ts';
import { edrmMessageIdentificationHash, readIdentifiers, readMessageId } from './identifiers.ts';
import { parseParameters } from './parameters.ts';
import { parseThreadIndex } from './thread-index.ts';

const addresses = (text: string) => parseAddresses(text, 100).addresses;

describe('header text', () => {
  test.each([
    ['=?utf-8?B?w4TDlg==?=', 'ÄÖ'],
    ['=?iso-8859-1?q?caf=E9_noir?=', 'café noir'],
    ['=?utf-8*de?Q?gr=C3=BCn?=', 'grün'],
    ['=?utf-8?Q?one?= =?utf-8?Q?_two?=', 'one two'],
    ['=?utf-8?Q?a?= and =?utf-8?Q?b?=', 'a and b'],
    ['=?utf-8?B?4oKs?= =?windows-1252?Q?=80?=', '€€'],
    ['=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=', '日本'],
    ['=?gb2312?B?1tDOxA==?=', '中文'],
    ['=?koi8-r?B?8NLJ18XU?=', 'Привет'],
    ['=?unknown-charset?Q?caf=E9?=', 'café'],
    ['=?utf-8?Q?broken', '=?utf-8?Q?broken'],
    ['=?utf-8?X?abc?=', '=?utf-8?X?abc?='],
  ])('decodes %s', (encoded, text) => {
    expect(decodeHeaderText(encoded)).toBe(text);
  });

  test('decodes a character that is split between encoded words', () => {
    const euro = Buffer.from('€');
    const words = [euro.subarray(0, 1), euro.subarray(1)].map((bytes) => `=?utf-8?B?${bytes.toString('base64')}?=`);
    expect(decodeHeaderText(words.join(' '))).toBe('€');
  });

  test('reads raw 8-bit fields as UTF-8 when they are, else as windows-1252, and folds as one blank', () => {
    expect(decodeField(Buffer.from(' caf\u00e9', 'utf8'))).toBe('café');
    expect(decodeField(Buffer.from(' caf\u00e9 \u0093x\u0094', 'latin1'))).toBe('café “x”');
    expect(decodeField(Buffer.from(' \x1b$BF|K\\\x1b(B', 'latin1'))).toBe('日本');
    expect(decodeField(Buffer.from(' one\r\n\t  two\r\n three\r\n'))).toBe('one two three');
  });

  test('never throws and always gives text that a database takes', () => {
    const word = fc.constantFrom('=?', '?=', '?Q?', '?B?', 'utf-8', 'iso-2022-jp', '=FF', '_', ' ', '\r\n ', 'x', '\0');
    const field = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.array(word).map((words) => Buffer.from(words.join(''))),
    );
    fc.assert(
      fc.property(field, (bytes) => {
        const text = decodeField(bytes);
        return text.isWellFormed() && !text.includes('\0') && !/[\r\n]/.test(text);
      }),
      { numRuns: 500 },
    );
  });
});

describe('addresses', () => {
  test.each([
    ['ana@x.example', [{ name: '', address: 'ana@x.example' }]],
    ['Ana <ana@x.example>', [{ name: 'Ana', address: 'ana@x.example' }]],
    [
      '"Lund, Ana" <ana@x.example>, bo@x.example',
      [
        { name: 'Lund, Ana', address: 'ana@x.example' },
        { name: '', address: 'bo@x.example' },
      ],
    ],
    ['ana@x.example (Ana Lund)', [{ name: 'Ana Lund', address: 'ana@x.example' }]],
    ['=?utf-8?Q?=C3=84nn=2C_A?= <a@x.example>', [{ name: 'Änn, A', address: 'a@x.example' }]],
    ['"=?utf-8?Q?=C3=84?=" <a@x.example>', [{ name: 'Ä', address: 'a@x.example' }]],
    [
      'a@x.example; b@x.example',
      [
        { name: '', address: 'a@x.example' },
        { name: '', address: 'b@x.example' },
      ],
    ],
    [
      'Team: Ana <a@x.example>, b@x.example;',
      [
        { name: 'Ana', address: 'a@x.example', group: 'Team' },
        { name: '', address: 'b@x.example', group: 'Team' },
      ],
    ],
    ['undisclosed-recipients:;', []],
    ['<@relay.example,@r2.example:ana@x.example>', [{ name: '', address: 'ana@x.example' }]],
    [
      'Ana <ana@x.example, Bo <bo@x.example>',
      [
        { name: 'Ana', address: 'ana@x.example' },
        { name: 'Bo', address: 'bo@x.example' },
      ],
    ],
    ['"john doe"@x.example', [{ name: '', address: '"john doe"@x.example' }]],
    ['Somebody', [{ name: 'Somebody', address: '' }]],
    ['Ana Lund ana@x.example', [{ name: 'Ana Lund', address: 'ana@x.example' }]],
    ['=?utf-8?Q?Ana_<ana@x.example>?=', [{ name: 'Ana', address: 'ana@x.example' }]],
    ['', []],
  ])('reads %s', (text, expected) => {
    expect(addresses(text)).toEqual(expected);
  });

  test('keeps what fits and says so when there are too many', () => {
    const list = parseAddresses(Array.from({ length: 150 }, (_, at) => `p${String(at)}@x.example`).join(', '), 100);
    expect(list.addresses).toHaveLength(100);
    expect(list.isCut).toBe(true);
  });

  test('never throws, whatever the field', () => {
    const token = fc.constantFrom('<', '>', '"', '(', ')', ',', ';', ':', '@', '\\', 'a', ' ', '=?utf-8?Q?', '?=');
    fc.assert(
      fc.property(fc.array(token, { maxLength: 40 }), (tokens) => Array.isArray(addresses(tokens.join('')))),
      {
        numRuns: 1000,
      },
    );
  });

  test('reads a hostile field within the time of a test, where anything worse than linear would need hours', () => {
    for (const token of ['<', '"', '(', 'a@', '\\', '<"', ':']) {
      expect(parseAddresses(token.repeat(200_000), 1_000_000), token).toBeDefined();
    }
  });
});

describe('dates', () => {
  test.each([
    ['Mon, 05 Jan 2026 10:00:00 +0100', '2026-01-05T09:00:00.000Z', null],
    ['5 Jan 26 10:00 EST', '2026-01-05T15:00:00.000Z', null],
    ['Mon, 05 Jan 2026 10:00:00 (GMT)', '2026-01-05T10:00:00.000Z', null],
    ['Mon, 05 Jan 2026 10:00:00 +0100 (CET (really))', '2026-01-05T09:00:00.000Z', null],
    ['Mon Jan  5 10:00:00 2026', '2026-01-05T10:00:00.000Z', 'date-zone-unknown'],
    ['2026-01-05T10:00:00Z', '2026-01-05T10:00:00.000Z', null],
    ['Mon, 05 Jan 2026 10:00:00 -1600', '2026-01-06T02:00:00.000Z', 'date-zone-unknown'],
    ['Mon, 05 Jan 2026 23:59:60 +0000', '2026-01-05T23:59:59.000Z', null],
    ['Tue, 31 Feb 2026 10:00:00 +0000', null, 'date-invalid'],
    ['Mon, 05 Jan 2026 25:00:00 +0000', null, 'date-invalid'],
    ['yesterday', null, 'date-invalid'],
    ['', null, 'date-invalid'],
    ['Mon, 05 Jan 0102 10:00:00 +0000', null, 'date-out-of-range'],
    ['Mon, 05 Jan 9999 10:00:00 +0000', null, 'date-out-of-range'],
    ['Thu, 01 Jan 1970 00:00:00 +0100', null, 'date-out-of-range'],
  ])('reads %s', (text, at, note) => {
    expect(parseDate(text)).toEqual({ at: at === null ? null : new Date(at), note });
  });
});

describe('parameters', () => {
  const fileName = (text: string): string | undefined =>
    parseParameters(`attachment; ${text}`).parameters.get('filename');
  test.each([
    ['filename="a b.txt"', 'a b.txt'],
    ['filename=my file.pdf', 'my file.pdf'],
    ["filename*=utf-8''%e2%82%ac%20rates.txt", '€ rates.txt'],
    ["filename*0*=utf-8''a%C3%A4; filename*1=b; filename*2*=%20c", 'aäb c'],
    ['filename*1="two.txt"; filename*0="one-"', 'one-two.txt'],
    ['filename="=?utf-8?B?w6QudHh0?="', 'ä.txt'],
    ['filename="a\\"b.txt"', 'a"b.txt'],
    ['filename="C:\\temp\\x.txt"', 'C:\\temp\\x.txt'],
    ['filename="semi;colon.txt"', 'semi;colon.txt'],
    ['filename="never closed', 'never closed'],
    ['filename=first; filename=second', 'first'],
  ])('reads %s', (text, name) => {
    expect(fileName(text)).toBe(name);
  });

  test('never throws, whatever the field', () => {
    const token = fc.constantFrom('=', ';', '"', '\\', '*', '*0', '*0*', "'", '%', '%C3', 'name', ' ', '(', ')');
    fc.assert(
      fc.property(fc.array(token, { maxLength: 40 }), (tokens) => parseParameters(tokens.join('')).value.length >= 0),
      {
        numRuns: 1000,
      },
    );
  });
});

describe('identifiers', () => {
  const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

  test('reads the identifiers of References and passes over prose', () => {
    expect(readIdentifiers('<a@x> (was: b)\t<c@\r\n x> <a@x>', 100)).toEqual(['<a@x>', '<c@x>']);
    expect(readIdentifiers('Your message of Tue, 3 Sep 2002', 100)).toEqual([]);
  });

  test('keeps the first ten and the last of too many', () => {
    const many = Array.from({ length: 50 }, (_, at) => `<${String(at)}@x>`);
    const kept = readIdentifiers(many.join(' '), 20);
    expect(kept).toEqual([...many.slice(0, 10), ...many.slice(40)]);
  });

  test('gives a bare Message-ID its brackets, as replies will', () => {
    expect(readMessageId('abc@x')).toBe('<abc@x>');
    expect(readMessageId('  ')).toBeNull();
  });

  test('hashes the first bracketed Message-ID, brackets included, letter case kept (EDRM MIH)', () => {
    expect(edrmMessageIdentificationHash(' <Abc.1@Mail.Example>')).toBe(md5('<Abc.1@Mail.Example>'));
    expect(edrmMessageIdentificationHash('<a@x> (added by relay) <b@x>')).toBe(md5('<a@x>'));
    expect(edrmMessageIdentificationHash('<a@ x>')).toBe(md5('<a@x>'));
    expect(edrmMessageIdentificationHash('no brackets@x')).toBeNull();
  });
});

describe('Thread-Index', () => {
  test('gives the conversation, its start and the level of the reply', () => {
    const bytes = Buffer.from('01d9f0a1b2c3' + '00112233445566778899aabbccddeeff' + '0000000001' + '0000000002', 'hex');
    const parsed = parseThreadIndex(bytes.toString('base64'));
    expect(parsed).toEqual({
      conversation: '00112233-4455-6677-8899-aabbccddeeff',
      startedAt: new Date('2023-09-26T17:48:46.366Z'),
      level: 2,
    });
  });

  test('is null when it is too short or no base64', () => {
    expect(parseThreadIndex('AdnwobI=')).toBeNull();
    expect(parseThreadIndex('***')).toBeNull();
  });
});
