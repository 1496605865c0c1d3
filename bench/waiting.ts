import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase, startPostgres } from '#platform';
import type { Finding } from './finding.ts';

/** How long a person waits for the embedded database: with a new data folder, and with one that was used before. */
export async function benchReady(): Promise<readonly Finding[]> {
  const folder = await mkdtemp(join(tmpdir(), 'chainmail-bench-'));
  try {
    const first = await secondsToReady(folder);
    const again = await secondsToReady(folder);
    return [
      {
        what: 'Start of the embedded database to ready, new data folder, in seconds',
        ratio: first,
        target: 'under 10',
        detail: 'made, started and its schema migrated',
      },
      {
        what: 'The same, used before',
        ratio: again,
        target: 'under 3',
        detail: 'started and its schema checked',
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function secondsToReady(folder: string): Promise<number> {
  const begun = performance.now();
  await using postgres = await startPostgres(folder);
  await using database = await openDatabase({ url: postgres.url });
  await database.pool.query('select 1');
  return (performance.now() - begun) / 1000;
}

/** From the command to the receipt, as a person waits for it. */
export async function benchDemo(): Promise<Finding> {
  const program = fileURLToPath(new URL('../apps/cli/chainmail.mjs', import.meta.url));
  const begun = performance.now();
  const child = spawn(process.execPath, [program, 'demo', '--once'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (piece: Buffer) => (output += piece.toString()));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the demo ended with ${String(code)}:\n${output}`);
  const seconds = (performance.now() - begun) / 1000;
  return {
    what: 'The demo, from installed to receipt, in seconds',
    ratio: seconds,
    target: 'under 60',
    detail: 'a tenant started, a connection checked, three custodians collected, processed and verified',
  };
}
