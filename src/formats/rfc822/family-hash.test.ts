import { expect, test } from 'vitest';
import { parseMessage } from './parse-message.ts';
import { base64, type Fields, mail, multipart, part } from '../testing.ts';

interface Rendering {
  readonly boundary: string;
  readonly fields?: Fields;
  readonly text?: string;
  readonly textEncoding?: 'quoted-printable' | 'base64' | '8bit';
  readonly attachment?: string;
  readonly subject?: string;
}

const text =
  'Dear Bo,\r\n\r\nthe budget for café is 1 € = 100 ¢.\r\nIt is a rather long line that a renderer may wrap when it feels like it.\r\n';

function encode(body: string, encoding: string): string {
  if (encoding === 'base64') return base64(body);
  if (encoding === '8bit') return body;
  return body.replaceAll(/[^\x20-\x3c\x3e-\x7e\r\n]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}

/** One message as a service might render it: with other boundaries, encodings and folds. */
function render({
  boundary,
  fields = {},
  text: body = text,
  textEncoding = 'quoted-printable',
  attachment = 'figures',
  subject = 'Budget 2026 and more',
}: Rendering): Buffer {
  const attached = mail(
    { Subject: 'attached', 'Content-Type': `multipart/mixed; boundary="${boundary}in"` },
    multipart(`${boundary}in`, [part({}, 'attached words'), part({ 'Content-Type': 'application/x' }, attachment)]),
  ).toString('latin1');
  const parts = [
    part(
      { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Transfer-Encoding': textEncoding },
      encode(body, textEncoding),
    ),
    part({ 'Content-Type': 'application/x; name=a.bin', 'Content-Transfer-Encoding': 'base64' }, base64(attachment)),
    part({ 'Content-Type': 'message/rfc822' }, attached),
  ];
  return mail(
    { 'Content-Type': `multipart/mixed; boundary="${boundary}"`, Subject: subject, Cc: 'c@x.example', ...fields },
    multipart(boundary, parts),
  );
}

const hash = (rendering: Rendering): string => parseMessage(render(rendering)).familyHash;
const first = hash({ boundary: '_000_AAA_' });

test('two renderings of one message have one family hash', () => {
  expect(hash({ boundary: '_004_BBBBBB_' })).toBe(first);
  expect(hash({ boundary: 'b', textEncoding: 'base64' })).toBe(first);
  expect(hash({ boundary: 'b', textEncoding: '8bit' })).toBe(first);
  expect(hash({ boundary: 'b', text: text.replace('line that', 'line\r\nthat') })).toBe(first);
  expect(hash({ boundary: 'b', subject: 'Budget 2026\r\n\tand  more' })).toBe(first);
  expect(
    hash({
      boundary: 'b',
      fields: { To: 'BO@lakeside.example', Date: 'Mon, 5 Jan 2026 09:00:00 +0000', 'X-Added': 'yes' },
    }),
  ).toBe(first);
  expect(hash({ boundary: 'b', fields: { Bcc: 'secret@x.example' } })).toBe(first);
});

test('another message has another family hash', () => {
  const others = [
    hash({ boundary: 'b', text: text.replace('100', '101') }),
    hash({ boundary: 'b', attachment: 'figures!' }),
    hash({ boundary: 'b', subject: 'Budget 2027 and more' }),
    hash({ boundary: 'b', fields: { Cc: 'd@x.example' } }),
    hash({ boundary: 'b', fields: { To: 'c@x.example', Cc: 'bo@lakeside.example' } }),
    hash({ boundary: 'b', fields: { From: 'eva@lakeside.example' } }),
    hash({ boundary: 'b', fields: { Date: 'Mon, 5 Jan 2026 09:00:01 +0000' } }),
  ];
  expect(new Set([first, ...others]).size).toBe(others.length + 1);
});
