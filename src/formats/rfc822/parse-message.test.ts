import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseHeaderOnly, parseMessage } from './parse-message.ts';
import { base64, mail, multipart, part } from '../testing.ts';

const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');
const mixed = (parts: readonly string[]): Buffer =>
  mail({ 'Content-Type': 'multipart/mixed; boundary=b1' }, multipart('b1', parts));
const pdf = Buffer.from(Array.from({ length: 2000 }, (_, at) => (at * 7) % 256));

describe('header', () => {
  test('gives what the fields say, in order, raw and decoded', () => {
    const message = parseMessage(
      mail({
        Subject: '=?utf-8?Q?B=C3=A4renstark?=',
        Sender: 'desk@lakeside.example',
        'Reply-To': 'office@lakeside.example',
        Cc: 'c@x.example',
        Bcc: 'secret@x.example',
        'In-Reply-To': '<m0@x>',
        References: '<root@x>\r\n <m0@x>',
        'Thread-Topic': 'Minutes',
        Importance: 'High',
        'Auto-Submitted': 'auto-replied',
        'X-Unsent': '1',
      }),
    );
    expect(message).toMatchObject({
      subject: 'Bärenstark',
      from: [{ name: 'Ana Lund', address: 'ana@lakeside.example' }],
      sender: [{ name: '', address: 'desk@lakeside.example' }],
      replyTo: [{ name: '', address: 'office@lakeside.example' }],
      to: [{ name: 'Bo Berg', address: 'bo@lakeside.example' }],
      bcc: [{ name: '', address: 'secret@x.example' }],
      sentAt: new Date('2026-01-05T09:00:00Z'),
      messageId: '<m1@lakeside.example>',
      inReplyTo: ['<m0@x>'],
      references: ['<root@x>', '<m0@x>'],
      threadTopic: 'Minutes',
      importance: 'high',
      autoSubmitted: 'auto-replied',
      isDraft: true,
      hasBcc: true,
      exceptions: [],
    });
    expect(message.fields.map((field) => field.name).slice(0, 3)).toEqual(['From', 'To', 'Subject']);
    expect(message.fields[2]).toMatchObject({ value: 'Bärenstark', raw: ' =?utf-8?Q?B=C3=A4renstark?=\r\n' });
  });

  test('joins address fields that appear twice', () => {
    const bytes = Buffer.from('From: a@x\r\nTo: b@x\r\nTo: c@x\r\n\r\nHi');
    expect(parseMessage(bytes).to.map(({ address }) => address)).toEqual(['b@x', 'c@x']);
  });

  test('passes over an mbox line and malformed lines, and finds the body although the empty line is missing', () => {
    const message = parseMessage(
      Buffer.from('From ana Mon Jan 5\nSubject: one\n: nothing\nFrom: a@x\nthe body begins\nhere\n\nand goes on'),
    );
    expect(message.subject).toBe('one');
    expect(message.from).toHaveLength(1);
    expect(message.bodyText).toBe('the body begins\nhere\n\nand goes on');
    expect(message.notes).toContain('header-line-malformed');
  });
});

