import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ItemId } from '#evidence';
import { createBodyWatch } from './whole-body.ts';

const item = 'AAMk' as ItemId;

const multipart = [
  'Subject: two parts\r\nContent-Type: multipart/mixed;\r\n\tboundary="=_a b(1)"\r\n\r\nno mail reader?\r\n',
  '--=_a b(1)\r\n\r\none\r\n--=_a b(1)\r\nContent-Type: text/plain\r\n\r\ntwo\r\n--=_a b(1)--\r\n',
].join('');

/** What comes of a body that is cut into such pieces: its bytes, or the code of the failure. */
async function seen(watch: ReturnType<typeof createBodyWatch>, text: string, piece = text.length): Promise<string> {
  const bytes = Buffer.from(text, 'latin1');
  const pieces = (async function* () {
    for (let at = 0; at < bytes.length; at += Math.max(1, piece)) yield bytes.subarray(at, at + Math.max(1, piece));
  })();
  try {
    const got: Uint8Array[] = [];
    for await (const chunk of watch(item, pieces)) got.push(chunk);
    return Buffer.concat(got).toString('latin1');
  } catch (thrown) {
    return String((thrown as { code?: unknown }).code);
  }
}

const whole: readonly (readonly [string, string])[] = [
  ['a multipart message with its last line', multipart],
  ['one with words behind it', `${multipart}footer of a list\r\n`],
  ['one whose last line has no line feed', multipart.trimEnd()],
  ['one with bare line feeds', multipart.replaceAll('\r\n', '\n')],
  ['one with a boundary that is not quoted', multipart.replaceAll('"=_a b(1)"', 'x').replaceAll('=_a b(1)', 'x')],
  ['one with a boundary that nobody names', 'Content-Type: multipart/mixed\r\n\r\n--x\r\n'],
  ['a text', 'Subject: x\r\n\r\nany'],
  ['a text without a word', 'Subject: x\r\n\r\n'],
  ['a text that speaks of multipart', 'Subject: x\r\nX-Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n'],
  ['no bytes at all', ''],
];

test.each(whole)('%s is whole, however it arrives', async (_, text) => {
  for (const piece of [1, 2, 7, 64, 100_000]) expect(await seen(createBodyWatch(), text, piece)).toBe(text);
});

describe('a body without the end it announced', () => {
  test('is never taken for whole, wherever it was cut off', async () => {
    const end = multipart.indexOf('--=_a b(1)--') + '--=_a b(1)--'.length;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: end - 1 }), fc.integer({ min: 1, max: 80 }), async (length, piece) => {
        const cut = multipart.slice(0, length);
        expect(await seen(createBodyWatch(), cut, piece)).toBe('graph-body-unclosed');
      }),
    );
  });

  test('is believed when it comes a second time with the same size', async () => {
    const watch = createBodyWatch();
    const broken = multipart.slice(0, -20);
    expect(await seen(watch, broken)).toBe('graph-body-unclosed');
    expect(await seen(watch, broken)).toBe(broken);
  });

  test('is asked for a third time when the second one is of another size, and kept then', async () => {
    const watch = createBodyWatch();
    expect(await seen(watch, multipart.slice(0, -20))).toBe('graph-body-unclosed');
    expect(await seen(watch, multipart.slice(0, -30))).toBe('graph-body-unclosed');
    expect(await seen(watch, multipart.slice(0, -40))).toBe(multipart.slice(0, -40));
    expect(await seen(watch, multipart.slice(0, -20))).toBe('graph-body-unclosed');
    expect(await seen(watch, multipart)).toBe(multipart);
  });
});
