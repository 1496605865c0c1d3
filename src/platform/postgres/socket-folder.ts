import { createHash } from 'node:crypto';
import { chown, lstat, mkdir, mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from './account.ts';

/** The port is only part of the socket's name; nothing listens on the network. */
export const socketPort = 5432;
export const socketLock = `.s.PGSQL.${socketPort}.lock`;

/**
 * A folder of our own for the socket of this data folder.
 *
 * - Paths of sockets end at 107 bytes (103 on macOS), so it rests in the folder for temporary files under a short name.
 * - Only the account can enter. A folder of that name that somebody else made is left alone and another name is taken:
 *   who adopts a running Postgres reads the name from its `postmaster.pid`.
 */
export async function makeSocketFolder(dataFolder: string, account: Account): Promise<string> {
  const name = `chainmail-${createHash('sha256').update(dataFolder).digest('hex').slice(0, 12)}`;
  const base = await temporaryFolder();
  const wanted = join(base, name);
  try {
    await mkdir(wanted, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (await isOurs(wanted, account)) return wanted;
    // Made by root a moment ago, in another process that has not handed it over yet.
    if (!(await isOurs(wanted, { kind: 'namespace', uid: 0 }))) return handOver(await mkdtemp(`${wanted}-`), account);
  }
  return handOver(wanted, account);
}

/** Whether a folder is a real one that only the account (and root) can enter: anything else could hold a stranger's socket. */
export async function isOurs(folder: string, account: Account): Promise<boolean> {
  try {
    const found = await lstat(folder);
    return found.isDirectory() && found.uid === account.uid && (found.mode & 0o077) === 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

async function handOver(folder: string, account: Account): Promise<string> {
  if (account.kind === 'apart') await chown(folder, account.uid, account.gid);
  return folder;
}

// /tmp first, not TMPDIR: two processes on one data folder should agree, and TMPDIR may be long or private.
async function temporaryFolder(): Promise<string> {
  const found = await stat('/tmp').catch(() => null);
  return found?.isDirectory() === true && (found.mode & 0o1777) === 0o1777 ? '/tmp' : tmpdir();
}
