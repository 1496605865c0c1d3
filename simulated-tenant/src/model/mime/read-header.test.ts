import { expect, test } from 'vitest';
import { decodeWords, parameter, readAddresses, readDate, readHeader } from './read-header.ts';

test('unfolds fields and finds the body after any kind of empty line', () => {
  for (const gap of ['\r\n', '\n']) {
    const bytes = Buffer.from(`Subject: a${gap}\tb${gap}not a field${gap}X: y${gap}${gap}body`);
    const { fields, bodyAt } = readHeader(bytes);
    expect(fields).toEqual([
      { name: 'Subject', value: 'a b' },
      { name: 'X', value: 'y' },
    ]);
    expect(bytes.subarray(bodyAt).toString()).toBe('body');
  }
});

test('decodes encoded words, and joins those that belong together', () => {
  expect(decodeWords('=?utf-8?Q?caf=C3=A9_au?= =?utf-8?B?IGxhaXQ=?=')).toBe('café au lait');
  expect(decodeWords('=?koi8-r?B?8NLJ18XU?= all')).toBe('Привет all');
  expect(decodeWords('=?broken')).toBe('=?broken');
});

test('reads addresses with names, comments, groups and commas', () => {
  expect(readAddresses('"Doe, Jane" <jane@x.example>, (note) bob@x.example, Team: a@x.example, b@x.example;')).toEqual([
    { name: 'Doe, Jane', address: 'jane@x.example' },
    { name: 'bob@x.example', address: 'bob@x.example' },
    { name: 'a@x.example', address: 'a@x.example' },
    { name: 'b@x.example', address: 'b@x.example' },
  ]);
  expect(readAddresses('undisclosed-recipients:;')).toEqual([]);
});

test('reads dates with zones and comments, and no nonsense', () => {
  expect(readDate('Mon, 2 Nov 2026 08:00:00 +0200 (CEST)')).toBe(Date.UTC(2026, 10, 2, 6));
  expect(readDate('2 Nov 2026 08:00 UT')).toBe(Date.UTC(2026, 10, 2, 8));
  expect(readDate('yesterday')).toBeUndefined();
});

test('reads parameters, quoted or not', () => {
  expect(parameter('multipart/mixed; charset=x;\tboundary="a;b"', 'boundary')).toBe('a;b');
  expect(parameter('text/plain; charset=koi8-r', 'charset')).toBe('koi8-r');
  expect(parameter('text/plain', 'charset')).toBeUndefined();
});
