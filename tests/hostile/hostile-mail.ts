import { deflateRawSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { base64, docx, mail, multipart, part, zip } from '../../src/formats/testing.ts';
import { seededRandom } from '../faults/seeded-random.ts';

export interface HostileMessage {
  readonly name: string;
  readonly bytes: Buffer;
  /** Reasons of exceptions there must be; others may be there too. None: it is read whole. */
  readonly reasons: readonly string[];
}

const mebibyte = 1024 * 1024;

function nested(depth: number, kind: 'multipart' | 'message'): Buffer {
  const head: string[] = ['Subject: deep\r\n'];
  for (let at = 0; at < depth; at += 1)
    head.push(
      kind === 'message'
        ? 'Content-Type: message/rfc822\r\n\r\n'
        : `Content-Type: multipart/mixed; boundary=b${String(at)}x\r\n\r\n--b${String(at)}x\r\n`,
    );
  return Buffer.from(`${head.join('')}\r\nthe innermost words\r\n`);
}

const withFile = (name: string, type: string, bytes: Buffer): Buffer =>
  mail(
    { 'Content-Type': 'multipart/mixed; boundary=b' },
    multipart('b', [
      part({ 'Content-Type': 'text/plain' }, 'see the file'),
      part(
        {
          'Content-Type': `${type}; name="${name}"`,
          'Content-Disposition': `attachment; filename="${name}"`,
          'Content-Transfer-Encoding': 'base64',
        },
        base64(bytes),
      ),
    ]),
  );

/** Archives in archives: some kilobytes that unpack to as many gibibytes as there are levels. */
function bomb(levels: number): Buffer {
  let inner = zip([{ name: 'zeros.txt', bytes: Buffer.alloc(40 * mebibyte) }]);
  for (let level = 0; level < levels; level += 1)
    inner = zip(Array.from({ length: 16 }, (_, at) => ({ name: `${String(at)}.zip`, bytes: inner })));
  return inner;
}

/** Every label a mail may name: those the decoder knows, and those it does not. */
function charsetLabels(): readonly string[] {
  iconv.getEncoder('utf8');
  const known = Object.keys(iconv.encodings ?? {}).filter((name) => !name.startsWith('_'));
  const others = [
    'utf-8',
    'UTF8',
    'us-ascii',
    'x-unknown',
    'unknown-8bit',
    '8bit',
    'binary',
    'x-user-defined',
    'iso-8859-99',
  ];
  const odd = [
    '',
    ' ',
    '"',
    "utf-8'en",
    'utf-8;',
    '../../etc/passwd',
    '__proto__',
    'constructor',
    'toString',
    'x'.repeat(5000),
  ];
  return [...new Set([...known, ...others, ...odd])];
}

function everyCharset(): Buffer {
  const high = Buffer.from(Array.from({ length: 256 }, (_, at) => at));
  const parts = charsetLabels().map((label) =>
    part(
      { 'Content-Type': `text/plain; charset="${label}"`, 'Content-Transfer-Encoding': 'base64' },
      base64(Buffer.concat([high, Buffer.from('words\r\n')])),
    ),
  );
  return mail({ 'Content-Type': 'multipart/mixed; boundary=b' }, multipart('b', parts));
}

function everyCharsetInHeaders(): Buffer {
  const words = charsetLabels().map(
    (label) => `=?${label}?B?${Buffer.from([0xc4, 0x80, 0xff, 0x1b, 0x24, 0x42]).toString('base64')}?=`,
  );
  return Buffer.concat([
    Buffer.from(words.map((word, at) => `X-Word-${String(at)}: ${word}\r\n`).join('')),
    Buffer.from(`Subject: ${words.slice(0, 40).join('\r\n ')}\r\nFrom: ${words[3] ?? ''} <a@x.example>\r\n\r\nwords`),
  ]);
}

const dates = [
  'Mon, 01 Jan 0001 00:00:00 +0000',
  'Fri, 31 Dec 9999 23:59:59 -9999',
  'Sat, 13 Sep 275760 00:00:01 +0000',
  'Thu, 01 Jan 1970 00:00:00 +0000',
  'Mon, 32 Foo 20261 99:99:99 +9999',
  '-1',
  '1e308',
  '9'.repeat(10_000),
  'NaN',
  '',
];

/** Generated nastiness, always the same: nothing of it may cost more than it should, or change. */
export function hostileMail(): readonly HostileMessage[] {
  const random = seededRandom(7);
  const noise = (length: number): Buffer => Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
  const parts = Array.from({ length: 100_000 }, (_, at) => part({ 'Content-Type': 'application/x' }, String(at)));
  const closed = mail({ 'Content-Type': 'multipart/mixed; boundary=b' }, multipart('b', ['\r\nfirst', '\r\nsecond']));
  const made: readonly (readonly [string, Buffer, readonly string[]])[] = [
    ['1,000 multiparts within each other', nested(1000, 'multipart'), ['depth-limit']],
    ['1,000 messages within each other', nested(1000, 'message'), ['depth-limit']],
    ['100,000 parts', mail({ 'Content-Type': 'multipart/mixed; boundary=b' }, multipart('b', parts)), ['part-limit']],
    ['a header line of 1 MB', mail({ 'X-Long': 'x'.repeat(1_000_000) }, 'words'), []],
    [
      'forty header lines of 1 MB',
      mail(
        Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`X-${String(at)}`, 'x'.repeat(1_000_000)])),
        'words',
      ),
      ['header-limit'],
    ],
    ['a boundary that never closes', closed.subarray(0, closed.length - 6), []],
    ['a boundary that never comes', mail({ 'Content-Type': 'multipart/mixed; boundary=zz' }, 'words'), []],
    [
      'thousands of boundaries, each beginning the next',
      mail(
        { 'Content-Type': 'multipart/mixed; boundary=b' },
        Array.from({ length: 3000 }, (_, at) => `--${'b'.repeat(1 + (at % 60))}\r\n\r\nx\r\n`).join(''),
      ),
      [],
    ],
    [
      '8-bit bytes in every header',
      Buffer.concat([
        Buffer.from('Subject: '),
        noise(500).filter((byte) => byte !== 10 && byte !== 13),
        Buffer.from('\r\nFrom: \xc3\x28 <\xff@\xfe>\r\nTo: \x80\x81\r\n\r\nwords', 'latin1'),
      ]),
      [],
    ],
    ['every charset label', everyCharset(), []],
    ['every charset label in headers', everyCharsetInHeaders(), []],
    ['nothing but NUL', Buffer.alloc(100_000), ['not-a-message']],
    ['NUL bytes between everything', Buffer.from(closed.toString('latin1').replaceAll(/(.)/g, '$1\0'), 'latin1'), []],
    [
      'mixed line ends',
      Buffer.from('Subject: a\rFrom: b@x.example\nTo: c@x.example\r\nX: d\n\r\r\n\nwords\r\r\nmore\n\rend\x85'),
      [],
    ],
    [
      'addresses without end',
      mail({
        To: Array.from({ length: 100_000 }, (_, at) => `"p, ${String(at)}" <p${String(at)}@x.example>`).join(','),
        Cc: `group: ${'a@x.example, '.repeat(50_000)}`,
      }),
      ['address-limit'],
    ],
    ['an address list that never closes', mail({ To: '"a <b, (c '.repeat(60_000) }), []],
    ['random bytes', noise(300_000), []],
    ['nothing', Buffer.alloc(0), ['empty']],
    ['a zip bomb of archives in archives', withFile('bomb.zip', 'application/zip', bomb(3)), []],
    [
      'a document that unpacks to 100 MB',
      withFile(
        'a.docx',
        'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        docx(`<w:p><w:r><w:t>${'word '.repeat(20 * mebibyte)}</w:t></w:r></w:p>`),
      ),
      [],
    ],
    [
      'a stream that claims to unpack to little',
      withFile(
        'c.zip',
        'application/zip',
        zip([{ name: 'a.txt', bytes: Buffer.alloc(64 * mebibyte), claimedSize: 10 }]),
      ),
      [],
    ],
    ['raw deflate', withFile('d.zip', 'application/zip', deflateRawSync(Buffer.alloc(mebibyte))), []],
    ...dates.map((date, at): readonly [string, Buffer, readonly string[]] => [
      `date ${String(at)}`,
      mail({ Date: date, Subject: `date ${String(at)}`, 'Message-ID': `<d${String(at)}@x>` }, 'words'),
      [],
    ]),
    ...Array.from({ length: 60 }, (_, at): readonly [string, Buffer, readonly string[]] => [
      `mutant ${String(at)}`,
      mutant(at),
      [],
    ]),
  ];
  return made.map(([name, bytes, reasons]) => ({ name, bytes, reasons }));
}

/** A message with some bytes changed, cut out and put in twice, by its seed. */
function mutant(seed: number): Buffer {
  const random = seededRandom(seed + 1000);
  const body = multipart('b', [
    part({ 'Content-Type': 'text/html; charset=utf-8' }, '<p>words &amp; <b>more</b></p>'),
    part({ 'Content-Type': 'message/rfc822' }, mail({ Subject: 'inner' }, 'inner words').toString('latin1')),
    part(
      { 'Content-Type': 'application/zip; name=a.zip', 'Content-Transfer-Encoding': 'base64' },
      base64(zip([{ name: 'a.txt', bytes: 'words' }])),
    ),
  ]);
  let bytes = mail({ 'Content-Type': 'multipart/mixed; boundary=b' }, body);
  for (let change = 0; change < 12; change += 1) {
    const at = Math.floor(random() * bytes.length);
    const length = Math.floor(random() * 40);
    const kind = Math.floor(random() * 3);
    if (kind === 0) bytes.fill(Math.floor(random() * 256), at, Math.min(bytes.length, at + length));
    else if (kind === 1) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    else bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
  }
  return bytes;
}
