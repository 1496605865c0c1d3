import { describe, expect, test } from 'vitest';
import { messageLimits } from './limits.ts';
import type { ParsedMessage } from './message.ts';
import { parseMessage } from './parse-message.ts';
import { base64, mail, multipart, part } from '../testing.ts';

const mebibyte = 1024 * 1024;
const reasons = (message: ParsedMessage): readonly string[] => message.exceptions.map(({ reason }) => reason);

/** Multiparts within multiparts, or messages within messages. */
function nested(depth: number, kind: 'multipart' | 'message'): Buffer {
  let body = part({ 'Content-Type': 'text/plain' }, 'the innermost words');
  for (let at = 0; at < depth; at += 1) {
    const boundary = `b${String(at)}x`;
    body = part(
      { 'Content-Type': kind === 'message' ? 'message/rfc822' : `multipart/mixed; boundary=${boundary}` },
      kind === 'message' ? body : multipart(boundary, [body]),
    );
  }
  return Buffer.concat([Buffer.from('Subject: deep\r\n'), Buffer.from(body)]);
}

describe('limits keep what is already known', () => {
  test.each(['multipart', 'message'] as const)('nesting of 1000 %ss', (kind) => {
    const message = parseMessage(nested(1000, kind));
    expect(message.subject).toBe('deep');
    expect(reasons(message)).toEqual(['depth-limit']);
    expect(message.attachments.at(-1)?.size).toBeGreaterThan(1000);
  });

  test('nesting within the limit is read', () => {
    expect(parseMessage(nested(50, 'multipart'))).toMatchObject({ bodyText: 'the innermost words', exceptions: [] });
  });

  test('30,000 parts', () => {
    const parts = Array.from({ length: 30_000 }, (_, at) => part({ 'Content-Type': 'application/x' }, String(at)));
    const message = parseMessage(mail({ 'Content-Type': 'multipart/mixed; boundary=b' }, multipart('b', parts)));
    expect(reasons(message)).toEqual(['part-limit']);
    expect(message.attachments).toHaveLength(messageLimits.parts);
  });

  test('a header line of 3 MiB, and 50,000 fields', () => {
    const long = parseMessage(mail({ 'X-Long': 'x'.repeat(3 * mebibyte) }, 'the body'));
    expect(reasons(long)).toEqual(['header-limit']);
    expect(long).toMatchObject({ subject: 'Minutes', bodyText: 'the body' });
    const many = parseMessage(Buffer.from(`Subject: many\r\n${'X-A: b\r\n'.repeat(50_000)}\r\nthe body`));
    expect(reasons(many)).toEqual(['header-limit']);
    expect(many).toMatchObject({ subject: 'many', bodyText: 'the body' });
  });

  test('a To field of 50,000 addresses', () => {
    const message = parseMessage(
      mail({ To: Array.from({ length: 50_000 }, (_, at) => `p${String(at)}@x.example`).join(', ') }),
    );
    expect(reasons(message)).toEqual(['address-limit']);
    expect(message.to).toHaveLength(messageLimits.addresses);
  });

  test('text of 20 MiB, plain and HTML', () => {
    const plain = parseMessage(mail({}, 'word '.repeat(4 * mebibyte)));
    expect(reasons(plain)).toEqual(['body-text-limit']);
    expect(plain.bodyText.length).toBeGreaterThan(messageLimits.bodyText - 100);
    const html = parseMessage(mail({ 'Content-Type': 'text/html' }, '<p>word</p>'.repeat(2 * mebibyte)));
    expect(reasons(html)).toContain('body-text-limit');
  });

  test('more decoded bytes than allowed', () => {
    const parts = [1, 2, 3].map(() =>
      part({ 'Content-Type': 'application/x', 'Content-Transfer-Encoding': 'base64' }, base64(Buffer.alloc(3000))),
    );
    const bytes = mail({ 'Content-Type': 'multipart/mixed; boundary=b' }, multipart('b', parts));
    const message = parseMessage(bytes, { ...messageLimits, decodedBytes: 7000 });
    expect(message.attachments.map(({ size }) => size)).toEqual([3000, 3000, null]);
    expect(message.exceptions).toMatchObject([{ part: '3', reason: 'decoded-limit' }]);
  });

  test('more bytes than a message may have', () => {
    const message = parseMessage(mail({}, 'x'.repeat(5000)), { ...messageLimits, messageBytes: 4000 });
    expect(message).toMatchObject({ subject: 'Minutes', bodyText: '' });
    expect(reasons(message)).toEqual(['message-too-large']);
  });
});

