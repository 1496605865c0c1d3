import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMbox } from './read-mbox.ts';
import { mboxMessage, mboxSeparator } from './write-mbox.ts';

interface Found {
  readonly separator: string;
  readonly bytes: Buffer;
  readonly offset: number;
  readonly isSeparated: boolean;
}

async function read(bytes: Uint8Array, size = 7): Promise<Found[]> {
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  );
  const found: Found[] = [];
  let separator = '';
  let parts: Uint8Array[] = [];
  for await (const event of readMbox(pieces)) {
    if (event.kind === 'begins') [separator, parts] = [event.separator, []];
    else if (event.kind === 'bytes') parts.push(Buffer.from(event.bytes));
    else found.push({ separator, bytes: Buffer.concat(parts), offset: event.offset, isSeparated: event.isSeparated });
  }
  return found;
}

async function written(message: readonly Uint8Array[]): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const piece of mboxMessage(message)) parts.push(Buffer.from(piece));
  return Buffer.concat(parts);
}

const at = new Date('2026-01-05T09:00:07Z');

test('the line before a message is that of every mbox, whatever stands for its sender', () => {
  expect(mboxSeparator({ address: 'ana@lakeside.example', at })).toBe(
    'From ana@lakeside.example Mon Jan  5 09:00:07 2026\n',
  );
  expect(mboxSeparator({ address: '', at: null })).toBe('From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n');
  for (const address of ['a b@x', 'a\nFrom b', 'zoë@x'])
    expect(mboxSeparator({ address, at })).toBe('From MAILER-DAEMON Mon Jan  5 09:00:07 2026\n');
});

test.each([
  ['a line that begins a message', 'a\nFrom b\n', 'a\n>From b\n\n'],
  ['the first line', 'From b', '>From b\n\n'],
  ['a line that is quoted already', '>From b\n>>From c\n', '>>From b\n>>>From c\n\n'],
  ['nothing else', 'From: b\n> From c\nxFrom d\nFrom\n', 'From: b\n> From c\nxFrom d\nFrom\n\n'],
  ['no bytes', '', '\n'],
  ['carriage returns', 'a\r\nFrom b\r\n', 'a\r\n>From b\r\n\n'],
])('quotes %s', async (_, message, expected) => {
  expect((await written([Buffer.from(message)])).toString()).toBe(expected);
});

// Bytes that are mostly what mbox is about.
const token = fc.constantFrom('From ', 'From', '>', '\n', '\r\n', 'F', ' ', 'x', '\n\n', '>From ', '\u00ff');
const text = fc.array(token, { maxLength: 40 }).map((tokens) => Buffer.from(tokens.join(''), 'latin1'));
const message = fc.oneof(
  text,
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
);

test('any messages come back byte for byte, but for a line feed at an end that had none', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(message, { maxLength: 6 }), fc.integer({ min: 1, max: 30 }), async (messages, size) => {
      const separator = mboxSeparator({ address: 'a@x', at });
      const parts: Buffer[] = [];
      const ends: number[] = [];
      for (const each of messages) {
        parts.push(Buffer.from(separator), await written([each]));
        ends.push(parts.reduce((sum, { length }) => sum + length, 0));
      }
      const found = await read(Buffer.concat(parts), size);
      const whole = messages.map((each) =>
        each.length === 0 || each.at(-1) === 0x0a ? each : Buffer.concat([each, Buffer.from('\n')]),
      );
      expect(found.map(({ bytes }) => bytes.toString('latin1'))).toEqual(whole.map((each) => each.toString('latin1')));
      expect(found.map(({ offset }) => offset)).toEqual(ends);
      expect(found.every(({ isSeparated, separator: line }) => isSeparated && `${line}\n` === separator)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('what is written does not depend on how a message comes in pieces', async () => {
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.nat(60), { maxLength: 8 }), async (bytes, cuts) => {
      const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].sort((a, b) => a - b);
      const pieces = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
      expect((await written(pieces)).equals(await written([bytes]))).toBe(true);
    }),
    { numRuns: 500 },
  );
});

describe('a reader', () => {
  test('finds no line of a message that begins one', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (bytes) => {
        expect((await written([bytes])).toString('latin1')).not.toMatch(/^From /m);
      }),
    );
  });

  test('tells that the last message was cut off', async () => {
    const whole = Buffer.concat([
      Buffer.from(mboxSeparator({ address: 'a@x', at })),
      await written([Buffer.from('text\n')]),
    ]);
    for (let end = 50; end < whole.length; end += 1) {
      const [found] = await read(whole.subarray(0, end));
      expect(found === undefined || !found.isSeparated).toBe(true);
    }
    expect(await read(whole)).toMatchObject([{ isSeparated: true, offset: whole.length }]);
  });

  test('refuses what is no mbox, and finds nothing in nothing', async () => {
    await expect(read(Buffer.from('Subject: x\n\n'))).rejects.toMatchObject({ code: 'mbox-unreadable' });
    expect(await read(Buffer.alloc(0))).toEqual([]);
  });

  test('keeps lines of any length', async () => {
    const long = Buffer.from(`${'>'.repeat(200_000)}From ${'x'.repeat(300_000)}\nend\n`);
    const mbox = Buffer.concat([Buffer.from(mboxSeparator({ address: 'a@x', at })), await written([long])]);
    const [found] = await read(mbox, 1000);
    expect(found!.bytes.equals(long)).toBe(true);
  });
});
