import pg from 'pg';
import { inject } from 'vitest';
import { openDatabase, startPostgres, type Database, type Postgres } from '#platform';

const template = 'chainmail_template';
const templateLock = 0x74_65_6d_70;

// Modules stay loaded from file to file; the share in the server ends with this process, the set-up stops the server.
let shared: Promise<Postgres> | null = null;
let counter = 0;

/** A Postgres for this run, shared by all test files; the address is that of an empty database of its own. */
export async function testPostgres(): Promise<Postgres> {
  shared ??= prepare();
  return shared;
}

async function prepare(): Promise<Postgres> {
  const postgres = await startPostgres(inject('postgresFolder'), { durable: false });
  await withClient(postgres.urlOf('postgres'), async (client) => {
    await client.query('select pg_advisory_lock($1)', [templateLock]);
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1 and datistemplate', [
      template,
    ]);
    if (rowCount !== 0) return;
    await client.query(`drop database if exists ${template}`);
    await client.query(`create database ${template}`);
    const database = await openDatabase({ url: postgres.urlOf(template), size: 1 });
    await database[Symbol.asyncDispose]();
    await client.query(`alter database ${template} is_template true`);
  });
  return postgres;
}

/**
 * A fresh migrated database of its own: `await using db = await testDatabase()`.
 * Disposing of it drops it.
 */
export async function testDatabase(options: { readonly size?: number } = {}): Promise<Database> {
  const url = await emptyDatabase(template);
  const database = await openDatabase({ url, size: options.size ?? 4 });
  return {
    ...database,
    async [Symbol.asyncDispose]() {
      await database[Symbol.asyncDispose]();
      await dropDatabase(url);
    },
  };
}

/** The address of a fresh database without our schema (or with that of a template). */
export async function emptyDatabase(from = 'template1'): Promise<string> {
  const postgres = await testPostgres();
  counter += 1;
  const name = `test_${process.pid}_${counter}`;
  // Copying files takes a quarter of the time that logging their contents does.
  await withClient(postgres.urlOf('postgres'), (client) =>
    client.query(`create database ${name} template ${from} strategy file_copy`),
  );
  return postgres.urlOf(name);
}

export async function dropDatabase(url: string): Promise<void> {
  const postgres = await testPostgres();
  const name = new URL(url).pathname.slice(1);
  await withClient(postgres.urlOf('postgres'), (client) =>
    client.query(`drop database if exists ${name} with (force)`),
  );
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
