import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startPostgres } from '../src/platform/postgres/start-postgres.ts';
import { readPostmaster } from '../src/platform/postgres/postmaster.ts';

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

/** Ends the Postgres of a run that has ended, by becoming its last user. */
async function remove(folder: string): Promise<void> {
  if ((await readPostmaster(join(folder, 'postgres'))) !== null) {
    const postgres = await startPostgres(folder, { durable: false });
    await postgres[Symbol.asyncDispose]();
  }
  await rm(folder, { recursive: true, force: true });
}

/** Clears away what runs that were killed left behind. */
async function sweep(): Promise<void> {
  for (const entry of await readdir(tmpdir())) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(entry)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    await remove(join(tmpdir(), entry)).catch((error: unknown) => console.warn(`${entry} is left behind:`, error));
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
