import { open, readFile, rename } from 'node:fs/promises';
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

const treeSchema = Type.Object({
  name: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
  files: count,
  bytes: count,
  /** Of the list of its files, `<name>.files.jsonl`. */
  sha256: digest,
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
  if (text === null) throw incomplete(folder);
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
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function incomplete(folder: string): Failure {
  return new Failure('not-found', `${folder} holds no whole backup: it has no ${manifestName}.`, {
    code: 'backup-incomplete',
    fix: 'A backup that was interrupted is finished by running the same backup command again.',
  });
}
