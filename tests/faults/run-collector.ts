import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { CollectionId } from '#evidence';
import { newId } from '#platform';
import type { ProcessTask } from './collector-process.ts';
import type { Rig } from './rig.ts';

const program = new URL('./collector-process.ts', import.meta.url).pathname;

export interface CollectorEnd {
  readonly code: number | null;
  readonly signal: string | null;
  readonly output: string;
}

/** A collector in a process of its own. */
export interface RunningCollector {
  readonly child: ChildProcess;
  readonly ended: Promise<CollectorEnd>;
  /** Resolves when it has stopped itself at its `pauseAt`. Needs a `countsFile`. */
  readonly paused: () => Promise<void>;
}

export function startCollector(rig: Rig, collection: CollectionId, more: Partial<ProcessTask> = {}): RunningCollector {
  const task: ProcessTask = {
    databaseUrl: rig.database.url,
    vaultFolder: join(rig.folder, 'vault'),
    tenant: { url: rig.tenant.url, tenantId: rig.tenant.tenantId, apps: rig.tenant.apps },
    collection,
    holder: `process ${newId()}`,
    ...more,
  };
  const child = spawn(process.execPath, [program, JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<CollectorEnd>((resolve) => {
    child.on('exit', (code, signal) => {
      resolve({ code, signal, output });
    });
  });
  const paused = async (): Promise<void> => {
    const { at = '', nth } = task.pauseAt ?? {};
    const counted = async (): Promise<unknown> =>
      (JSON.parse(await readFile(task.countsFile ?? '', 'utf8').catch(() => '{}')) as Record<string, number>)[at];
    await expect.poll(counted, { timeout: 20_000 }).toBe(nth);
  };
  return { child, ended, paused };
}

/** What a dead process holds runs out, as it would after a while. */
export async function endHolds(rig: Rig): Promise<void> {
  await rig.database.pool.query(`update mailbox_leases set expires_at = '-infinity'`);
  await rig.database.pool.query(`update packs set lease_expires_at = '-infinity' where state = 'open'`);
}
