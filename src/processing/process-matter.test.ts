import { createHash } from 'node:crypto';
import { open, rename, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Failure } from '#evidence';
import type { Database } from '#platform';
import { memoryVault, openDiskVault } from '#vault';
import { testDatabase } from '../../tests/postgres.ts';
import { mail, multipart, part } from '../formats/testing.ts';
import { processingCounts, processingExceptions, processMatter } from './index.ts';
import { keepMail } from './testing.ts';

const folders: string[] = [];
const temporary = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'chainmail-processing-'));
  folders.push(folder);
  return folder;
};
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

const numbered = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, at) =>
    mail({ 'Message-ID': `<m${String(at)}@x>`, Subject: `Message ${String(at)}` }, `text ${String(at)}`),
  );

/** Everything processing has written, in an order that does not depend on how it was written. */
async function written(database: Database): Promise<unknown> {
  const rows = async (table: string): Promise<unknown[]> => {
    const { rows: found } = await database.pool.query<{ row: unknown }>(
      `select to_jsonb(t) - 'parsed_at' - 'at' - 'matter_id' as row from ${table} t order by (to_jsonb(t) - 'parsed_at' - 'at' - 'matter_id')::text`,
    );
    return found.map(({ row }) => row);
  };
  return [
    await rows('messages'),
    await rows('attachments'),
    await rows('processing_exceptions'),
    await rows('thread_keys'),
  ];
}

const subjects = async (database: Database): Promise<string[]> =>
  (await database.reader.selectFrom('messages').select('subject').orderBy('subject').execute()).map(
    ({ subject }) => subject ?? '',
  );

test('enters what a message says, with its attachments and its hashes', async () => {
  await using database = await testDatabase();
  const vault = memoryVault();
  const body = multipart('b', [part({}, 'Grüße 😀'), part({ 'Content-Type': 'text/csv; name=a.csv' }, 'a;b')]);
  const messages = [
    mail({ 'Content-Type': 'multipart/mixed; boundary=b', Bcc: 'eva@x.example', Importance: 'high' }, body),
  ];
  const kept = await keepMail(database, vault, { messages });
  const seen: number[] = [];
  const result = await processMatter({
    database,
    vault,
    matter: kept.matter,
    onProgress: ({ processed }) => seen.push(processed),
  });
  expect(result).toEqual({ processed: 1, exceptions: 0, total: 1, bytes: messages[0]!.length, stopped: false });
  expect(seen).toEqual([1]);
  const message = await database.reader.selectFrom('messages').selectAll().executeTakeFirstOrThrow();
  expect(message).toMatchObject({
    digest: kept.digests[0],
    subject: 'Minutes',
    from_addresses: [{ name: 'Ana Lund', address: 'ana@lakeside.example' }],
    bcc_addresses: [{ name: '', address: 'eva@x.example' }],
    sent_at: new Date('2026-01-05T09:00:00Z'),
    message_id: '<m1@lakeside.example>',
    edrm_mih: createHash('md5').update('<m1@lakeside.example>').digest('hex'),
    has_bcc: true,
    importance: 'high',
    body_text: 'Grüße 😀',
  });
  expect(message.family_hash).toMatch(/^[0-9a-f]{64}$/);
  expect(await database.reader.selectFrom('attachments').selectAll().execute()).toMatchObject([
    {
      part: '2',
      name: 'a.csv',
      media_type: 'text/csv',
      size: 3,
      attachment_digest: createHash('sha256').update('a;b').digest('hex'),
    },
  ]);
  expect(await processingCounts(database.reader, kept.collection)).toEqual({
    items: 1,
    processed: 1,
    exceptions: 0,
    waiting: 0,
  });
});

test('enters a message that carries another one which is nothing but a file', async () => {
  await using database = await testDatabase();
  const vault = memoryVault();
  const scan = part({ Subject: 'scan', 'Content-Type': 'application/pdf; name=scan.pdf' }, '%PDF');
  const body = multipart('b', [part({}, 'see scan'), part({ 'Content-Type': 'message/rfc822' }, scan)]);
  const kept = await keepMail(database, vault, {
    messages: [mail({ 'Content-Type': 'multipart/mixed; boundary=b' }, body)],
  });
  expect(await processMatter({ database, vault, matter: kept.matter })).toMatchObject({ processed: 1, exceptions: 0 });
  const rows = await database.reader
    .selectFrom('attachments')
    .select(['part', 'parent', 'name'])
    .orderBy('part')
    .execute();
  expect(rows).toEqual([
    { part: '2', parent: null, name: 'scan' },
    { part: '2.1', parent: '2', name: 'scan.pdf' },
  ]);
});

