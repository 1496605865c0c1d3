import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { openPackCopy, type PackCopy } from '#vault';
import { UsageError } from '../frame/usage-error.ts';

/** Pack files that were found for a receipt. */
export interface FoundPacks {
  readonly folder: string;
  readonly files: number;
  read(signal: AbortSignal): AsyncIterable<PackCopy>;
}

/**
 * The packs in the folder that was named, else beside the receipt, else in the vault of the data folder.
 * Null when there is none in the latter two; `UsageError` when a folder was named and has none.
 */
export async function findPacks(where: {
  given: string | undefined;
  receipt: string;
  dataFolder: string;
}): Promise<FoundPacks | null> {
  if (where.given !== undefined) {
    const found = await packsIn(resolve(where.given));
    if (found === null) throw new UsageError(`There is no pack (.tar) in ${where.given}.`);
    return found;
  }
  return (await packsIn(dirname(resolve(where.receipt)))) ?? (await packsIn(join(where.dataFolder, 'vault', 'packs')));
}

async function packsIn(folder: string): Promise<FoundPacks | null> {
  const names = await readdir(folder, { recursive: true }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const paths = names.filter((name) => name.endsWith('.tar')).sort();
  if (paths.length === 0) return null;
  return {
    folder,
    files: paths.length,
    async *read(signal) {
      for (const path of paths) {
        signal.throwIfAborted();
        yield await Promise.resolve(openPackCopy(join(folder, path)));
      }
    },
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
