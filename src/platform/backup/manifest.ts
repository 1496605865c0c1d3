import { open, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import { Failure } from '#evidence';
import { syncFolder } from '../postgres/cluster.ts';

export const manifestName = 'manifest.json';
/** Stands in a folder from the first byte until its manifest does: such a folder may be gone on with. */
export const unfinishedName = 'unfinished';

const count = Type.Integer({ minimum: 0 });
const digest = Type.String({ pattern: '^[0-9a-f]{64}$' });

const tableSchema = Type.Object({
  name: Type.String(),
  columns: Type.Array(Type.String()),
  rows: count,
  bytes: count,
  sha256: digest,
});

const sequenceSchema = Type.Object({ name: Type.String(), value: Type.Integer(), called: Type.Boolean() });

/** A file that was damaged already when the backup was made: it is not there, or its bytes are not those that are known. */
const damageSchema = Type.Object({
  path: Type.String({ minLength: 1 }),
  fault: Type.Union([Type.Literal('missing'), Type.Literal('changed')]),
});

const treeSchema = Type.Object({
  name: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
  files: count,
  bytes: count,
  /** Of the list of its files, `<name>.files.jsonl`. */
  sha256: digest,
  damaged: Type.Optional(Type.Array(damageSchema)),
});

const manifestSchema = Type.Object({
  format: Type.Literal('chainmail-backup'),
  version: Type.Literal(1),
  madeAt: Type.String(),
  migrations: Type.Array(Type.Object({ number: Type.Integer(), name: Type.String(), digest })),
  tables: Type.Array(tableSchema),
  sequences: Type.Array(sequenceSchema),
  trees: Type.Array(treeSchema),
  hasKeys: Type.Boolean(),
});

export type Manifest = Static<typeof manifestSchema>;
export type TableEntry = Static<typeof tableSchema>;
export type SequenceEntry = Static<typeof sequenceSchema>;
export type BackupDamage = Static<typeof damageSchema>;
export type TreeEntry = Static<typeof treeSchema>;

export function tableFile(folder: string, table: string): string {
  return join(folder, 'database', `${table}.copy`);
}

/**
 * The manifest of a whole backup.
 * Fails with `not-found` for a folder without one, `malformed` for one that cannot be read.
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readOrNull(join(folder, manifestName));
  if (text === null) throw (await isFolder(folder)) ? incomplete(folder) : noFolder(folder);
  try {
    return Value.Parse(manifestSchema, JSON.parse(text));
  } catch (cause) {
    throw new Failure('malformed', `The manifest of the backup in ${folder} cannot be read.`, {
      code: 'backup-manifest',
      fix: 'It is damaged, or was written by a newer Chainmail: use another backup, or that version.',
      cause,
    });
  }
}

/** Written last and under another name first: a folder with a manifest is a whole backup. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  await writeSafely(join(folder, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Writes a file so that under its name there is all of it or nothing, also after a power cut. */
export async function writeSafely(path: string, text: string): Promise<void> {
  const draft = `${path}.part`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, path);
  await syncFolder(dirname(path));
}

export async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() === true;
}

function noFolder(folder: string): Failure {
  return new Failure('not-found', `There is no folder ${folder}.`, {
    code: 'backup-no-folder',
    fix: 'Name the folder that `chainmail backup` wrote; a disk it lies on may not be mounted.',
  });
}

/** What of the trees of a backup was damaged already when it was made. */
export function damagedIn(manifest: Manifest): readonly BackupDamage[] {
  return manifest.trees.flatMap(({ name, damaged = [] }) =>
    damaged.map(({ path, fault }) => ({ path: `${name}/${path}`, fault })),
  );
}

function incomplete(folder: string): Failure {
  return new Failure('not-found', `${folder} holds no whole backup: it has no ${manifestName}.`, {
    code: 'backup-incomplete',
    fix: 'A backup that was interrupted is finished by running the same backup command again.',
  });
}