test('run again it finds nothing to do; run after more was kept it does only that', async () => {
  await using database = await testDatabase();
  const vault = memoryVault();
  const first = await keepMail(database, vault, { messages: numbered(30), packLength: 8 });
  expect(await processMatter({ database, vault, matter: first.matter })).toMatchObject({ processed: 30, total: 30 });
  const before = await written(database);
  expect(await processMatter({ database, vault, matter: first.matter })).toMatchObject({ processed: 0, total: 0 });
  expect(await written(database)).toEqual(before);
  await keepMail(database, vault, { messages: numbered(33) });
  expect(await processMatter({ database, vault, matter: first.matter })).toMatchObject({ processed: 3, total: 3 });
});

test('a newer parser reads everything again, in place of what the older one read', async () => {
  await using database = await testDatabase();
  const vault = memoryVault();
  const attached = mail(
    { 'Content-Type': 'multipart/mixed; boundary=b' },
    multipart('b', [part({}, 'x'), part({ 'Content-Type': 'application/x' }, 'y')]),
  );
  const { matter } = await keepMail(database, vault, { messages: [attached, Buffer.alloc(0), ...numbered(5)] });
  await processMatter({ database, vault, matter });
  const before = await written(database);
  await database.pool.query(
    `update messages set parser_version = 0, subject = 'old'; update processing_exceptions set parser_version = 0`,
  );
  expect(await processMatter({ database, vault, matter })).toMatchObject({ processed: 7 });
  expect(await written(database)).toEqual(before);
});

test('can be kept to one collection', async () => {
  await using database = await testDatabase();
  const vault = memoryVault();
  const first = await keepMail(database, vault, { messages: numbered(4) });
  const second = await keepMail(database, vault, { messages: [mail({ Subject: 'second' })] });
  expect(await processMatter({ database, vault, matter: first.matter, collection: second.collection })).toMatchObject({
    processed: 1,
  });
  expect(await processingCounts(database.reader, first.collection)).toEqual({
    items: 4,
    processed: 0,
    exceptions: 0,
    waiting: 4,
  });
});

describe('threads', () => {
  const conversation = (reply: number): string =>
    Buffer.concat([
      Buffer.from('01d9f0a1b2c300112233445566778899aabbccddeeff', 'hex'),
      Buffer.alloc(5 * reply),
    ]).toString('base64');
  const messages = [
    mail({ 'Message-ID': '<a1@x>', Subject: 'a' }),
    mail({ 'Message-ID': '<a2@x>', Subject: 'a', 'In-Reply-To': '<a1@x>' }),
    mail({ 'Message-ID': '<a4@x>', Subject: 'a', References: '<a1@x> <a3@x>' }),
    mail({ 'Message-ID': '<a5@x>', Subject: 'a', References: '<a3@x>' }),
    mail({ 'Message-ID': '<b1@x>', Subject: 'b', 'Thread-Index': conversation(0) }),
    mail({ 'Message-ID': '<b2@x>', Subject: 'b', 'Thread-Index': conversation(2) }),
    mail({ 'Message-ID': '<c1@x>', Subject: 'c' }),
    mail({ 'Message-ID': '', Subject: 'd' }),
    mail({ 'Message-ID': '', Subject: 'e' }),
  ];

  test('are the same whatever the order the messages come in', async () => {
    await using database = await testDatabase();
    const vault = memoryVault();
    const orders = [messages, messages.toReversed(), [3, 8, 1, 4, 0, 7, 2, 6, 5].map((at) => messages[at]!)];
    const found: unknown[] = [];
    for (const [at, order] of orders.entries()) {
      const matterName = `Matter ${String(at)}`;
      for (let from = 0; from < order.length; from += 4) {
        const { matter } = await keepMail(database, vault, { messages: order.slice(from, from + 4), matterName });
        await processMatter({ database, vault, matter, parsers: 1 });
      }
      const { rows } = await database.pool.query<{ thread_id: string; subject: string }>(
        'select thread_id, m.subject from messages m join matters on matters.id = matter_id where name = $1 order by 1, 2, digest',
        [matterName],
      );
      found.push(rows);
      expect(new Set(rows.map((row) => row.thread_id)).size).toBe(5);
      expect(new Set(rows.map((row) => `${row.thread_id} ${row.subject}`)).size).toBe(5);
    }
    expect(found[1]).toEqual(found[0]);
    expect(found[2]).toEqual(found[0]);
  });
});

