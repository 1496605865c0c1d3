import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { newId } from '../index.ts';
import { dropDatabase, emptyDatabase, testDatabase } from '../../../tests/postgres.ts';
import { openDatabase } from './database.ts';

test('each test database is migrated and empty', async () => {
  await using first = await testDatabase();
  await using second = await testDatabase();
  const matter = { id: newId(), name: 'Lakeside', created_at: new Date() };
  await first.transaction((tx) => tx.insertInto('matters').values(matter).execute());
  expect(await first.reader.selectFrom('matters').selectAll().execute()).toEqual([matter]);
  expect(await second.reader.selectFrom('matters').selectAll().execute()).toEqual([]);
});

test('four processes that start at once on an empty database migrate it once', async () => {
  const url = await emptyDatabase();
  const opened = await Promise.all(Array.from({ length: 4 }, () => openDatabase({ url, size: 2 })));
  const { rows } = await sql<{ count: number }>`select count(*) from migrations`.execute(opened[0]!.reader);
  expect(rows[0]?.count).toBeGreaterThan(1);
  for (const database of opened) await database[Symbol.asyncDispose]();
  await dropDatabase(url);
});
