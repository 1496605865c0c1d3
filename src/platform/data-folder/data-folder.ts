import { constants, type Stats } from 'node:fs';
import { access, chmod, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Failure } from '#evidence';

/**
 * Makes a data folder, for its owner alone, with ordinary folders above it; one that is there stays as it is.
 * Fails with `conflict` when something that is no folder is in the way, `denied` when it cannot be made or written to.
 */
export async function makeDataFolder(dataFolder: string): Promise<void> {
  const folder = resolve(dataFolder);
  if ((await find(folder)) === null) {
    await makeAbove(dirname(folder), folder);
    await makeOne(folder, folder);
    await chmod(folder, 0o700).catch((error: unknown) => {
      throw unusable(folder, error);
    });
  }
  await checkDataFolder(folder);
}

/**
 * Whether a data folder is there and can be used; false when there is none.
 * Fails with `conflict` when it is no folder, `denied` when it cannot be read or written to.
 */
export async function checkDataFolder(dataFolder: string): Promise<boolean> {
  const found = await find(dataFolder);
  if (found === null) return false;
  if (!found.isDirectory()) throw notAFolder(dataFolder, dataFolder);
  try {
    await access(dataFolder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unusable(dataFolder, error);
  }
  return true;
}

/** One folder after another: asked to make all at once below /proc, the system tries for ever. */
async function makeAbove(folder: string, dataFolder: string): Promise<void> {
  const found = await find(folder, dataFolder);
  if (found?.isDirectory() === true) return;
  if (found !== null) throw notAFolder(folder, dataFolder);
  await makeAbove(dirname(folder), dataFolder);
  await makeOne(folder, dataFolder);
}

async function makeOne(folder: string, dataFolder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: folder === dataFolder ? 0o700 : 0o777 });
  } catch (error) {
    // Another process was quicker.
    if (codeOf(error) !== 'EEXIST') throw unusable(dataFolder, error);
  }
}

async function find(path: string, dataFolder = path): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return null;
    if (code === 'ENOTDIR') throw notAFolder(dirname(path), dataFolder);
    throw unusable(dataFolder, error);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

function notAFolder(path: string, dataFolder: string): Failure {
  return new Failure('conflict', `${dataFolder} cannot be the data folder: ${path} is no folder.`, {
    code: 'data-folder-not-a-folder',
    fix: 'Name a folder with --data DIR or CHAINMAIL_DATA.',
  });
}

function unusable(dataFolder: string, error: unknown): Failure {
  const code = codeOf(error);
  const why =
    code === 'ENOSPC' || code === 'EDQUOT'
      ? 'the disk is full'
      : code === 'EROFS'
        ? 'the file system is read-only'
        : code === 'ENOENT'
          ? 'this file system keeps no folders of yours'
          : 'this account may not write there';
  return new Failure('denied', `${dataFolder} cannot be used as the data folder: ${why} (${code}).`, {
    code: 'data-folder-no-access',
    fix: 'Name a folder that the account Chainmail runs as may read and write, with --data DIR or CHAINMAIL_DATA, or let it.',
    cause: error,
  });
}
