import { open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';

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