describe('what cannot be read is an exception, and the next message goes on', () => {
  const heavy = mail({ Subject: 'heavy', 'Content-Type': 'text/html' }, '<p>a</p>'.repeat(1_800_000));

  test('an empty file and bytes that are no message', async () => {
    await using database = await testDatabase();
    const vault = memoryVault();
    const kept = await keepMail(database, vault, {
      messages: [Buffer.alloc(0), Buffer.from('\0\x01\x02'), ...numbered(2)],
    });
    expect(await processMatter({ database, vault, matter: kept.matter })).toMatchObject({
      processed: 4,
      exceptions: 2,
    });
    const found = await processingExceptions(database.reader, kept.collection, 10);
    expect(found.map(({ reason, isProcessed }) => [reason, isProcessed])).toEqual([
      ['empty', false],
      ['not-a-message', false],
    ]);
    expect(await processingCounts(database.reader, kept.collection)).toEqual({
      items: 4,
      processed: 2,
      exceptions: 2,
      waiting: 0,
    });
  });

  test('a limit of the parser keeps the rest of the message', async () => {
    await using database = await testDatabase();
    const vault = memoryVault();
    const kept = await keepMail(database, vault, { messages: [mail({ 'X-Long': 'x'.repeat(2_000_000) }, 'the body')] });
    await processMatter({ database, vault, matter: kept.matter });
    const found = await processingExceptions(database.reader, kept.collection, 10);
    expect(found).toMatchObject([{ reason: 'header-limit', isProcessed: true, digest: kept.digests[0] }]);
  });

  test('a message that takes too long', async () => {
    await using database = await testDatabase();
    const vault = memoryVault();
    const lengthy = mail({ 'Content-Type': 'text/html' }, '<p>a</p>'.repeat(900_000)).toString('latin1');
    const parts = [1, 2, 3, 4].map(() => part({ 'Content-Type': 'message/rfc822' }, lengthy));
    const slow = mail({ Subject: 'slow', 'Content-Type': 'multipart/mixed; boundary=b' }, multipart('b', parts));
    const kept = await keepMail(database, vault, { messages: [slow, ...numbered(5)] });
    const result = await processMatter({ database, vault, matter: kept.matter, parsers: 1, limits: { time: 250 } });
    expect(result).toMatchObject({ processed: 6, exceptions: 1 });
    expect(await processingExceptions(database.reader, kept.collection, 10)).toMatchObject([
      { reason: 'time-limit', digest: kept.digests[0] },
    ]);
    expect(await subjects(database)).toHaveLength(5);
    const again = await processMatter({ database, vault, matter: kept.matter, retryUnreadable: true });
    expect(again).toMatchObject({ processed: 1, exceptions: 0 });
    expect(await subjects(database)).toContain('slow');
  });

  test('a message that takes too much memory', async () => {
    await using database = await testDatabase();
    const vault = memoryVault();
    const kept = await keepMail(database, vault, { messages: [heavy, ...numbered(5)] });
    const result = await processMatter({ database, vault, matter: kept.matter, parsers: 1, limits: { memory: 40 } });
    expect(result).toMatchObject({ processed: 6, exceptions: 1 });
    expect(await processingExceptions(database.reader, kept.collection, 10)).toMatchObject([
      { reason: 'out-of-memory' },
    ]);
    expect(await subjects(database)).toHaveLength(5);
  });

  test('bytes that were altered in the vault, and a pack that is gone', async () => {
    await using database = await testDatabase();
    const folder = await temporary();
    const vault = await openDiskVault({ folder });
    const kept = await keepMail(database, vault, { messages: numbered(4), packLength: 2 });
    const { rows } = await database.pool.query<{ path: string; start: number }>(
      'select p.path, min(b.start) as start from blobs b join packs p on p.id = b.pack_id group by p.path order by p.path',
    );
    const [first, second] = rows as [{ path: string; start: number }, { path: string }];
    await using file = await open(join(folder, first.path), 'r+');
    await file.write('x', Number(first.start) + 3);
    await rename(join(folder, second.path), join(folder, 'aside'));
    expect(await processMatter({ database, vault, matter: kept.matter })).toMatchObject({
      processed: 4,
      exceptions: 3,
    });
    const found = await processingExceptions(database.reader, kept.collection, 10);
    expect(found.map(({ reason }) => reason).sort()).toEqual(['altered', 'unreadable', 'unreadable']);
    await rename(join(folder, 'aside'), join(folder, second.path));
    expect(await processMatter({ database, vault, matter: kept.matter, retryUnreadable: true })).toMatchObject({
      processed: 3,
      exceptions: 1,
    });
  });
});

