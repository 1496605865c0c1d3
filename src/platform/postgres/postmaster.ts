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
  const text = await readPidFile(cluster);
  if (text === null) return null;
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return { pid, socketFolder: lines[socketLine] || null };
}

async function readPidFile(cluster: string): Promise<string | null> {
  try {
    return await readFile(join(cluster, 'postmaster.pid'), 'utf8');
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
 * Removes a pid file whose number belongs to another program now. Postgres handles a number that belongs to nobody
 * by itself, but takes any living process of its own account for a server.
 *
 * The file is moved aside and moved back when it turns out to be another than the one that was judged.
 */
export async function clearStalePidFile(cluster: string, judged: Postmaster): Promise<void> {
  if (!isAlive(judged.pid) || (await isPostmasterAlive(judged))) return;
  const path = join(cluster, 'postmaster.pid');
  const aside = join(cluster, `postmaster.pid.stale-${newId()}`);
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = await readFile(aside, 'utf8');
  if (Number(moved.split('\n')[0]) === judged.pid) await rm(aside);
  else await rename(aside, path);
}
