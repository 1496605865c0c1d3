import { createReadStream } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { Failure } from '#evidence';
import { digestOf, writeStream, type FileDigest } from './file-digest.ts';

export interface CopiedFile extends FileDigest {
  /** Below the tree, with `/` between its parts. */
  readonly path: string;
}

export interface CopyTreeOptions {
  readonly from: string;
  readonly to: string;
  /** Which files belong to it; all unless told. */
  readonly accept?: (path: string) => boolean;
  /** Is told each file that is there now, and throws when it is not what it should be. */
  readonly verify?: (file: CopiedFile) => void | Promise<void>;
  readonly signal?: AbortSignal;
}

/**
 * Copies a tree of files and says what was copied, sorted by path.
 *
 * - A file appears under its name only when all of it is on disk.
 * - What is there already with the same bytes is left as it is, so an interrupted copy is gone on with.
 * - Folders and files are for their owner alone. Links and devices are refused.
 *
 * Fails with `conflict` when another file has the name, `malformed` for what is no file, `unavailable` on a full disk.
 */
export async function copyTree(options: CopyTreeOptions): Promise<CopiedFile[]> {
  const { from, to, accept = () => true, verify, signal } = options;
  const copied: CopiedFile[] = [];
  for (const path of await listFiles(from)) {
    if (!accept(path)) continue;
    signal?.throwIfAborted();
    const file = { path, ...(await copyFile(join(from, path), join(to, path), signal)) };
    await verify?.(file);
    copied.push(file);
  }
  return copied;
}

async function copyFile(from: string, to: string, signal?: AbortSignal): Promise<FileDigest> {
  const there = await stat(to).catch(() => null);
  if (there === null) {
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    return writeStream(createReadStream(from), to, signal);
  }
  const [wanted, found] = [await digestOf(from, signal), await digestOf(to, signal)];
  if (wanted.sha256 === found.sha256) return found;
  throw new Failure('conflict', `${to} is there already and differs.`, {
    code: 'backup-file-differs',
    fix: 'Choose an empty folder.',
  });
}

/** The files below a folder, sorted; none when there is no such folder. */
export async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  const files: string[] = [];
  for (const entry of entries) {
    const path = relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/');
    if (entry.isFile()) files.push(path);
    else if (!entry.isDirectory()) throw notPlain(join(folder, path));
  }
  return files.sort();
}

function notPlain(path: string): Failure {
  return new Failure('malformed', `${path} is neither a file nor a folder.`, {
    code: 'backup-not-plain',
    fix: 'Links do not belong there: put the files themselves in their place.',
  });
}
