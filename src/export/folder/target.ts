import { lstat, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Failure } from '#evidence';

/**
 * Where an export to this folder goes: where a link leads.
 * Failure `conflict`, before anything is written, when a link leads nowhere, or when a disk is mounted there: what grows
 * beside it could not be moved onto it.
 */
export async function targetOf(folder: string): Promise<string> {
  const path = resolve(folder);
  const isLink = (await lstat(path).catch(() => null))?.isSymbolicLink() === true;
  const target = isLink ? await realpath(path).catch(() => null) : path;
  if (target === null) {
    throw new Failure('conflict', `${folder} is a link that leads nowhere.`, {
      code: 'export-link-broken',
      fix: 'Name a folder, or remove the link.',
    });
  }
  const found = await stat(target).catch(() => null);
  const above = await stat(dirname(target)).catch(() => null);
  if (found === null || above === null || found.dev === above.dev) return target;
  throw new Failure('conflict', `${folder} is the top of a disk.`, {
    code: 'export-folder-is-disk',
    fix: 'Export to a new folder on it.',
  });
}
