import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dropDatabase, emptyDatabase } from '../../../tests/postgres.ts';
import { migrate, readMigrations, type Migration } from './migrate.ts';

let url: string;
let pools: pg.Pool[];

beforeEach(async () => {
  url = await emptyDatabase();
  pools = [];
});
afterEach(async () => {
  for (const pool of pools) await pool.end();
  await dropDatabase(url);
});

function pool(): pg.Pool {
  const opened = new pg.Pool({ connectionString: url, max: 1 });
  pools.push(opened);
  return opened;
}

function migration(number: number, sql: string): Migration {
  return { number, name: `000${number}-it.sql`, sql, digest: `${number} ${sql}` };
}

const first = migration(1, 'create table one (id integer); insert into one values (1)');
const second = migration(2, 'create table two (id integer)');

async function count(sql: string): Promise<number> {
  return Number((await pool().query<{ count: string }>(`select count(*) from ${sql}`)).rows[0]?.count);
}

test('processes that start at once apply each migration once', async () => {
  const slow = migration(1, 'create table one (id integer); select pg_sleep(0.2); insert into one values (1)');
  await Promise.all(Array.from({ length: 5 }, () => migrate(pool(), [slow, second])));
  expect(await count('one')).toBe(1);
  expect(await count('migrations')).toBe(2);
});

test('what is missing is applied later, and nothing twice', async () => {
  await migrate(pool(), [first]);
  await migrate(pool(), [first, second]);
  await migrate(pool(), [first, second]);
  expect(await count('one')).toBe(1);
  expect(await count('two')).toBe(0);
});

test('a migration that fails leaves nothing behind, and those before it stay', async () => {
  const broken = migration(2, 'create table two (id integer); select 1/0');
  await expect(migrate(pool(), [first, broken])).rejects.toMatchObject({ code: 'migration-failed' });
  expect(await count('migrations')).toBe(1);
  await migrate(pool(), [first, second]);
  expect(await count('two')).toBe(0);
});

test('a database of a newer version is refused', async () => {
  await migrate(pool(), [first, second]);
  await expect(migrate(pool(), [first])).rejects.toMatchObject({ kind: 'conflict', code: 'migration-unknown' });
});

test('a changed migration is refused', async () => {
  await migrate(pool(), [first]);
  const changed = migration(1, 'create table one (id bigint)');
  await expect(migrate(pool(), [changed, second])).rejects.toMatchObject({
    kind: 'conflict',
    code: 'migration-changed',
  });
  expect(await count('migrations')).toBe(1);
});

test('a migration that comes before one that is applied is refused', async () => {
  await migrate(pool(), [second]);
  await expect(migrate(pool(), [first, second])).rejects.toMatchObject({ kind: 'conflict', code: 'migration-skipped' });
});

test('the migrations of the product are numbered without doubles', async () => {
  const numbers = (await readMigrations()).map(({ number }) => number);
  expect(numbers[0]).toBe(1);
  expect([...new Set(numbers)].sort((a, b) => a - b)).toEqual(numbers);
});
