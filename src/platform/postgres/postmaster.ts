import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { newId } from '../clock/ids.ts';
import { isAlive } from './cluster.ts';

/** The running server of a cluster, as its `postmaster.pid` tells. */
export interface Postmaster {
  readonly pid: number;
  readonly socketFolder: string | null;
}

// Lines of the file: pid, data folder, start time, port, first socket folder, address, shared memory, status.
const socketLine = 4;

export async function readPostmaster(cluster: string): Promise<Postmaster | null> {
  const text = await readOrNull(join(cluster, 'postmaster.pid'));
  if (text === null) return null;
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  const socketFolder = lines[socketLine] ?? '';
  return { pid, socketFolder: socketFolder === '' ? null : socketFolder };
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Whether a server may still be at work there. A number that another program got since (after a restart of a
 * container the numbers begin anew) does not count.
 */
export async function isPostmasterAlive(postmaster: Postmaster): Promise<boolean> {
  if (!isAlive(postmaster.pid)) return false;
  const name = await programName(postmaster.pid);
  return name === null || name === 'postgres';
}

async function programName(pid: number): Promise<string | null> {
  if (process.platform === 'linux') {
    const comm = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => null);
    return comm?.trim() ?? null;
  }
  const ps = await promisify(execFile)('ps', ['-o', 'ucomm=', '-p', String(pid)]).catch(() => null);
  return ps?.stdout.trim() ?? null;
}

/**
 * Removes a lock file of Postgres whose number belongs to another program now. Postgres handles a number that
 * belongs to nobody by itself, but takes any living process of its own account for a server.
 *
 * The file is moved aside, and back when it turns out to be another than the one that was judged.
 */
export async function clearStaleLock(path: string, judged?: number): Promise<void> {
  const pid = judged ?? Number((await readOrNull(path))?.split('\n')[0]);
  if (!(pid > 0) || !isAlive(pid) || (await isPostmasterAlive({ pid, socketFolder: null }))) return;
  const aside = `${path}.stale-${newId()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = await readFile(aside, 'utf8');
  if (Number(moved.split('\n')[0]) === pid) await rm(aside);
  else await rename(aside, path);
}
