import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Digest } from '#evidence';
import { extractorVersion } from '#formats';
import type { Database } from '#platform';
import { memoryVault } from '#vault';
import { testDatabase } from '../../../tests/postgres.ts';
import { base64, docx, mail, multipart, part, pdf, pdfLines, zip } from '../../formats/testing.ts';
import {
  attachmentTexts,
  extractTexts,
  fileCounts,
  messagesWithAttachments,
  processingCounts,
  processingExceptions,
  processMatter,
  textsOfMessage,
} from '../index.ts';
import { keepMail } from '../testing.ts';

interface Attached {
  readonly name: string;
  readonly bytes: Buffer;
  readonly type?: string;
}

let serial = 0;
function withFiles(files: readonly Attached[], fields: Readonly<Record<string, string>> = {}): Buffer {
  serial += 1;
  const parts = files.map(({ name, bytes, type = 'application/octet-stream' }) =>
    part(
      {
        'Content-Type': type,
        'Content-Transfer-Encoding': 'base64',
        'Content-Disposition': `attachment; filename="${name}"`,
      },
      base64(bytes),
    ),
  );
  return mail(
    { 'Message-ID': `<f${String(serial)}@x>`, 'Content-Type': 'multipart/mixed; boundary=b', ...fields },
    multipart('b', [part({ 'Content-Type': 'text/plain' }, 'see attached'), ...parts]),
  );
}

