import { spawn, type ChildProcess } from 'node:child_process';
import { open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunAs } from './account.ts';

/**
 * Starts a program of Postgres apart from our process group, so that Ctrl-C and the end of this process leave it
 * alone. Its output goes to an open file; its environment is empty but for locale and path.
 */
export function runProgram(command: readonly string[], as: RunAs, output: number): ChildProcess {
  const [program = '', ...args] = [...as.prefix, ...command];
  return spawn(program, args, {
    detached: true,
    cwd: '/',
    env: { LC_ALL: 'C', PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
    stdio: ['ignore', output, output],
    ...(as.uid === undefined ? {} : { uid: as.uid }),
    ...(as.gid === undefined ? {} : { gid: as.gid }),
  });
}

export interface Exit {
  readonly status: number | null;
  /** Why it could not even be started. */
  readonly reason?: string;
}

export function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('exit', (status) => {
      resolve({ status });
    });
    child.once('error', (error) => {
      resolve({ status: null, reason: error.message });
    });
  });
}

/** What a program of Postgres writes, appended to `postgres.log` of the data folder. */
export interface ProgramLog extends AsyncDisposable {
  readonly output: number;
  /** The last lines written since this log was opened. */
  tail(): Promise<string>;
}

const largestLog = 10 * 2 ** 20;
const tailBytes = 2_000;

export async function startLog(dataFolder: string): Promise<ProgramLog> {
  const path = join(dataFolder, 'postgres.log');
  const before = await stat(path).catch(() => null);
  if (before !== null && before.size > largestLog) await rename(path, `${path}.1`);
  const handle = await open(path, 'a+', 0o600);
  const start = (await handle.stat()).size;
  return {
    output: handle.fd,
    async tail() {
      const { size } = await handle.stat();
      const from = Math.max(start, size - tailBytes);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - from), 0, size - from, from);
      return buffer.subarray(0, bytesRead).toString('utf8').trim();
    },
    [Symbol.asyncDispose]: () => handle.close(),
  };
}
