import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('postgres-user.ts', import.meta.url));

export interface UserOptions {
  readonly uid?: number;
  readonly durable?: boolean;
}

/** Another process that uses the Postgres of a data folder; see postgres-user.ts. */
export interface PostgresUser {
  readonly process: ChildProcess;
  /** The next line it says. */
  next(): Promise<Record<string, unknown>>;
  send(line: string): Promise<Record<string, unknown>>;
  kill(): Promise<void>;
}

export function startUser(folder: string, options: UserOptions = {}): PostgresUser {
  const child = spawn(process.execPath, [program, folder, options.durable === true ? 'durable' : 'quick'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exited = once(child, 'exit');
  async function next(): Promise<Record<string, unknown>> {
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`The process ended without a word (${String(child.exitCode)}).`);
    return JSON.parse(value) as Record<string, unknown>;
  }
  return {
    process: child,
    next,
    send(line) {
      child.stdin.write(`${line}\n`);
      return next();
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
