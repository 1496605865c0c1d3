import { spawn, type ChildProcess } from 'node:child_process';
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
