import { crc32, inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { iCalendar } from './icalendar.ts';
import { wordDocument, workbook } from './office.ts';
import { textPdf } from './pdf.ts';
import { encryptedEnvelope, signedEnvelope } from './pkcs7.ts';
import { barChart } from './png.ts';
import { winmail } from './tnef.ts';

test('the cross-reference table of a PDF points at its objects', () => {
  const text = Buffer.from(textPdf('Invoice (7)', ['one', 'zwölf €'])).toString('latin1');
  const start = Number(/startxref\n(\d+)/.exec(text)?.[1]);
  expect(text.slice(start, start + 4)).toBe('xref');
  const offsets = [...text.matchAll(/^(\d{10}) 00000 n $/gm)].map((match) => Number(match[1]));
  expect(offsets).toHaveLength(6);
  offsets.forEach((offset, at) => expect(text.slice(offset)).toMatch(new RegExp(`^${at + 1} 0 obj`)));
  expect(text).toContain('(Invoice \\(7\\)) Tj');
});

test('office files are archives whose entries have the length and sum they say', () => {
  for (const [bytes, main] of [
    [wordDocument(['Überschrift', 'a < b']), 'word/document.xml'],
    [
      workbook('Rates', [
        ['From', 'USD'],
        ['Busan', 12],
      ]),
      'xl/worksheets/sheet1.xml',
    ],
  ] as const) {
    const entries = new Map(entriesOf(Buffer.from(bytes)));
    expect([...entries.keys()]).toContain('[Content_Types].xml');
    expect(entries.get(main)).toMatch(/a &lt; b|<v>12<\/v>/);
  }
});

/** Follows the central directory, as every reader of archives does. */
function entriesOf(archive: Buffer): [string, string][] {
  const end = archive.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  return Array.from({ length: count }, () => {
    expect(archive.toString('latin1', at, at + 4)).toBe('PK\x01\x02');
    const [sum, size, nameLength] = [
      archive.readUInt32LE(at + 16),
      archive.readUInt32LE(at + 24),
      archive.readUInt16LE(at + 28),
    ];
    const local = archive.readUInt32LE(at + 42);
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const data = archive.subarray(local + 30 + nameLength, local + 30 + nameLength + size);
    expect(archive.toString('latin1', local, local + 4)).toBe('PK\x03\x04');
    expect(crc32(data)).toBe(sum);
    at += 46 + nameLength;
    return [name, data.toString('utf8')];
  });
}

test('a PNG has the rows its header promises', () => {
  const image = Buffer.from(barChart([0.5, 1, 0.1], [10, 20, 30]));
  const [width, height] = [image.readUInt32BE(16), image.readUInt32BE(20)];
  const length = image.readUInt32BE(33);
  expect(image.toString('latin1', 37, 41)).toBe('IDAT');
  expect(inflateSync(image.subarray(41, 41 + length))).toHaveLength(height * (1 + width * 3));
});

test('every attribute of a winmail.dat has a correct checksum', () => {
  const bytes = Buffer.from(winmail({ subject: 's', text: 't', name: 'a.csv', bytes: Buffer.from('x;y') }));
  expect(bytes.readUInt32LE(0)).toBe(0x223e9f78);
  let attributes = 0;
  for (let at = 6; at < bytes.length; attributes++) {
    const length = bytes.readUInt32LE(at + 5);
    const data = bytes.subarray(at + 9, at + 9 + length);
    expect(bytes.readUInt16LE(at + 9 + length)).toBe(data.reduce((sum, byte) => sum + byte, 0) & 0xffff);
    at += 11 + length;
  }
  expect(attributes).toBe(7);
});

test('S/MIME envelopes are one complete DER value each', () => {
  for (const envelope of [signedEnvelope(), encryptedEnvelope('x', 900), encryptedEnvelope('y', 40)]) {
    const bytes = Buffer.from(envelope);
    const long = (bytes[1] ?? 0) & 0x7f;
    const length = (bytes[1] ?? 0) < 0x80 ? (bytes[1] ?? 0) + 2 : bytes.readUIntBE(2, long) + 2 + long;
    expect(bytes[0]).toBe(0x30);
    expect(length).toBe(bytes.length);
  }
});

test('calendar lines are folded at seventy-five bytes', () => {
  const text = iCalendar({
    method: 'REQUEST',
    meeting: { uid: 'u', start: 0, end: 3_600_000, location: 'Raum; groß' },
    summary: 'Überlange Zusammenfassung '.repeat(8),
    organizer: { name: 'A', address: 'a@x.example' },
    attendees: [],
    stamped: 0,
  });
  expect(text).toContain('DTSTART:19700101T000000Z');
  expect(text).toContain('LOCATION:Raum\\; groß');
  expect(Math.max(...text.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
});
