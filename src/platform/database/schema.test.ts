import pg from 'pg';
import { expect, test } from 'vitest';
import { dropDatabase, emptyDatabase } from '../../../tests/postgres.ts';
import { schemaSnapshot } from './schema-snapshot.ts';
import { readSchema, type Schema } from './schema-store.ts';
import { tablesSource } from './tables-source.ts';

async function schemaOf(sql: string): Promise<Schema> {
  const url = await emptyDatabase();
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  try {
    await pool.query(sql);
    return await readSchema(pool);
  } finally {
    await pool.end();
    await dropDatabase(url);
  }
}

const sql = `
  create table mail_boxes (
    id bigint generated always as identity primary key,
    kind text not null check (kind in ('primary', 'it''s')),
    size bigint not null default 0,
    seen_at timestamptz not null default now(),
    words text[] not null,
    extra jsonb,
    sole text check (sole in ('one')),
    twice bigint generated always as (size * 2) stored,
    name text collate "C" unique);
  create index mail_boxes_kind on mail_boxes (kind) where size > 0;`;

test('the types of tables say what may be null, left out or not written', async () => {
  const source = tablesSource(await schemaOf(sql));
  const table = /export interface MailBoxesTable \{\n([\s\S]*?)\n\}/.exec(source)?.[1];
  expect(table?.split('\n').map((line) => line.trim())).toEqual([
    'id: GeneratedAlways<number>;',
    "kind: 'primary' | 'it\\'s';",
    'size: Generated<number>;',
    'seen_at: Generated<Timestamp>;',
    'words: string[];',
    'extra: Json | null;',
    "sole: 'one' | null;",
    'twice: GeneratedAlways<number | null>;',
    'name: string | null;',
  ]);
  expect(source).toContain('  mail_boxes: MailBoxesTable;');
});

test('a column without a known type is refused, a time without zone as well', async () => {
  const schema = await schemaOf('create table odd (at timestamp)');
  expect(() => tablesSource(schema)).toThrow('odd.at is timestamp without time zone');
});

test('the snapshot does not depend on the order things were made in', async () => {
  const functions = `create function f() returns integer language sql as 'select 1';`;
  const other = `create table another (id integer primary key);`;
  const [one, two] = [await schemaOf(sql + functions + other), await schemaOf(functions + other + sql)];
  expect(schemaSnapshot(one)).toBe(schemaSnapshot(two));
  expect(schemaSnapshot(one)).toContain(
    'create table mail_boxes (\n  id bigint not null generated always as identity,',
  );
  expect(schemaSnapshot(one)).toContain('FUNCTION public.f()');
});
