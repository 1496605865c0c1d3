import { mkdir, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import type pg from 'pg';
import { Failure } from '#evidence';
import { systemClock } from '../clock/clock.ts';
import type { Database } from '../database/database.ts';
import { translateError } from '../database/database-errors.ts';
import { copyTree, type CopiedFile } from './copy-tree.ts';
import { digestOf } from './file-digest.ts';
import { damagedIn, manifestName, tableFile, unfinishedName, writeManifest, writeSafely } from './manifest.ts';
import type { BackupDamage, Manifest, TableEntry, TreeEntry } from './manifest.ts';

export type { BackupDamage } from './manifest.ts';
import { copyOut, readApplied, readSequences, readTables } from './store-tables.ts';

/** A tree of files that belongs to the backup (the packs of a vault on disk). */
export interface BackupTree {
  /** Its name in the backup: `packs`. */
  readonly name: string;
  readonly folder: string;
  /** Which of its files belong to it: no drafts, no quarantine. */
  readonly accept?: (path: string) => boolean;
  /** Is told each copy, and throws when it is not what the owner knows it to be. */
  readonly verify?: (file: CopiedFile) => void | Promise<void>;
  /** The files its owner knows, with their SHA-256 where that is known: what is gone or differs is said, not refused. */
  readonly known?: () => Promise<ReadonlyMap<string, string | null>>;
}

export interface BackupOptions {
  readonly database: Database;
  readonly dataFolder: string;
  /** Where the backup goes: an empty folder, or one with a backup that was interrupted. */
  readonly folder: string;
  readonly trees: readonly BackupTree[];
  /** Where a copy of the keys goes, apart from the backup; null for none. */
  readonly keysFolder: string | null;
  /** Told what is copied next, and waited for. */
  readonly onProgress?: (step: string) => void | Promise<void>;
  readonly signal?: AbortSignal;
}

export interface BackupReport {
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  readonly bytes: number;
  /** Without the keys, sealed secrets must be entered again and receipts are signed under another key from then on. */
  readonly hasKeys: boolean;
  /** Files that were damaged before they were copied; the manifest names them too. */
  readonly damaged: readonly BackupDamage[];
}

/**
 * Writes a backup: the database as of one instant, then the trees, then, when asked, the keys in a folder of their own.
 *
 * - The database comes before the packs: every pack it knows is there when the packs are copied.
 * - The manifest comes last: a folder with one is whole, a folder without is no backup.
 * - Every file has its SHA-256 in the manifest, or in a list whose digest is there.
 * - Files that were damaged already are copied as they are, and named in the manifest as damaged.
 *
 * Fails with `conflict` when the folder is not empty or lies within what is copied, `unavailable` on a full disk.
 */
export async function backup(options: BackupOptions): Promise<BackupReport> {
  const { folder, keysFolder, trees, signal } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await refuseOverlap(options);
  await refuseFull(folder);
  await writeFile(join(folder, unfinishedName), '', { mode: 0o600 });
  const database = await backUpDatabase(options);
  const treeEntries: TreeEntry[] = [];
  for (const tree of trees) treeEntries.push(await backUpTree(tree, options));
  if (keysFolder !== null) {
    await options.onProgress?.('keys');
    await copyTree({ from: join(options.dataFolder, 'keys'), to: keysFolder, ...(signal && { signal }) });
  }
  const manifest: Manifest = {
    format: 'chainmail-backup',
    version: 1,
    madeAt: systemClock.now().toISOString(),
    ...database,
    trees: treeEntries,
    hasKeys: keysFolder !== null,
  };
  await writeManifest(folder, manifest);
  await rm(join(folder, unfinishedName), { force: true });
  return reportOf(manifest);
}

function reportOf(manifest: Manifest): BackupReport {
  const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    tables: manifest.tables.length,
    rows: sum(manifest.tables.map(({ rows }) => rows)),
    files: sum(manifest.trees.map(({ files }) => files)),
    bytes: sum([...manifest.tables, ...manifest.trees].map(({ bytes }) => bytes)),
    hasKeys: manifest.hasKeys,
    damaged: damagedIn(manifest),
  };
}