const digestOf = (bytes: Uint8Array): Digest => createHash('sha256').update(bytes).digest('hex') as Digest;
const lease: Attached = { name: 'lease.pdf', bytes: pdf([pdfLines(['Berth nine, Gdansk'])]) };
const letter: Attached = { name: 'letter.docx', bytes: docx('<w:p><w:t>Dear Bo</w:t></w:p>') };
const picture: Attached = { name: 'logo.png', bytes: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), type: 'image/png' };
const old: Attached = { name: 'old.doc', bytes: Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old', 'latin1') };

/** Keeps and parses messages. */
async function world(database: Database, messages: readonly Buffer[], packLength = 1000) {
  const vault = memoryVault();
  const kept = await keepMail(database, vault, { messages, packLength });
  await processMatter({ database, vault, matter: kept.matter, parsers: 1 });
  return { database, vault, ...kept };
}

const rows = (database: Database): Promise<unknown[]> =>
  database.reader
    .selectFrom('attachment_texts')
    .select(['attachment_digest', 'kind', 'status', 'text', 'reason', 'detail', 'extractor_version'])
    .orderBy('attachment_digest')
    .execute();

test('attached files get their text; pictures have none; what cannot be read is an exception of that file', async () => {
  await using database = await testDatabase();
  const here = await world(database, [withFiles([lease, letter, picture, old]), withFiles([lease])]);
  expect(await extractTexts({ ...here, readers: 1 })).toEqual({ files: 4, exceptions: 1, total: 4, stopped: false });
  const texts = await attachmentTexts(database.reader, here.matter);
  const found = new Map(texts.map((text) => [text.digest, text]));
  expect(found.get(digestOf(lease.bytes))).toMatchObject({ kind: 'pdf', status: 'text', text: 'Berth nine, Gdansk' });
  expect(found.get(digestOf(letter.bytes))).toMatchObject({ kind: 'word', status: 'text', text: 'Dear Bo' });
  expect(found.get(digestOf(picture.bytes))).toMatchObject({ kind: 'image', status: 'none', text: '' });
  expect(found.get(digestOf(old.bytes))).toMatchObject({ kind: 'legacy-office', status: 'exception', text: '' });
  expect(await processingExceptions(database.reader, here.collection, 10)).toMatchObject([
    { digest: here.digests[0], part: '5', reason: 'unsupported', isProcessed: true },
  ]);
  expect(await processingCounts(database.reader, here.collection)).toMatchObject({ processed: 2, exceptions: 0 });
  expect(await fileCounts(database.reader, here.collection)).toEqual({ files: 4, exceptions: 1, waiting: 0 });
});

test('the doors: texts page by digest, messages of a file, texts of a message', async () => {
  await using database = await testDatabase();
  const here = await world(database, [withFiles([lease, letter]), withFiles([picture, lease])]);
  await extractTexts({ ...here, readers: 1 });
  const all = await attachmentTexts(database.reader, here.matter);
  const [first, ...others] = all.map(({ digest }) => digest);
  expect([first, ...others]).toEqual([lease, letter, picture].map(({ bytes }) => digestOf(bytes)).sort());
  const rest = await attachmentTexts(database.reader, here.matter, { after: first! });
  expect(rest.map(({ digest }) => digest)).toEqual(others);
  expect(await attachmentTexts(database.reader, here.matter, { after: others.at(-1)! })).toEqual([]);
  const one = await attachmentTexts(database.reader, here.matter, { digests: [digestOf(letter.bytes)] });
  expect(one.map(({ text }) => text)).toEqual(['Dear Bo']);
  const hanging = await messagesWithAttachments(database.reader, here.matter, [digestOf(lease.bytes)]);
  expect(hanging.map(({ message }) => message)).toEqual([...here.digests].sort());
  expect(await textsOfMessage(database.reader, here.matter, here.digests[0]!)).toEqual([
    { part: '2', name: 'lease.pdf', text: 'Berth nine, Gdansk' },
    { part: '3', name: 'letter.docx', text: 'Dear Bo' },
  ]);
});

test('matters are walls: equal bytes are read in each of them, and a page shows one only', async () => {
  await using database = await testDatabase();
  const vault = memoryVault();
  const [one, other] = [
    await keepMail(database, vault, { messages: [withFiles([lease])], matterName: 'One' }),
    await keepMail(database, vault, { messages: [withFiles([lease])], matterName: 'Other' }),
  ] as const;
  for (const { matter } of [one, other]) await processMatter({ database, vault, matter, parsers: 1 });
  expect(await extractTexts({ database, vault, matter: one.matter })).toMatchObject({ files: 1 });
  expect(await attachmentTexts(database.reader, other.matter)).toEqual([]);
  expect(await extractTexts({ database, vault, matter: other.matter })).toMatchObject({ files: 1 });
  expect(await attachmentTexts(database.reader, other.matter)).toHaveLength(1);
});

describe('again', () => {
  test('with nothing to do it does nothing; a newer extractor reads everything again', async () => {
    await using database = await testDatabase();
    const here = await world(database, [withFiles([lease, letter])]);
    await extractTexts({ ...here, readers: 1 });
    const before = await rows(database);
    expect(await extractTexts({ ...here, readers: 1 })).toMatchObject({ files: 0, total: 0 });
    await database.pool.query(`update attachment_texts set extractor_version = $1, text = 'older'`, [
      extractorVersion - 1,
    ]);
    expect(await extractTexts({ ...here, readers: 1 })).toMatchObject({ files: 2 });
    expect(await rows(database)).toEqual(before);
  });

  test('stopped by the signal it goes on where it was, and ends with the same rows', async () => {
    await using database = await testDatabase();
    const messages = Array.from({ length: 400 }, (_, at) =>
      withFiles([{ name: 'a.txt', bytes: Buffer.from(`text ${String(at)}`) }]),
    );
    const here = await world(database, messages, 50);
    const stop = new AbortController();
    const first = await extractTexts({
      ...here,
      readers: 1,
      signal: stop.signal,
      onProgress: () => {
        stop.abort();
      },
    });
    expect(first.stopped).toBe(true);
    expect(first.files).toBeLessThan(400);
    expect(await rows(database)).toHaveLength(first.files);
    expect(await extractTexts({ ...here, readers: 1 })).toMatchObject({ files: 400 - first.files, stopped: false });
    expect(await rows(database)).toHaveLength(400);
  });

  test('two at once share the work, and each file has its row once', async () => {
    await using database = await testDatabase({ size: 8 });
    const messages = Array.from({ length: 100 }, (_, at) =>
      withFiles([{ name: 'a.txt', bytes: Buffer.from(`text ${String(at)}`) }]),
    );
    const here = await world(database, messages, 10);
    const both = await Promise.all([1, 2].map(() => extractTexts({ ...here, readers: 1 })));
    expect(both.reduce((sum, { files }) => sum + files, 0)).toBe(100);
    expect(await rows(database)).toHaveLength(100);
  });
});

describe('a hostile file costs itself, and the run goes on', () => {
  const flood = (content: Buffer): Buffer => pdf([content.toString('latin1')]);

  test('that takes too long', async () => {
    await using database = await testDatabase();
    // Each form shows the next one twice.
    const forms = Array.from({ length: 40 }, (_, at) => {
      const shown = at === 39 ? 'BT /F1 1 Tf (x) Tj ET' : '/X Do /X Do';
      const inner = `/Resources << /Font << /F1 3 0 R >> /XObject << /X ${String(7 + at)} 0 R >> >>`;
      return `<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] ${inner} /Length ${String(shown.length)} >>\nstream\n${shown}\nendstream`;
    });
    const doubling = pdf(['/X Do'], { resources: '/XObject << /X 6 0 R >>', more: forms });
    const slow: Attached = { name: 'slow.pdf', bytes: doubling };
    const here = await world(database, [withFiles([lease, slow, letter])]);
    expect(await extractTexts({ ...here, readers: 1, limits: { time: 6000, memory: 1024 } })).toMatchObject({
      files: 3,
      exceptions: 1,
    });
    expect(await processingExceptions(database.reader, here.collection, 9)).toMatchObject([{ reason: 'time-limit' }]);
    expect(
      (await attachmentTexts(database.reader, here.matter)).filter(({ status }) => status === 'text'),
    ).toHaveLength(2);
  });

  test('that takes too much memory', async () => {
    await using database = await testDatabase();
    const bomb: Attached = { name: 'bomb.pdf', bytes: flood(Buffer.alloc(200 * 1024 * 1024, ' ')) };
    const here = await world(database, [withFiles([lease, bomb, letter])]);
    expect(await extractTexts({ ...here, readers: 1, limits: { memory: 80 } })).toMatchObject({
      files: 3,
      exceptions: 1,
    });
    expect(await processingExceptions(database.reader, here.collection, 9)).toMatchObject([
      { reason: 'out-of-memory' },
    ]);
  });

  test('that is a bomb in an archive', async () => {
    await using database = await testDatabase();
    const bomb: Attached = { name: 'a.zip', bytes: zip([{ name: 'a.txt', bytes: Buffer.alloc(64 * 1024 * 1024) }]) };
    const here = await world(database, [withFiles([bomb, letter])]);
    expect(await extractTexts({ ...here, readers: 1 })).toMatchObject({ files: 2, exceptions: 1 });
    expect(await processingExceptions(database.reader, here.collection, 9)).toMatchObject([{ reason: 'ratio-limit' }]);
  });
});

test('what stopped at a limit of time is tried again when asked for', async () => {
  await using database = await testDatabase();
  const here = await world(database, [withFiles([lease])]);
  await extractTexts({ ...here, readers: 1, limits: { time: 1 } });
  expect(await processingExceptions(database.reader, here.collection, 9)).toMatchObject([{ reason: 'time-limit' }]);
  expect(await extractTexts({ ...here, readers: 1, retryUnreadable: true })).toMatchObject({ files: 1, exceptions: 0 });
});

test('of an attached message whose only part is a file', async () => {
  await using database = await testDatabase();
  const inner = mail(
    { Subject: 'Inner', 'Content-Type': 'application/pdf', 'Content-Transfer-Encoding': 'base64' },
    base64(lease.bytes),
  );
  const outer = mail(
    { 'Content-Type': 'multipart/mixed; boundary=b' },
    multipart('b', [
      part({ 'Content-Type': 'text/plain' }, 'x'),
      part({ 'Content-Type': 'message/rfc822' }, inner.toString('latin1')),
    ]),
  );
  const here = await world(database, [outer]);
  await extractTexts({ ...here, readers: 1 });
  expect(await textsOfMessage(database.reader, here.matter, here.digests[0]!)).toMatchObject([
    { part: '2', text: expect.stringContaining('Subject: Inner') as string },
    { part: '2.1', text: 'Berth nine, Gdansk' },
  ]);
});
