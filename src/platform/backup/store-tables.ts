import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { Failure } from '#evidence';
import { withSignal, writeStream } from './file-digest.ts';
import type { Manifest, SequenceEntry, TableEntry } from './manifest.ts';

/** Tables of the product in our own schema; the record of migrations is told by the manifest instead. */
const tablesQuery = `
  select c.relname as name,
    (select json_agg(a.attname order by a.attnum) from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'migrations'
  order by c.relname collate "C"`;

export async function readTables(client: pg.ClientBase): Promise<{ name: string; columns: string[] }[]> {
  return (await client.query<{ name: string; columns: string[] | null }>(tablesQuery)).rows.map((row) => ({
    name: row.name,
    columns: row.columns ?? [],
  }));
}

/** What was applied to the database; nothing when it was never ours. */
export async function readApplied(client: pg.ClientBase): Promise<Manifest['migrations']> {
  const { rows } = await client.query<{ found: boolean }>(
    `select to_regclass('public.migrations') is not null as found`,
  );
  if (rows[0]?.found !== true) return [];
  const applied = await client.query<{ number: number; name: string; digest: string }>(
    'select number, name, digest from migrations order by number',
  );
  return applied.rows;
}

export async function readSequences(client: pg.ClientBase): Promise<SequenceEntry[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace
      order by relname collate "C"`,
  );
  const found: SequenceEntry[] = [];
  for (const { name } of rows) {
    const state = await client.query<{ value: number; called: boolean }>(
      `select last_value as value, is_called as called from ${pg.escapeIdentifier(name)}`,
    );
    if (state.rows[0] !== undefined) found.push({ name, ...state.rows[0] });
  }
  return found;
}

/** Writes the rows of a table to a file in Postgres' own text format, which any later version reads. */
export async function copyOut(
  client: pg.ClientBase,
  table: { readonly name: string; readonly columns: string[] },
  { path, signal }: { readonly path: string; readonly signal?: AbortSignal | undefined },
): Promise<TableEntry> {
  const stream = client.query(copyTo(`copy ${target(table)} to stdout`));
  const written = await writeStream(stream, path, signal);
  return { ...table, rows: stream.rowCount, ...written };
}

/** Whether no table of ours holds a row. */
export async function isEmpty(client: pg.ClientBase): Promise<boolean> {
  for (const { name } of await readTables(client)) {
    const { rowCount } = await client.query(`select 1 from ${pg.escapeIdentifier(name)} limit 1`);
    if (rowCount !== 0) return false;
  }
  return true;
}

/**
 * Loads all tables of a manifest within the transaction of the client. Triggers sleep meanwhile and foreign keys
 * are put up again afterwards, which checks them: so the order of the tables does not matter.
 */
export async function loadTables(
  client: pg.ClientBase,
  manifest: Manifest,
  { fileOf, signal }: { readonly fileOf: (table: string) => string; readonly signal?: AbortSignal | undefined },
): Promise<void> {
  const names = manifest.tables.map(({ name }) => pg.escapeIdentifier(name));
  const foreignKeys = await client.query<{ drop: string; add: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
            format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as add
       from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace order by conname`,
  );
  for (const { drop } of foreignKeys.rows) await client.query(drop);
  for (const name of names) await client.query(`alter table ${name} disable trigger user`);
  if (names.length > 0) await client.query(`truncate ${names.join(', ')}`);
  for (const table of manifest.tables) await copyIn(client, table, { path: fileOf(table.name), signal });
  for (const { name, value, called } of manifest.sequences) {
    await client.query('select setval($1::regclass, $2, $3)', [`public.${pg.escapeIdentifier(name)}`, value, called]);
  }
  for (const name of names) await client.query(`alter table ${name} enable trigger user`);
  for (const { add } of foreignKeys.rows) await client.query(add);
}

async function copyIn(
  client: pg.ClientBase,
  table: TableEntry,
  { path, signal }: { readonly path: string; readonly signal?: AbortSignal | undefined },
): Promise<void> {
  const stream = client.query(copyFrom(`copy ${target(table)} from stdin`));
  await pipeline(createReadStream(path), stream, withSignal(signal));
  if (stream.rowCount === table.rows) return;
  throw new Failure('malformed', `${table.name} should have ${table.rows} rows, and ${stream.rowCount} were read.`, {
    code: 'backup-rows',
    fix: 'The backup is damaged: use another one.',
  });
}

function target(table: { readonly name: string; readonly columns: readonly string[] }): string {
  const columns = table.columns.map((column) => pg.escapeIdentifier(column)).join(', ');
  return `${pg.escapeIdentifier(table.name)} (${columns})`;
}
