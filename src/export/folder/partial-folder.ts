import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Failure } from '#evidence';
import { flushFolder, flushTree } from './flush-tree.ts';

/** Says which export a folder that is not finished belongs to. */
const marker = '.chainmail-export.json';

/** Whether a name at the top of a partial folder is ours and not part of the export. */
export function isOwnFile(name: string): boolean {
  return name.startsWith('.chainmail-');
}

export interface PartialFolder {
  readonly path: string;
  /** Whether an earlier run of the same export left files here. */
  readonly isResumed: boolean;
}

/**
 * The folder `<target>.partial` for an export, new or as an earlier run of the same export left it.
 * Failure `conflict` when the target or the partial folder holds anything else.
 */
export async function openPartialFolder(target: string, key: string): Promise<PartialFolder> {
  const path = partialOf(target);
  await mkdir(dirname(path), { recursive: true });
  // A run that ended between the move and its last step left its marker in the target.
  if ((await markerIn(target)) === key && (await namesIn(path)) === null) await rename(resolve(target), path);
  const inTarget = await namesIn(target);
  if (inTarget !== null && inTarget.length > 0) throw notEmpty(target);

  const names = await namesIn(path);
  if (names === null) await mkdir(path, { mode: 0o700 });
  if (names === null || names.length === 0) {
    await mark(path, key);
    return { path, isResumed: false };
  }
  if ((await markerIn(path)) !== key) throw anotherPartial(path);
  return { path, isResumed: names.some((name) => !isOwnFile(name)) };
}

/** Gives the whole export its name, once every byte of it is durable. */
export async function movePartialFolder(target: string): Promise<void> {
  const final = resolve(target);
  if ((await namesIn(final)) !== null) await rmdir(final);
  await flushTree(partialOf(target));
  await rename(partialOf(target), final);
  await flushFolder(dirname(final));
}

/** Removes what told that the export was under way. */
export async function tidyMovedFolder(target: string): Promise<void> {
  const final = resolve(target);
  for (const name of await readdir(final)) if (isOwnFile(name)) await rm(join(final, name));
  await flushFolder(final);
}

/** The key of the unfinished export of a folder; null when there is none, or what is there is none of ours. */
export async function keyOfPartial(target: string): Promise<string | null> {
  return (await markerIn(partialOf(target))) ?? (await markerIn(resolve(target)));
}

/** Only one process marks a folder. */
async function mark(path: string, key: string): Promise<void> {
  try {
    await writeFile(join(path, marker), `${JSON.stringify({ export: key })}\n`, { mode: 0o600, flag: 'wx' });
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') throw anotherPartial(path);
    throw thrown;
  }
}

function partialOf(target: string): string {
  return `${resolve(target)}.partial`;
}

async function markerIn(folder: string): Promise<string | null> {
  try {
    const value: unknown = JSON.parse(await readFile(join(folder, marker), 'utf8'));
    return typeof value === 'object' && value !== null && 'export' in value ? String(value.export) : null;
  } catch {
    // Whatever is there, it is not a marker of ours.
    return null;
  }
}

/** Null when there is no such folder. Failure `conflict` when it is a file. */
async function namesIn(folder: string): Promise<readonly string[] | null> {
  try {
    return await readdir(folder);
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : null;
    if (code === 'ENOENT') return null;
    if (code === 'ENOTDIR') throw notEmpty(folder);
    throw thrown;
  }
}

function notEmpty(target: string): Failure {
  return new Failure('conflict', `There is something in ${target} already.`, {
    code: 'export-folder-not-empty',
    fix: 'Export to a new folder; nothing is ever written into or over what is there.',
  });
}

function anotherPartial(path: string): Failure {
  return new Failure('conflict', `${path} belongs to another export, or to none.`, {
    code: 'export-partial-foreign',
    fix: 'Export to another folder, or remove that one if it is not needed.',
  });
}
