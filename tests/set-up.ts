import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { TestProject } from 'vitest/node';
import { isAlive } from '../src/platform/postgres/cluster.ts';
import { isPostmasterAlive, readPostmaster } from '../src/platform/postgres/postmaster.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Data folder of the one Postgres of this run; the first test that wants a database starts it. */
    postgresFolder: string;
  }
}

const prefix = 'chainmail-tests-';

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  await sweep();
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  project.provide('postgresFolder', folder);
  return () => remove(folder);
}

/**
 * Ends the Postgres of a run. Its files get another name first: a test process that still holds a share then finds
 * nothing that it could start again.
 */
async function remove(folder: string): Promise<void> {
  const cluster = join(folder, 'postgres');
  const running = await readPostmaster(cluster);
  if (running !== null) {
    await rename(cluster, join(folder, 'ended'));
    if (await isPostmasterAlive(running)) process.kill(running.pid, 'SIGQUIT');
    while (await isPostmasterAlive(running)) await setTimeout(20);
    if (running.socketFolder !== null) await rm(running.socketFolder, { recursive: true, force: true });
  }
  await rm(folder, { recursive: true, force: true });
}

/** Clears away what runs that were killed left behind. */
async function sweep(): Promise<void> {
  for (const entry of await readdir(tmpdir())) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(entry)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    await remove(join(tmpdir(), entry)).catch((error: unknown) => console.warn(`${entry} is left behind:`, error));
  }
}