type DatabaseEntries = Pick<Manifest, 'migrations' | 'tables' | 'sequences'>;

async function backUpDatabase(options: BackupOptions): Promise<DatabaseEntries> {
  await rm(join(options.folder, 'database'), { recursive: true, force: true });
  await mkdir(join(options.folder, 'database'), { mode: 0o700 });
  const client = await options.database.pool.connect();
  let ended = false;
  try {
    // One instant for all tables; nobody is held up by it.
    await client.query('begin isolation level repeatable read, read only');
    const entries = await copyTables(client, options);
    await client.query('commit');
    ended = true;
    return entries;
  } catch (error) {
    throw translateError(error);
  } finally {
    // A connection within a broken COPY or transaction is not used again.
    client.release(!ended);
  }
}

async function copyTables(client: pg.PoolClient, options: BackupOptions): Promise<DatabaseEntries> {
  const migrations = await readApplied(client);
  const tables: TableEntry[] = [];
  for (const table of await readTables(client)) {
    await options.onProgress?.(`table ${table.name}`);
    tables.push(await copyOut(client, table, { path: tableFile(options.folder, table.name), signal: options.signal }));
  }
  return { migrations, tables, sequences: await readSequences(client) };
}

async function backUpTree(tree: BackupTree, { folder, onProgress, signal }: BackupOptions): Promise<TreeEntry> {
  await onProgress?.(tree.name);
  // Asked for before the files are listed: what is entered meanwhile is there, and not compared.
  const known = (await tree.known?.()) ?? new Map<string, string | null>();
  const files = await copyTree({
    from: tree.folder,
    to: join(folder, tree.name),
    ...(tree.accept && { accept: tree.accept }),
    ...(tree.verify && { verify: tree.verify }),
    ...(signal && { signal }),
  });
  const list = join(folder, `${tree.name}.files.jsonl`);
  await writeSafely(list, files.map((file) => `${JSON.stringify(file)}\n`).join(''));
  return {
    name: tree.name,
    files: files.length,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    sha256: (await digestOf(list)).sha256,
    damaged: damageOf(files, known),
  };
}

function damageOf(files: readonly CopiedFile[], known: ReadonlyMap<string, string | null>): BackupDamage[] {
  const found = new Map(files.map(({ path, sha256 }) => [path, sha256]));
  const damaged: BackupDamage[] = [];
  for (const [path, wanted] of known) {
    const digest = found.get(path);
    if (digest === undefined) damaged.push({ path, fault: 'missing' });
    else if (wanted !== null && digest !== wanted) damaged.push({ path, fault: 'changed' });
  }
  return damaged;
}

async function refuseFull(folder: string): Promise<void> {
  const names = await readdir(folder);
  if (names.length === 0 || (names.includes(unfinishedName) && !names.includes(manifestName))) return;
  throw new Failure('conflict', `${folder} is not empty.`, {
    code: 'backup-folder-not-empty',
    fix: 'Each backup has a folder of its own: name one that is empty or does not exist.',
  });
}

async function refuseOverlap({ folder, keysFolder, trees, dataFolder }: BackupOptions): Promise<void> {
  const target = await realpath(folder);
  const sources = [...trees.map((tree) => tree.folder), join(dataFolder, 'keys'), join(dataFolder, 'postgres')];
  const within = (inner: string, outer: string): boolean =>
    `${resolve(inner)}${sep}`.startsWith(`${resolve(outer)}${sep}`);
  const bad = sources.find((source) => within(target, source) || within(source, target));
  if (bad === undefined && (keysFolder === null || (!within(keysFolder, target) && !within(target, keysFolder))))
    return;
  throw new Failure('conflict', `The backup in ${folder} would overlap with ${bad ?? 'the folder for the keys'}.`, {
    code: 'backup-overlap',
    fix: 'Keep data, backup and keys in folders of their own, best on disks of their own.',
  });
}