describe('body', () => {
  test('prefers text/plain among alternatives', () => {
    const parts = [
      part({ 'Content-Type': 'text/plain' }, 'plain words'),
      part({ 'Content-Type': 'text/html' }, '<p>html words</p>'),
    ];
    const message = parseMessage(
      mail({ 'Content-Type': 'multipart/alternative; boundary=b1' }, multipart('b1', parts)),
    );
    expect(message).toMatchObject({ bodyText: 'plain words', bodySource: 'plain', attachments: [] });
  });

  test('takes the HTML when the plain alternative is blank', () => {
    const parts = [
      part({ 'Content-Type': 'text/plain' }, ' \r\n'),
      part({ 'Content-Type': 'text/html; charset=utf-8' }, '<p>Grüße</p>'),
    ];
    const message = parseMessage(
      mail({ 'Content-Type': 'multipart/alternative; boundary=b1' }, multipart('b1', parts)),
    );
    expect(message).toMatchObject({ bodyText: 'Grüße', bodySource: 'html' });
  });

  test('joins text around an attachment, as Apple Mail writes it', () => {
    const message = parseMessage(
      mixed([
        part({ 'Content-Type': 'text/plain' }, 'before'),
        part({ 'Content-Type': 'application/pdf', 'Content-Transfer-Encoding': 'base64' }, base64(pdf)),
        part({ 'Content-Type': 'text/html' }, '<b>after</b>'),
      ]),
    );
    expect(message).toMatchObject({ bodyText: 'before\n\nafter', bodySource: 'mixed' });
    expect(message.attachments).toHaveLength(1);
  });

  test('finds the charset of HTML in its markup and decodes quoted-printable', () => {
    const html = '<meta charset=3Dwindows-1251><p>=CF=F0=E8=E2=\r\n=E5=F2</p>';
    const message = parseMessage(
      mail({ 'Content-Type': 'text/html', 'Content-Transfer-Encoding': 'quoted-printable' }, html),
    );
    expect(message.bodyText).toBe('Привет');
  });

  test('reads 8-bit text under a false us-ascii label as windows-1252', () => {
    const bytes = Buffer.concat([
      mail({ 'Content-Type': 'text/plain; charset=us-ascii' }, ''),
      Buffer.from([0x93, 0x48, 0x69, 0x94]),
    ]);
    expect(parseMessage(bytes).bodyText).toBe('“Hi”');
  });

  test('replaces NUL characters and lone surrogates', () => {
    const bytes = mail(
      { 'Content-Type': 'text/plain; charset=utf-16le' },
      Buffer.from([0x61, 0, 0, 0, 0, 0xd8, 0x62, 0]),
    );
    expect(parseMessage(bytes).bodyText).toBe('a\ufffd\ufffdb');
  });
});

