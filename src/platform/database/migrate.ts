import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { Failure } from '#evidence';

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly digest: string;
}

interface AppliedMigration {
  readonly number: number;
  readonly name: string;
  readonly digest: string;
}

const migrationsFolder = fileURLToPath(new URL('../../../migrations/', import.meta.url));
const migrationLock = 0x6d_69_67_72; // "migr"

/** The numbered SQL files, in order. Line ends do not count: a checkout may have rewritten them. */
export async function readMigrations(folder = migrationsFolder): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}-.*\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
      return { number: Number(name.slice(0, 4)), name, sql, digest: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Applies what is missing: forward only, each migration in one transaction together with its record.
 *
 * - Of several processes that start at once one migrates, and the others wait.
 * - A schema this version does not know exactly is never touched.
 *
 * Fails with `conflict`: `migration-unknown` (a newer Chainmail was here), `migration-changed`, `migration-skipped`.
 */
export async function migrate(pool: pg.Pool, migrations?: readonly Migration[]): Promise<void> {
  const known = migrations ?? (await readMigrations());
  const client = await pool.connect();
  try {
    await client.query('set lock_timeout = 0');
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    for (const migration of pending(known, await appliedMigrations(client))) await apply(client, migration);
  } finally {
    // The connection is not used again: with it go its lock and its setting.
    client.release(true);
  }
}

async function appliedMigrations(client: pg.PoolClient): Promise<AppliedMigration[]> {
  await client.query(
    `create table if not exists migrations (
       number integer primary key, name text not null, digest text not null, applied_at timestamptz not null default now())`,
  );
  const { rows } = await client.query<AppliedMigration>('select number, name, digest from migrations order by number');
  return rows;
}

function pending(known: readonly Migration[], applied: readonly AppliedMigration[]): Migration[] {
  for (const done of applied) {
    const ours = known.find(({ number }) => number === done.number);
    if (ours === undefined) throw unknownMigration(done);
    if (ours.digest !== done.digest) throw changedMigration(done);
  }
  const last = applied.at(-1)?.number ?? 0;
  const missing = known.filter(({ number }) => !applied.some((done) => done.number === number));
  const skipped = missing.find(({ number }) => number < last);
  if (skipped !== undefined) throw skippedMigration(skipped, last);
  return missing;
}

async function apply(client: pg.PoolClient, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query('insert into migrations (number, name, digest) values ($1, $2, $3)', [
      migration.number,
      migration.name,
      migration.digest,
    ]);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Failure('bug', `The migration ${migration.name} does not apply: ${reason}`, {
      code: 'migration-failed',
      cause,
    });
  }
}

function unknownMigration({ name }: AppliedMigration): Failure {
  return new Failure('conflict', `The database was changed by a newer Chainmail (${name}).`, {
    code: 'migration-unknown',
    fix: 'Use that version or a newer one; schemas only go forward. To go back, restore a backup made with the older version.',
  });
}

function changedMigration({ name }: AppliedMigration): Failure {
  return new Failure('conflict', `The migration ${name} is not the one this database was made with.`, {
    code: 'migration-changed',
    fix: 'Use the released Chainmail that made it (this one was altered, or was never released).',
  });
}

function skippedMigration({ name }: Migration, last: number): Failure {
  return new Failure('conflict', `The migration ${name} is missing in a database that is already at ${last}.`, {
    code: 'migration-skipped',
    fix: 'The database was made by an unreleased Chainmail; restore a backup into a new one.',
  });
}
