import { sql } from 'kysely';
import pg from 'pg';
import { expect, test } from 'vitest';
import { dropDatabase, emptyDatabase, testDatabase } from '../../../tests/postgres.ts';
import { newId } from '../clock/ids.ts';
import { violates } from './database-errors.ts';
import { openDatabase, type Database } from './database.ts';
import { checkServer } from './server-check.ts';

const at = new Date('2026-05-01T10:00:00.123Z');

function matter(name: string): { id: string; name: string; created_at: Date } {
  return { id: newId(), name, created_at: at };
}

async function value(database: Database, text: string): Promise<unknown> {
  return (await sql.raw<{ value: unknown }>(`select ${text} as value`).execute(database.reader)).rows[0]?.value;
}

test('each test database is migrated and empty', async () => {
  await using first = await testDatabase();
  await using second = await testDatabase();
  const lakeside = matter('Lakeside');
  await first.transaction((tx) => tx.insertInto('matters').values(lakeside).execute());
  expect(await first.reader.selectFrom('matters').selectAll().execute()).toEqual([lakeside]);
  expect(await second.reader.selectFrom('matters').selectAll().execute()).toEqual([]);
});

test('values come back as what they are', async () => {
  await using database = await testDatabase();
  expect(await value(database, `${2 ** 53 - 1}::bigint`)).toBe(2 ** 53 - 1);
  expect(await value(database, `array[1, null, 3]::bigint[]`)).toEqual([1, null, 3]);
  expect(await value(database, `'{}'::bigint[]`)).toEqual([]);
  expect(await value(database, `(select count(*) from (values (1), (2)) v)`)).toBe(2);
  expect(await value(database, `'2026-05-01 12:00:00.5+02'::timestamptz`)).toEqual(new Date('2026-05-01T10:00:00.5Z'));
  expect(await value(database, `'2026-05-01'::date`)).toBe('2026-05-01');
  expect(await value(database, `'{"a": [1]}'::jsonb`)).toEqual({ a: [1] });
  await expect(value(database, `${2n ** 53n}::bigint`)).rejects.toMatchObject({ code: 'database-number-range' });
});

test('a transaction that throws leaves nothing', async () => {
  await using database = await testDatabase();
  const work = database.transaction(async (tx) => {
    await tx.insertInto('matters').values(matter('gone')).execute();
    throw new Error('no');
  });
  await expect(work).rejects.toThrow('no');
  expect(await database.reader.selectFrom('matters').selectAll().execute()).toEqual([]);
});

test('a violated constraint is told by its name', async () => {
  await using database = await testDatabase();
  const insert = (name: string) =>
    database.transaction((tx) => tx.insertInto('matters').values(matter(name)).execute());
  await insert('twice');
  const error: unknown = await insert('twice').catch((thrown: unknown) => thrown);
  expect(violates(error, 'unique')).toBe(true);
  expect(violates(error, 'unique', 'matters_name_key')).toBe(true);
  expect(violates(error, 'unique', 'matters_pkey')).toBe(false);
  expect(violates(error, 'check')).toBe(false);
});

test('a lost connection is unavailable, and the next query has a new one', async () => {
  await using database = await testDatabase();
  const lost = sql`select pg_terminate_backend(pg_backend_pid())`.execute(database.reader);
  await expect(lost).rejects.toMatchObject({ kind: 'unavailable', code: 'database-unavailable' });
  const inside = database.transaction(async (tx) => {
    await tx.insertInto('matters').values(matter('half')).execute();
    await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx);
  });
  await expect(inside).rejects.toMatchObject({ kind: 'unavailable' });
  expect(await database.reader.selectFrom('matters').selectAll().execute()).toEqual([]);
});

test('a connection that is lost between two statements of a transaction ends the transaction, not the process', async () => {
  await using database = await testDatabase();
  const work = database.transaction(async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    await sql`select pg_terminate_backend(${rows[0]!.pid})`.execute(database.reader);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await tx.insertInto('matters').values(matter('half')).execute();
  });
  await expect(work).rejects.toMatchObject({ kind: 'unavailable', code: 'database-unavailable' });
});

test('an idle connection that is lost disturbs nobody', async () => {
  await using database = await testDatabase({ size: 2 });
  const pid = await value(database, 'pg_backend_pid()');
  const other = new pg.Client({ connectionString: database.url });
  await other.connect();
  await other.query('select pg_terminate_backend($1)', [pid]);
  await other.end();
  await expect.poll(() => database.pool.idleCount).toBe(0);
  expect(await value(database, '1')).toBe(1);
});

test('a database that is not there, or not ours to open, is said to be so', async () => {
  const url = await emptyDatabase();
  const socket = new URL(url);
  socket.pathname = '/no_such_database';
  await expect(openDatabase({ url: socket.href })).rejects.toMatchObject({ kind: 'denied', code: 'database-denied' });
  await expect(openDatabase({ url: 'postgresql://me@127.0.0.1:1/none' })).rejects.toMatchObject({
    kind: 'unavailable',
  });
  await dropDatabase(url);
});

test('two transactions in deadlock: one is told, and is run again only if asked', async () => {
  await using database = await testDatabase();
  const rows = [matter('a'), matter('b')];
  await database.transaction((tx) => tx.insertInto('matters').values(rows).execute());
  const run = (order: number[], attempts: number) => {
    let runs = 0;
    const done = database.transaction(
      async (tx) => {
        runs += 1;
        for (const index of order) {
          await tx.updateTable('matters').set({ created_at: new Date() }).where('id', '=', rows[index]!.id).execute();
          await sql`select pg_sleep(0.2)`.execute(tx);
        }
        return runs;
      },
      { attempts },
    );
    return done;
  };
  const once = await Promise.allSettled([run([0, 1], 1), run([1, 0], 1)]);
  const failed = once.filter((result) => result.status === 'rejected');
  expect(failed).toHaveLength(1);
  expect(failed[0]?.reason).toMatchObject({ kind: 'conflict', code: 'database-contention' });
  const again = await Promise.all([run([0, 1], 3), run([1, 0], 3)]);
  expect(again.sort()).toEqual([1, 2]);
});

test('a lock that is held too long is a conflict', async () => {
  await using database = await testDatabase();
  await database.transaction(async (holder) => {
    await sql`lock table matters`.execute(holder);
    const waiting = database.transaction(async (tx) => {
      await sql`set local lock_timeout = '50ms'`.execute(tx);
      await tx.selectFrom('matters').selectAll().execute();
    });
    await expect(waiting).rejects.toMatchObject({ kind: 'conflict', code: 'database-locked' });
  });
});

test('a server that is too old, or of another encoding, is refused with the way out', async () => {
  const url = await emptyDatabase();
  const pool = new pg.Pool({ connectionString: url, max: 1, options: '-c search_path=public,pg_catalog' });
  try {
    const pretend = (version: string, number: string, encoding: string) =>
      pool.query(`create or replace function public.current_setting(text) returns text language sql as $$
        select case $1 when 'server_version' then '${version}' when 'server_version_num' then '${number}' else '${encoding}' end $$`);
    await pretend('14.11', '140011', 'UTF8');
    await expect(checkServer(pool)).rejects.toMatchObject({ kind: 'conflict', code: 'database-version' });
    await pretend('15.0', '150000', 'LATIN1');
    await expect(checkServer(pool)).rejects.toMatchObject({ kind: 'conflict', code: 'database-encoding' });
    await pretend('15.0', '150000', 'UTF8');
    await expect(checkServer(pool)).resolves.toBeUndefined();
  } finally {
    await pool.end();
    await dropDatabase(url);
  }
});
