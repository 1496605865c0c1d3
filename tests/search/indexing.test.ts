import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { MatterId } from '#evidence';
import type { Database } from '#platform';
import { processMatter } from '#processing';
import {
  auditSearch,
  countHits,
  countReport,
  discardBroken,
  findHits,
  findItem,
  indexMessages,
  parseKql,
  prepareSearch,
  searchExceptions,
} from '#search';
import { memoryVault } from '#vault';
import { mail } from '../../src/formats/testing.ts';
import { keepMail } from '../../src/processing/testing.ts';
import { testDatabase } from '../postgres.ts';
import type { IndexTask } from './index-process.ts';
import { searchableMail } from './searchable-mail.ts';

const script = fileURLToPath(new URL('./index-process.ts', import.meta.url));
const now = new Date('2026-03-18T12:00:00Z');

async function runUntilKilled(task: IndexTask): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, [script, JSON.stringify(task)], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return signal;
}

/** Many messages that were read, made from one of them by the database itself. */
async function multiply(database: Database, count: number): Promise<void> {
  await database.pool.query(
    `create temporary table copies as select * from messages limit 1;
     insert into messages select (jsonb_populate_record(m, jsonb_build_object('digest', md5(n::text) || md5(n::text),
       'body_text', 'number ' || n || ' ' || md5(n::text)))).* from copies m, generate_series(1, ${String(count)}) as n;
     drop table copies`,
  );
}

/** Everything in the index. */
async function written(database: Database): Promise<unknown> {
  const { rows } = await database.pool.query(
    `select (select md5(string_agg(d::text, '' order by matter_id, digest)) from search_documents d) as documents,
       (select md5(string_agg(c::text, '' order by matter_id, digest, chunk)) from search_chunks c) as chunks,
       (select count(*) from pg_indexes where indexname = 'search_chunks_words') as indexes`,
  );
  return rows[0];
}

async function count(database: Database, matter: MatterId, query: string): Promise<number> {
  return countHits(
    database.reader,
    await prepareSearch(database.reader, { expression: parseKql(query), matters: [matter], now }),
  );
}

describe('indexing', () => {
  test('killed again and again ends with the same index as if it never was', async () => {
    await using database = await testDatabase();
    const matter = await searchableMail(database, [mail({})]);
    await multiply(database, 3000);
    await database.pool.query('delete from search_documents');
    await indexMessages({ database });
    const undisturbed = await written(database);
    await database.pool.query('delete from search_documents');
    for (const killAfter of [1, 900, 1300])
      expect(await runUntilKilled({ databaseUrl: database.url, killAfter })).toBe('SIGKILL');
    const last = await indexMessages({ database });
    expect(last.indexed).toBeGreaterThan(0);
    expect(last.indexed).toBeLessThan(3001);
    expect(await written(database)).toEqual(undisturbed);
    expect((await auditSearch(database)).map(({ kept, searchable }) => [kept, searchable])).toEqual([[1, 1]]);
    expect(matter).toBeDefined();
  }, 60_000);

  test('does only what is new, and again what was read again or indexed by an older version', async () => {
    await using database = await testDatabase();
    const vault = memoryVault();
    const first = await keepMail(database, vault, { messages: [mail({ Subject: 'One' }), mail({ Subject: 'Two' })] });
    await processMatter({ database, vault, matter: first.matter });
    expect(await indexMessages({ database })).toEqual({ indexed: 2, total: 2, stopped: false });
    expect(await indexMessages({ database })).toEqual({ indexed: 0, total: 0, stopped: false });
    await database.pool.query(`update messages set parser_version = 0 where subject = 'One'`);
    await processMatter({ database, vault, matter: first.matter });
    expect(await indexMessages({ database })).toMatchObject({ indexed: 1 });
    await database.pool.query(`update search_documents set index_version = 0`);
    expect(await indexMessages({ database })).toMatchObject({ indexed: 2 });
    expect(await count(database, first.matter, 'subject=one')).toBe(1);
  });

  test('stops when told to, and goes on from there', async () => {
    await using database = await testDatabase();
    const matter = await searchableMail(database, [mail({})]);
    await multiply(database, 1200);
    const stop = new AbortController();
    const stopped = await indexMessages({ database, signal: stop.signal, onProgress: () => stop.abort() });
    expect(stopped).toMatchObject({ stopped: true, total: 1200 });
    expect(stopped.indexed).toBeLessThan(1200);
    expect(await indexMessages({ database })).toMatchObject({ indexed: 1200 - stopped.indexed, stopped: false });
    expect(matter).toBeDefined();
  });

  test('in two processes at once does everything once', async () => {
    await using database = await testDatabase();
    await searchableMail(database, [mail({})]);
    await multiply(database, 600);
    const results = await Promise.all([indexMessages({ database }), indexMessages({ database })]);
    expect(results.map(({ indexed }) => indexed).sort((a, b) => a - b)).toEqual([0, 600]);
  });
});