describe('attachments', () => {
  test('have part number, name, type, content id, disposition, size and digest of the decoded bytes', () => {
    const message = parseMessage(
      mixed([
        part({ 'Content-Type': 'text/plain' }, 'see attached'),
        part(
          {
            'Content-Type': 'application/pdf; name="x.pdf"',
            'Content-Disposition': "attachment; filename*=utf-8''Pl%C3%A4ne.pdf",
            'Content-Transfer-Encoding': 'base64',
          },
          base64(pdf),
        ),
        part(
          { 'Content-Type': 'image/png', 'Content-ID': '<logo@x>', 'Content-Transfer-Encoding': 'base64' },
          base64('png'),
        ),
        part(
          { 'Content-Type': 'text/plain; name=note.txt', 'Content-Disposition': 'attachment' },
          'line one\r\nline two',
        ),
      ]),
    );
    expect(message.attachments).toMatchObject([
      {
        part: '2',
        parent: null,
        depth: 1,
        name: 'Pläne.pdf',
        mediaType: 'application/pdf',
        contentId: null,
        disposition: 'attachment',
        size: 2000,
        digest: sha256(pdf),
      },
      { part: '3', name: null, contentId: 'logo@x', disposition: 'inline', size: 3, digest: sha256('png') },
      { part: '4', name: 'note.txt', size: 18, digest: sha256('line one\r\nline two') },
    ]);
    expect(message.bodyText).toBe('see attached');
  });

  test('are found in attached messages at any depth', () => {
    const inner = mail(
      { Subject: 'inner', 'Content-Type': 'multipart/mixed; boundary=b3' },
      multipart('b3', [
        part({ 'Content-Type': 'text/plain' }, 'inner words'),
        part({ 'Content-Type': 'application/pdf', 'Content-Transfer-Encoding': 'base64' }, base64(pdf)),
      ]),
    ).toString('latin1');
    const middle = mail(
      { Subject: 'middle', 'Content-Type': 'multipart/mixed; boundary=b2' },
      multipart('b2', [part({}, 'middle words'), part({ 'Content-Type': 'message/rfc822' }, inner)]),
    ).toString('latin1');
    const message = parseMessage(
      mixed([
        part({}, 'outer words'),
        part({ 'Content-Type': 'message/rfc822', 'Content-Disposition': 'attachment; filename=fw.eml' }, middle),
      ]),
    );
    expect(message.bodyText).toBe('outer words');
    expect(message.attachments).toMatchObject([
      {
        part: '2',
        parent: null,
        depth: 1,
        name: 'fw.eml',
        digest: sha256(Buffer.from(middle, 'latin1')),
        message: { subject: 'middle', bodyText: 'middle words' },
      },
      { part: '2.2', parent: '2', depth: 2, name: 'inner', message: { subject: 'inner', bodyText: 'inner words' } },
      { part: '2.2.2', parent: '2.2', depth: 3, mediaType: 'application/pdf', digest: sha256(pdf), message: null },
    ]);
  });

  test('are read out of a message that was attached in base64, against the rules', () => {
    const inner = mail({ Subject: 'inner' }, 'inner words');
    const message = parseMessage(
      mixed([part({ 'Content-Type': 'message/rfc822', 'Content-Transfer-Encoding': 'base64' }, base64(inner))]),
    );
    expect(message.attachments).toMatchObject([
      { digest: sha256(inner), message: { subject: 'inner', bodyText: 'inner words' } },
    ]);
  });

  test('keep winmail.dat and say so', () => {
    const message = parseMessage(mixed([part({ 'Content-Type': 'application/ms-tnef; name=winmail.dat' }, 'x')]));
    expect(message).toMatchObject({ hasTnef: true, attachments: [{ name: 'winmail.dat', isTnef: true }] });
  });

  test('decode broken base64 to what it holds, up to its padding', () => {
    const decode = (text: string): unknown =>
      parseMessage(
        mixed([part({ 'Content-Type': 'application/x', 'Content-Transfer-Encoding': 'BASE64 (comment)' }, text)]),
      ).attachments[0]?.digest;
    expect(decode('aGVs bG8')).toBe(sha256('hello'));
    expect(decode('aGV*sbG8=\r\nfooter of a mailing list')).toBe(sha256('hello'));
    expect(decode('aGVsbG8gd29ybGQ')).toBe(sha256('hello world'));
    expect(decode('')).toBe(sha256(''));
  });

  test('decode uuencode', () => {
    const text = 'begin 644 a.txt\r\n%:&5L;&\\\r\n`\r\nend\r\n';
    const message = parseMessage(
      mixed([part({ 'Content-Type': 'application/x', 'Content-Transfer-Encoding': 'x-uuencode' }, text)]),
    );
    expect(message.attachments[0]?.digest).toBe(sha256('hello'));
  });
});

describe('protection', () => {
  test.each([
    ['multipart/signed; boundary=b1', { isSigned: true, isEncrypted: false }],
    ['multipart/encrypted; boundary=b1', { isSigned: false, isEncrypted: true }],
    ['application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m', { isSigned: false, isEncrypted: true }],
    ['application/x-pkcs7-mime; smime-type=signed-data; name=smime.p7m', { isSigned: true, isEncrypted: false }],
    ['application/x-microsoft-rpmsg-message; name=message.rpmsg', { isSigned: false, isEncrypted: true }],
    ['text/plain', { isSigned: false, isEncrypted: false }],
  ])('of %s', (type, expected) => {
    expect(parseMessage(mail({ 'Content-Type': type }, multipart('b1', [part({}, 'x')])))).toMatchObject(expected);
  });

  test('in the text', () => {
    expect(parseMessage(mail({}, '-----BEGIN PGP MESSAGE-----\r\nxx\r\n-----END PGP MESSAGE-----')).isEncrypted).toBe(
      true,
    );
    expect(parseMessage(mail({}, '-----BEGIN PGP SIGNED MESSAGE-----\r\nxx')).isSigned).toBe(true);
  });
});

