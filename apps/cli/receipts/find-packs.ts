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
 * The packs in the folder that was named and below it; else those beside the receipt, in `packs/` and in a vault there;
 * else those in the vault of the data folder. What else lies below the folder of the receipt is none of its business.
 * Null when there is none in the latter two; `UsageError` when a folder was named and has none.
 */
export async function findPacks(where: {
  given: string | undefined;
  receipt: string;
  dataFolder: string;
}): Promise<FoundPacks | null> {
  if (where.given !== undefined) {
    const packs = await packsIn(resolve(where.given));
    if (packs === null) throw new UsageError(`There is no pack (.tar) in ${where.given}.`);
    return packs;
  }
  const beside = dirname(resolve(where.receipt));
  const flat = await pathsIn(beside, false);
  const below = await Promise.all(['packs', join('vault', 'packs')].map((name) => pathsIn(join(beside, name), true)));
  return found(beside, [...flat, ...below.flat()]) ?? packsIn(join(where.dataFolder, 'vault', 'packs'));
}

async function packsIn(folder: string): Promise<FoundPacks | null> {
  return found(folder, await pathsIn(folder, true));
}

async function pathsIn(folder: string, recursive: boolean): Promise<string[]> {
  const names = await readdir(folder, { recursive }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  return names.filter((name) => name.endsWith('.tar')).map((name) => join(folder, name));
}

function found(folder: string, paths: readonly string[]): FoundPacks | null {
  if (paths.length === 0) return null;
  return {
    folder,
    files: paths.length,
    async *read(signal) {
      for (const path of [...paths].sort()) {
        signal.throwIfAborted();
        yield await Promise.resolve(openPackCopy(path));
      }
    },
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
