import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const lockModule = new URL('./setup-lock.mjs', import.meta.url).href;

/** Writes "in" and "out" around a pause, under the lock. */
const worker = `
  import { appendFileSync } from 'node:fs';
  import { withLock } from ${JSON.stringify(lockModule)};
  const [lock, log] = process.argv.slice(1);
  await withLock(lock, async () => {
    appendFileSync(log, 'in\\n');
    await new Promise((resolve) => setTimeout(resolve, 150));
    appendFileSync(log, 'out\\n');
  });
`;

describe('the lock of the set-up', () => {
  let folder: string;
  let lock: string;
  let log: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chainmail-lock-'));
    lock = join(folder, 'lock');
    log = join(folder, 'log');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const runWorker = () =>
    new Promise<number | null>((resolve) => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', worker, '--', lock, log], {
        stdio: 'ignore',
      });
      child.once('exit', resolve);
    });

  it('lets one process work at a time', async () => {
    expect(await Promise.all([runWorker(), runWorker(), runWorker()])).toEqual([0, 0, 0]);
    expect((await readFile(log, 'utf8')).trim().split('\n')).toEqual(['in', 'out', 'in', 'out', 'in', 'out']);
    expect(existsSync(lock)).toBe(false);
  });

  it('takes over from a process that died', async () => {
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    await writeLock(JSON.stringify({ host: hostname(), pid: dead, nonce: 'a' }), 10);
    expect(await Promise.all([runWorker(), runWorker()])).toEqual([0, 0]);
    expect((await readFile(log, 'utf8')).trim().split('\n')).toEqual(['in', 'out', 'in', 'out']);
  });

  it('takes over from another machine that has not been heard of', async () => {
    await writeLock(JSON.stringify({ host: 'elsewhere', pid: process.pid, nonce: 'a' }), 60);
    expect(await runWorker()).toBe(0);
  });

  async function writeLock(content: string, secondsAgo: number): Promise<void> {
    await writeFile(lock, content);
    const then = new Date(Date.now() - secondsAgo * 1000);
    await utimes(lock, then, then);
  }
});
