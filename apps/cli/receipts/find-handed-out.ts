import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { HandedOutFiles } from '#custody';
import { manifestNames, receiptName } from '#export';
import { UsageError } from '../frame/usage-error.ts';

export interface FoundFiles extends HandedOutFiles {
  readonly folder: string;
}

/**
 * The files of an export in the folder that was named, else beside the receipt. Null when there is no manifest beside
 * it; `UsageError` when a folder was named that has none.
 */
export async function findHandedOut(where: { given: string | undefined; receipt: string }): Promise<FoundFiles | null> {
  const folder = resolve(where.given ?? dirname(resolve(where.receipt)));
  const manifest = await stat(join(folder, manifestNames.jsonl)).catch(() => null);
  if (manifest?.isFile() !== true) {
    if (where.given === undefined) return null;
    throw new UsageError(
      `There is no ${manifestNames.jsonl} in ${where.given}.`,
      'Name the folder that was handed out.',
    );
  }
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
  const there = new Set(files);
  return {
    folder,
    list: () => Promise.resolve(files),
    // Only what was listed is opened: a manifest may name anything.
    read: (path) =>
      there.has(path) ? (createReadStream(join(folder, ...path.split('/'))) as AsyncIterable<Buffer>) : null,
    besides: [receiptName, besides(folder, where.receipt)].filter((name) => name !== null),
  };
}

/** The receipt may lie in the folder under another name. */
function besides(folder: string, receipt: string): string | null {
  return dirname(resolve(receipt)) === folder ? basename(receipt) : null;
}
