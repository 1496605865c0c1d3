import { readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import Type from 'typebox';
import { Value } from 'typebox/value';
import { Failure } from '#evidence';
import type { Database } from '../database/database.ts';
import { translateError } from '../database/database-errors.ts';
import { migrate, readMigrations, type Migration } from '../database/migrate.ts';
import { copyTree, listFiles, type CopiedFile } from './copy-tree.ts';
import { digestOf } from './file-digest.ts';
import { damagedIn, readManifest, readOrNull, tableFile } from './manifest.ts';
import type { BackupDamage, Manifest, TreeEntry } from './manifest.ts';
import { isEmpty, loadTables, readApplied } from './store-tables.ts';

export interface RestoreOptions {
  /** Opened without migrating, and empty. */
  readonly database: Database;
  readonly dataFolder: string;
  /** The folder of the backup. */
  readonly folder: string;
  /** Where each tree of the backup goes, by its name: `{ packs: <data>/packs }`. */
  readonly trees: Readonly<Record<string, string>>;
  /** The folder with the copy of the keys; null when there is none. */
  readonly keysFolder: string | null;
  readonly onProgress?: (step: string) => void | Promise<void>;
  readonly signal?: AbortSignal;
}

export interface RestoreReport {
  readonly madeAt: string;
  readonly rows: number;
  readonly files: number;
  readonly hasKeys: boolean;
  /** Files that were damaged already when the backup was made: they are restored as they were. */
  readonly damaged: readonly BackupDamage[];
}

// What Chainmail itself makes in a data folder (an interrupted restore leaves it), and what a fresh disk has.
const ownNames = /^(vault|keys|postgres.*|lost\+found)$/;

/**
 * Looks at a backup and at the data folder it shall be restored to, and makes nothing.
 * Fails with `not-found` (no such folder, no whole backup), `malformed` (its manifest cannot be read), `conflict` (the
 * data folder holds something that is not Chainmail's).
 */
export async function inspectRestore(place: Pick<RestoreOptions, 'folder' | 'dataFolder'>): Promise<void> {
  await readManifest(place.folder);
  const names = await readdir(place.dataFolder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  const strange = names.find((name) => !ownNames.test(name));
  if (strange !== undefined) throw notEmpty(join(place.dataFolder, strange));
}

/**
 * Restores a backup into an empty database and data folder, and brings the schema up to date.
 *
 * - Every digest is checked before the first byte is written; every copy is checked again.
 * - The database is loaded last, in one transaction: interrupted, it is empty still, and the same command goes on.
 * - The schema is made as it was, filled, and only then migrated forward.
 *
 * Fails with `not-found` (no whole backup), `malformed` (damaged), `conflict` (not empty, or made by a newer Chainmail).
 */
export async function restore(options: RestoreOptions): Promise<RestoreReport> {
  const manifest = await readManifest(options.folder);
  const earlier = await migrationsOf(manifest);
  await checkTables(manifest, options);
  const lists = new Map<string, CopiedFile[]>();
  for (const tree of manifest.trees) lists.set(tree.name, await checkTree(tree, options));
  await refuseFull(manifest, options, lists);
  for (const tree of manifest.trees) await restoreTree(tree, options, lists.get(tree.name) ?? []);
  if (options.keysFolder !== null) {
    await copyTree({ from: options.keysFolder, to: join(options.dataFolder, 'keys') });
  }
  await restoreDatabase(manifest, earlier, options);
  return {
    madeAt: manifest.madeAt,
    rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0),
    files: manifest.trees.reduce((sum, { files }) => sum + files, 0),
    hasKeys: options.keysFolder !== null,
    damaged: damagedIn(manifest),
  };
}

/** The migrations the backup was made with, as this version knows them. */
async function migrationsOf(manifest: Manifest): Promise<Migration[]> {
  const known = await readMigrations();
  return manifest.migrations.map(({ number, name, digest }) => {
    const ours = known.find((migration) => migration.number === number);
    if (ours?.digest === digest) return ours;
    throw new Failure(
      'conflict',
      `The backup was made with the migration ${name}, which this Chainmail does not have.`,
      {
        code: 'backup-newer',
        fix: 'Restore it with the Chainmail that made it, or a newer one.',
      },
    );
  });
}

async function checkTables(manifest: Manifest, { folder, onProgress, signal }: RestoreOptions): Promise<void> {
  await onProgress?.('checking the backup');
  for (const table of manifest.tables) {
    const path = tableFile(folder, table.name);
    const found = await digestOf(path, signal).catch(() => null);
    if (found?.sha256 !== table.sha256) throw damaged(path);
  }
}

const fileSchema = Type.Object({
  path: Type.String({ minLength: 1 }),
  bytes: Type.Integer({ minimum: 0 }),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
});

async function checkTree(tree: TreeEntry, { folder, signal }: RestoreOptions): Promise<CopiedFile[]> {
  const path = join(folder, `${tree.name}.files.jsonl`);
  const text = await readOrNull(path);
  if (text === null || (await digestOf(path)).sha256 !== tree.sha256) throw damaged(path);
  const files = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Value.Parse(fileSchema, JSON.parse(line)));
  for (const file of files) {
    if (posix.normalize(`/${file.path}`) !== `/${file.path}`) throw damaged(path);
    const copy = join(folder, tree.name, file.path);
    const found = await digestOf(copy, signal).catch(() => null);
    if (found?.sha256 !== file.sha256) throw damaged(copy);
  }
  return files;
}

