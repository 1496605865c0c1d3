import { spawn, type ChildProcess } from 'node:child_process';
import { namespaceCommand, type Account } from './account.ts';

export interface ProgramOptions {
  readonly account: Account;
  /** Files for standard output and error. */
  readonly output: number;
  readonly uid?: number;
}

/**
 * Starts a program of Postgres as the account, apart from our process group, so that Ctrl-C and the end of
 * this process leave it alone. Its environment is empty but for the locale.
 */
export function runProgram(program: string, args: readonly string[], options: ProgramOptions): ChildProcess {
  const { account, output } = options;
  const [command, ...rest] =
    account.kind === 'namespace' ? [...namespaceCommand, program, ...args] : [program, ...args];
  const child = spawn(command ?? program, rest, {
    detached: true,
    cwd: '/',
    env: { LC_ALL: 'C', PATH: '/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin' },
    stdio: ['ignore', output, output],
    ...(account.kind === 'apart' ? { uid: options.uid ?? account.uid, gid: account.gid } : {}),
  });
  return child;
}

/** The exit of a child; a program that could not be started counts as 127 with the reason. */
export function exitOf(child: ChildProcess): Promise<{ readonly status: number | null; readonly reason?: string }> {
  return new Promise((resolve) => {
    child.once('exit', (status) => resolve({ status }));
    child.once('error', (error) => resolve({ status: 127, reason: error.message }));
  });
}