describe('interrupted', () => {
  test('by the signal it stops after the messages in hand and goes on where it was', async () => {
    await using database = await testDatabase();
    const vault = memoryVault();
    const { matter } = await keepMail(database, vault, { messages: numbered(900), packLength: 150 });
    const stop = new AbortController();
    const result = await processMatter({
      database,
      vault,
      matter,
      signal: stop.signal,
      onProgress: () => {
        stop.abort();
      },
    });
    expect(result.stopped).toBe(true);
    expect(result.processed).toBeGreaterThan(0);
    expect(result.processed).toBeLessThan(900);
    expect(await subjects(database)).toHaveLength(result.processed);
    expect(await processMatter({ database, vault, matter })).toMatchObject({
      processed: 900 - result.processed,
      stopped: false,
    });
  });

  test('by a vault that cannot be reached it fails, and nothing is blamed on the messages', async () => {
    await using database = await testDatabase();
    const vault = memoryVault();
    const { matter } = await keepMail(database, vault, { messages: numbered(20), packLength: 2 });
    let reads = 0;
    const broken = {
      ...vault,
      open: (...place: Parameters<typeof vault.open>) => {
        reads += 1;
        if (reads > 5) throw new Error('the cable is out');
        return vault.open(...place);
      },
    };
    await expect(processMatter({ database, vault: broken, matter })).rejects.toThrow('the cable is out');
    expect(await database.reader.selectFrom('processing_exceptions').selectAll().execute()).toEqual([]);
    const left = 20 - (await subjects(database)).length;
    expect(await processMatter({ database, vault, matter })).toMatchObject({ processed: left });
  });
});

test('a place of the disk that cannot be read costs the message in it alone, not its neighbours', async () => {
  await using database = await testDatabase();
  const vault = memoryVault();
  const { matter } = await keepMail(database, vault, { messages: numbered(20) });
  const { start: bad } = await database.reader
    .selectFrom('blobs')
    .select('start')
    .orderBy('start')
    .offset(7)
    .executeTakeFirstOrThrow();
  const damaged = {
    ...vault,
    open: (...place: Parameters<typeof vault.open>) => {
      const [{ start, size }] = place;
      if (start <= bad && bad < start + size)
        throw new Failure('malformed', 'a bad sector', { code: 'vault-pack-short' });
      return vault.open(...place);
    },
  };
  expect(await processMatter({ database, vault: damaged, matter })).toMatchObject({ processed: 20, exceptions: 1 });
  expect(await subjects(database)).toHaveLength(19);
});

test('two processes share a matter pack by pack, and no message is read twice', async () => {
  await using database = await testDatabase({ size: 8 });
  const vault = memoryVault();
  const { matter } = await keepMail(database, vault, { messages: numbered(400), packLength: 20 });
  const both = await Promise.all([1, 2].map(() => processMatter({ database, vault, matter, parsers: 1 })));
  expect(both.reduce((sum, { processed }) => sum + processed, 0)).toBe(400);
  expect(Math.min(...both.map(({ processed }) => processed))).toBeGreaterThan(0);
  expect(await subjects(database)).toHaveLength(400);
});
