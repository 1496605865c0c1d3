import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { attachedFiles } from '../rfc822/attached-files.ts';
import { parseMessage } from '../rfc822/parse-message.ts';
import { tarMembers } from '../tar/read-tar.ts';
import { extractText } from './extract-text.ts';

const corpora = fileURLToPath(new URL('../../../../shared/corpora/', import.meta.url));
const absent = 'corpora not there';
const isSoak = process.env.SOAK === '1';

async function* filesOf(archive: string): AsyncGenerator<{ readonly name: string; readonly bytes: Buffer }> {
  const tar = gunzipSync(readFileSync(`${corpora}${archive}`));
  const read = (start: number, length: number) => Promise.resolve(tar.subarray(start, start + length));
  for await (const { isFile, name, start, size } of tarMembers({ size: tar.length, read })) {
    if (isFile) yield { name, bytes: tar.subarray(start, start + size) };
  }
}

test('attached files of real mail: the numbers parseMessage lists, and a text or a reason for each', async (context) => {
  context.skip(!existsSync(`${corpora}mail.tar.gz`), absent);
  const kinds = new Map<string, number>();
  let count = 0;
  for await (const { name, bytes } of filesOf('mail.tar.gz')) {
    count += 1;
    if (!name.endsWith('.eml') || (!isSoak && count % 10 !== 0)) continue;
    const files = attachedFiles(bytes);
    expect(files.map(({ part }) => part)).toEqual(parseMessage(bytes).attachments.map(({ part }) => part));
    for (const file of files) {
      const { kind, text, exceptions } = await extractText({ ...file, bytes: file.read(Number.MAX_SAFE_INTEGER) });
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      expect(text.isWellFormed() && !text.includes('\0')).toBe(true);
      for (const { detail } of exceptions) expect(detail).not.toMatch(/undefined|is not a function|Cannot read prop/);
    }
  }
  expect(kinds.get('text') ?? 0).toBeGreaterThan(0);
}, 60_000);

test('winmail.dat and RTF of others are read without an exception', async (context) => {
  context.skip(!existsSync(`${corpora}outlook-files.tar.gz`), absent);
  let texts = 0;
  for await (const { name, bytes } of filesOf('outlook-files.tar.gz')) {
    if (!/\.(?:tnef|rtf)$/.test(name)) continue;
    const { text, exceptions } = await extractText({ bytes, name, mediaType: null, charset: null });
    const reasons = exceptions.map(({ reason }) => reason).filter((reason) => reason !== 'unsupported');
    // One is made to break readers: it ends within an attribute.
    expect([name, reasons]).toEqual([name, name.endsWith('/panic.tnef') ? ['corrupt'] : []]);
    texts += text === '' ? 0 : 1;
  }
  expect(texts).toBeGreaterThan(15);
}, 60_000);

test('calendars of others have text', async (context) => {
  context.skip(!existsSync(`${corpora}calendar.tar.gz`), absent);
  let texts = 0;
  for await (const { name, bytes } of filesOf('calendar.tar.gz')) {
    if (!name.endsWith('.ics')) continue;
    const { text } = await extractText({ bytes, name, mediaType: 'text/calendar', charset: null });
    texts += text === '' ? 0 : 1;
  }
  expect(texts).toBeGreaterThan(200);
}, 60_000);
