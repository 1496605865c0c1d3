import * as node from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The calls the disk vault makes. A test hands in one whose disk is full. */
export type FileSystem = Pick<typeof node, 'open' | 'mkdir' | 'rename' | 'unlink' | 'stat' | 'readdir'>;

export const nodeFileSystem: FileSystem = node;

export const privateFolder = 0o700;
export const privateFile = 0o600;
/** Nobody writes to a sealed pack any more, not even its owner by accident. */
export const sealedFile = 0o400;

/** Makes the names in a folder durable. */
export async function syncFolder(files: FileSystem, path: string): Promise<void> {
  // Windows can neither open nor flush folders; its file systems journal names by themselves.
  if (process.platform === 'win32') return;
  const folder = await files.open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Makes a folder and those above it, durably, for the owner only. */
export async function makeFolder(files: FileSystem, path: string): Promise<void> {
  const first = await files.mkdir(path, { recursive: true, mode: privateFolder });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) await syncFolder(files, dirname(made));
}

/** Names in a folder in order; none when the folder is not there. */
export async function namesIn(files: FileSystem, ...path: readonly string[]): Promise<readonly string[]> {
  try {
    const names = await files.readdir(join(...path));
    return names.sort();
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT' || errorCode(thrown) === 'ENOTDIR') return [];
    throw thrown;
  }
}

/** The size of a file; null when it is not there. */
export async function sizeOf(files: FileSystem, path: string): Promise<number | null> {
  try {
    return (await files.stat(path)).size;
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT' || errorCode(thrown) === 'ENOTDIR') return null;
    throw thrown;
  }
}

export function errorCode(thrown: unknown): string | null {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : null;
}