test('an empty file and bytes without any header field are named as such', () => {
  expect(parseMessage(new Uint8Array()).exceptions).toMatchObject([{ part: '', reason: 'empty' }]);
  expect(parseMessage(Buffer.from([0, 1, 2, 255, 10, 10, 7])).exceptions).toMatchObject([
    { part: '', reason: 'not-a-message' },
  ]);
});

test('a part without header is all text, also when it begins like an mbox', () => {
  expect(parseMessage(mixed(['From here on\r\nall is text']))).toMatchObject({ bodyText: 'From here on\nall is text' });
});

test('only headers, bare carriage returns and mixed line ends are read', () => {
  expect(parseMessage(Buffer.from('Subject: alone')).subject).toBe('alone');
  expect(parseMessage(Buffer.from('Subject: mac\rFrom: a@x\r\rbody\rtext'))).toMatchObject({
    subject: 'mac',
    bodyText: 'body\ntext',
  });
  expect(parseMessage(Buffer.from('Subject: mixed\nFrom: a@x\r\n\nbody\r\ntext\nend')).bodyText).toBe(
    'body\ntext\nend',
  );
});

test('of a message that is too large the header is read', () => {
  const message = parseHeaderOnly(mail({}, 'text'), 999_999_999);
  expect(message).toMatchObject({
    subject: 'Minutes',
    size: 999_999_999,
    bodyText: '',
    exceptions: [{ reason: 'message-too-large' }],
  });
});

test('never throws, never gives what a database refuses, and gives the same twice, whatever the bytes', () => {
  const token = fc.constantFrom(
    'Content-Type: multipart/mixed; boundary=b\r\n',
    'Content-Type: message/rfc822\r\n',
    'Content-Type: text/html; charset=utf-16\r\n',
    'Content-Transfer-Encoding: base64\r\n',
    'Content-Transfer-Encoding: quoted-printable\r\n',
    "Content-Disposition: attachment; filename*0*=utf-8''%00%ff\r\n",
    'Subject: =?utf-8?Q?=00=FF?=\r\n',
    'From: \0 <a\0@x>\r\n',
    'Message-ID: <a\0b>\r\n',
    'Thread-Index: AAAA\r\n',
    'Date: x\r\n',
    '\r\n',
    '\n',
    '\r',
    '--b\r\n',
    '--b--\r\n',
    'text \0 ',
    '=ED=A0=80',
    '<p>&#xd800;&#0;</p>',
    '\xff\xfe',
    '==',
  );
  fc.assert(
    fc.property(fc.array(token, { maxLength: 30 }), (tokens) => {
      const bytes = Buffer.from(tokens.join(''), 'latin1');
      const json = JSON.stringify(parseMessage(bytes));
      return (
        json === JSON.stringify(parseMessage(bytes)) &&
        !/\\u0000|\\ud[89a-f]/.test(json.replaceAll(/"raw":"(?:[^"\\]|\\.)*"/g, ''))
      );
    }),
    { numRuns: 2000 },
  );
});

test('an attached message whose only part is a file, or another message, gives that part a number of its own', () => {
  const inner = (type: string, body: string): string => part({ Subject: 'inner', 'Content-Type': type }, body);
  const pdf = inner('application/pdf; name=scan.pdf', '%PDF');
  const nested = inner('message/rfc822', inner('message/rfc822', pdf));
  const body = multipart('b', [part({}, 'text'), part({ 'Content-Type': 'message/rfc822' }, nested)]);
  const { attachments } = parseMessage(mail({ 'Content-Type': 'multipart/mixed; boundary=b' }, body));
  expect(attachments.map(({ part: number, parent }) => [number, parent])).toEqual([
    ['2', null],
    ['2.1', '2'],
    ['2.1.1', '2.1'],
    ['2.1.1.1', '2.1.1'],
  ]);
});