describe('tortured mail is read', () => {
  const closing = (body: string): Buffer => mail({ 'Content-Type': 'multipart/mixed; boundary=b' }, body);
  test.each<[string, Buffer, Partial<ParsedMessage>]>([
    [
      'a boundary that never closes',
      closing('--b\r\n\r\nfirst\r\n--b\r\nContent-Type: application/x\r\n\r\nsecond'),
      { bodyText: 'first', notes: ['boundary-not-closed'] },
    ],
    [
      'a boundary that never comes',
      closing('no parts at all'),
      { bodyText: 'no parts at all', notes: ['boundary-missing'] },
    ],
    [
      'a multipart without boundary',
      mail({ 'Content-Type': 'multipart/mixed' }, 'words'),
      { bodyText: 'words', notes: ['boundary-missing'] },
    ],
    [
      'a boundary that is the beginning of another',
      closing('--bb\r\n\r\nnot a part\r\n--b\r\n\r\npart\r\n--b--'),
      { bodyText: 'part' },
    ],
    ['parts that are empty', closing('--b\r\n--b\r\n\r\n--b\r\n\r\n\r\n--b--'), { bodyText: '' }],
    [
      'a multipart within itself',
      closing('--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ninner\r\n--b--'),
      { notes: ['boundary-missing'] },
    ],
    ['text after the end', closing('preamble\r\n--b\r\n\r\nwords\r\n--b--\r\nepilogue'), { bodyText: 'words' }],
    [
      'base64 that ends in the middle',
      mail({ 'Content-Transfer-Encoding': 'base64' }, 'aGVsbG8gd29yb'),
      { bodyText: 'hello wor' },
    ],
    [
      'quoted-printable that is not',
      mail({ 'Content-Transfer-Encoding': 'quoted-printable' }, '100% = =zz =3D =4'),
      { bodyText: '100% = =zz = =4' },
    ],
    ['NUL bytes in header and body', mail({ Subject: 'a\0b' }, 'c\0d'), { subject: 'a\ufffdb', bodyText: 'c\ufffdd' }],
    [
      'a media type that is none',
      mail({ 'Content-Type': '???; charset=utf-8' }, 'x'),
      { bodyText: '', attachments: [expect.objectContaining({ mediaType: 'application/octet-stream' }) as never] },
    ],
    ['a media type of one word', mail({ 'Content-Type': 'text' }, 'words'), { bodyText: 'words' }],
    [
      'a date that does not exist',
      mail({ Date: 'Mon, 45 Jan 2026 10:00:00 +0000' }, ''),
      { sentAt: null, notes: ['date-invalid'] },
    ],
    [
      'a date long gone',
      mail({ Date: 'Mon, 05 Jan 0026 10:00:00 +0000' }, ''),
      { sentAt: null, notes: ['date-out-of-range'] },
    ],
  ])('%s', (_, bytes, expected) => {
    expect(parseMessage(bytes)).toMatchObject({ ...expected, exceptions: [] });
  });
});

describe('hostile mail takes no more time than its length deserves', () => {
  const size = 4 * mebibyte;
  test.each([
    ['encoded words without end', mail({ Subject: '=?utf-8?Q?'.repeat(80_000) })],
    ['encoded words one after another', mail({ Subject: '=?utf-8?Q?a?= '.repeat(60_000) })],
    ['open comments', mail({ To: '('.repeat(900_000), 'Content-Type': `text/plain ${'('.repeat(100_000)}` })],
    ['open brackets', mail({ To: '<'.repeat(900_000) })],
    ['identifiers that never close', mail({ References: '<a'.repeat(400_000) })],
    ['identifiers without number', mail({ References: '<a@b> '.repeat(150_000) })],
    ['parameters without number', mail({ 'Content-Type': `text/plain; ${'a=b; '.repeat(150_000)}` })],
    [
      'continuations without number',
      mail({
        'Content-Type': `text/plain; ${Array.from({ length: 40_000 }, (_, at) => `name*${String(at)}=a; `).join('')}`,
      }),
    ],
    ['empty lines', mail({}, '\n'.repeat(size))],
    [
      'dashes under a boundary of dashes',
      mail({ 'Content-Type': `multipart/mixed; boundary="${'-'.repeat(60)}"` }, '-'.repeat(size)),
    ],
    [
      'lines of dashes',
      mail({ 'Content-Type': `multipart/mixed; boundary="${'-'.repeat(60)}"` }, `${'-'.repeat(61)}\n`.repeat(60_000)),
    ],
    ['soft line breaks', mail({ 'Content-Transfer-Encoding': 'quoted-printable' }, '=\n'.repeat(size / 2))],
    [
      'blanks after equals signs',
      mail({ 'Content-Transfer-Encoding': 'quoted-printable' }, `=${' '.repeat(40)}`.repeat(100_000)),
    ],
    ['flowed lines', mail({ 'Content-Type': 'text/plain; format=flowed' }, 'a \n'.repeat(size / 3))],
    ['HTML nested a million deep', mail({ 'Content-Type': 'text/html' }, '<div>'.repeat(1_000_000))],
    [
      'uuencode',
      mail(
        { 'Content-Type': 'application/x', 'Content-Transfer-Encoding': 'uuencode' },
        `begin 644 a\n${'#AAAA\n'.repeat(400_000)}`,
      ),
    ],
    ['a subject of one blank', mail({ Subject: ' '.repeat(900_000) })],
    ['folds', mail({ Subject: 'a\r\n '.repeat(250_000) })],
  ])('%s', (_, bytes) => {
    parseMessage(bytes);
  });
});