describe('the audit', () => {
  test('tells kept messages that cannot be found, and repairs the index', async () => {
    await using database = await testDatabase();
    const vault = memoryVault();
    const messages = [mail({ Subject: 'One' }), mail({ Subject: 'Two' }), Buffer.alloc(0), mail({ Subject: 'Three' })];
    const { matter } = await keepMail(database, vault, { messages });
    const audit = async () => (await auditSearch(database))[0];
    expect(await audit()).toMatchObject({ kept: 4, searchable: 0, exceptions: 0, waiting: 4, missing: 0 });
    await processMatter({ database, vault, matter });
    expect(await audit()).toMatchObject({ kept: 4, searchable: 0, exceptions: 1, waiting: 0, missing: 3 });
    await indexMessages({ database });
    expect(await audit()).toMatchObject({ kept: 4, searchable: 3, exceptions: 1, waiting: 0, missing: 0 });
    await database.pool.query(
      `delete from search_chunks where digest = (select digest from messages where subject = 'One')`,
    );
    await database.pool.query(
      `delete from search_documents where digest = (select digest from messages where subject = 'Two')`,
    );
    expect(await audit()).toMatchObject({ searchable: 1, exceptions: 1, missing: 2 });
    expect(await discardBroken(database)).toBe(1);
    await indexMessages({ database });
    expect(await audit()).toMatchObject({ kept: 4, searchable: 3, exceptions: 1, missing: 0 });
    expect(await count(database, matter, 'subject:one OR subject:two')).toBe(2);
    const exceptions = await searchExceptions(database.reader, { after: null, limit: 10 });
    expect(exceptions).toEqual([expect.objectContaining({ reason: 'empty', matter: 'Lakeside' })]);
  });
});

describe('results', () => {
  test('of a report tell hits, families and what only one query finds', async () => {
    await using database = await testDatabase();
    const copy = mail({ Subject: 'budget plan', 'Message-ID': '<copy@x>' });
    const matter = await searchableMail(database, [
      copy,
      copy,
      mail({ Subject: 'budget' }),
      mail({ Subject: 'plan' }),
      mail({ Subject: 'other' }),
    ]);
    const queries = ['subject:budget', 'subject:plan', 'subject:other', 'subject:nothing'];
    const searches = await Promise.all(
      queries.map((query) => prepareSearch(database.reader, { expression: parseKql(query), matters: [matter], now })),
    );
    expect(await database.transaction((tx) => countReport(tx, searches))).toEqual({
      lines: [
        { hits: 3, families: 2, unique: 1 },
        { hits: 3, families: 2, unique: 1 },
        { hits: 1, families: 1, unique: 1 },
        { hits: 0, families: 0, unique: 0 },
      ],
      total: { hits: 5, families: 4, unique: 3 },
    });
  });

  test('have ids that find the item again, whole or by their beginning', async () => {
    await using database = await testDatabase();
    const matter = await searchableMail(database, [mail({ Subject: 'One' })]);
    const search = await prepareSearch(database.reader, { expression: parseKql('*'), matters: [matter], now });
    const [hit] = (await findHits(database.reader, search, { limit: 5 })).hits;
    expect(hit).toMatchObject({
      subject: 'One',
      custodian: 'Ana',
      folder: 'Inbox',
      place: 'visible',
      matter: 'Lakeside',
    });
    for (const id of [hit!.id, hit!.id.slice(0, 13), hit!.id.slice(0, 8).toUpperCase()])
      expect((await findItem(database.reader, id)).id).toBe(hit!.id);
    await expect(findItem(database.reader, 'ffffffff')).rejects.toMatchObject({
      kind: 'not-found',
      code: 'no-message',
    });
    await expect(findItem(database.reader, 'budget')).rejects.toMatchObject({ code: 'bad-message-id' });
    await expect(findHits(database.reader, search, { limit: 5, after: 'nonsense' })).rejects.toMatchObject({
      code: 'bad-search-cursor',
    });
  });
});