async function restoreTree(tree: TreeEntry, options: RestoreOptions, files: readonly CopiedFile[]): Promise<void> {
  await options.onProgress?.(tree.name);
  const digests = new Map(files.map((file) => [file.path, file.sha256]));
  await copyTree({
    from: join(options.folder, tree.name),
    to: targetOf(tree.name, options),
    accept: (path) => digests.has(path),
    verify: ({ path, sha256 }) => {
      if (digests.get(path) !== sha256) throw damaged(join(options.folder, tree.name, path));
    },
    ...(options.signal && { signal: options.signal }),
  });
}

function targetOf(tree: string, { trees }: RestoreOptions): string {
  const target = trees[tree];
  if (target !== undefined) return target;
  throw new Failure('conflict', `The backup holds ${tree}, and there is no place for them.`, {
    code: 'backup-no-place',
    fix: 'Restore with the vault on disk, as it was when the backup was made.',
  });
}

/** Nothing may be there that the backup does not bring; what an interrupted restore left may. */
async function refuseFull(
  manifest: Manifest,
  options: RestoreOptions,
  lists: ReadonlyMap<string, readonly CopiedFile[]>,
): Promise<void> {
  for (const { name } of manifest.trees) {
    const target = targetOf(name, options);
    const known = new Set((lists.get(name) ?? []).map(({ path }) => path));
    const strange = (await listFiles(target)).find((path) => !known.has(path.replace(/\.part$/, '')));
    if (strange !== undefined) throw notEmpty(join(target, strange));
  }
  if (options.keysFolder !== null) {
    const brought = new Set(await listFiles(options.keysFolder));
    const keys = join(options.dataFolder, 'keys');
    const strange = (await listFiles(keys)).find((path) => !brought.has(path));
    if (strange !== undefined) throw notEmpty(join(keys, strange));
  }
  const client = await options.database.pool.connect();
  try {
    if (!(await isEmpty(client))) throw notEmpty('the database');
    const applied = await readApplied(client);
    const ahead = applied.find(({ number }) => !manifest.migrations.some((migration) => migration.number === number));
    if (ahead !== undefined) throw notEmpty('the database (its schema is newer than the backup)');
  } finally {
    client.release();
  }
}

async function restoreDatabase(
  manifest: Manifest,
  earlier: readonly Migration[],
  options: RestoreOptions,
): Promise<void> {
  const { pool } = options.database;
  await options.onProgress?.('database');
  await migrate(pool, earlier);
  const client = await pool.connect();
  let ended = false;
  try {
    await client.query('begin');
    await client.query('set local lock_timeout = 0');
    // Another process may have used the database since it was looked at.
    if (!(await isEmpty(client))) throw notEmpty('the database');
    await loadTables(client, manifest, { fileOf: (table) => tableFile(options.folder, table), signal: options.signal });
    await client.query('commit');
    await client.query('analyze');
    ended = true;
  } catch (error) {
    throw translateError(error);
  } finally {
    // A connection within a broken COPY or transaction is not used again.
    client.release(!ended);
  }
  await migrate(pool);
}

function damaged(path: string): Failure {
  return new Failure('malformed', `${path} is missing or is not what the backup says it is.`, {
    code: 'backup-damaged',
    fix: 'Use another backup. Nothing was restored from this one.',
  });
}

function notEmpty(what: string): Failure {
  return new Failure('conflict', `A backup is only restored where there is nothing yet: there is ${what}.`, {
    code: 'restore-not-empty',
    fix: 'Name a new data folder with --data (and an empty database, if you use your own).',
  });
}
