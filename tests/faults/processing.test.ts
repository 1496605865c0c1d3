import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { MatterId } from '#evidence';
import type { Database } from '#platform';
import { processMatter } from '#processing';
import { openDiskVault } from '#vault';
import { mail, multipart, part } from '../../src/formats/testing.ts';
import { keepMail } from '../../src/processing/testing.ts';
import { testDatabase } from '../postgres.ts';
import type { ProcessingTask } from './processing-process.ts';

const script = fileURLToPath(new URL('./processing-process.ts', import.meta.url));

async function runUntilKilled(task: ProcessingTask): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, [script, JSON.stringify(task)], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return signal;
}

const messages = Array.from({ length: 3000 }, (_, at) => {
  const body = multipart('b', [
    part({}, `text ${String(at)}`),
    part({ 'Content-Type': 'application/x' }, `file ${String(at)}`),
  ]);
  const fields = {
    Subject: `Message ${String(at)}`,
    'Message-ID': `<m${String(at)}@x>`,
    References: `<m${String(at >> 2)}@x>`,
  };
  return at % 50 === 0
    ? Buffer.from(`\0 ${String(at)}`)
    : mail({ ...fields, 'Content-Type': 'multipart/mixed; boundary=b' }, body);
});

/** One digest of everything processing has written but its times. */
async function written(database: Database, matter: MatterId): Promise<unknown> {
  const digest = async (table: string): Promise<unknown> => {
    const row = `(to_jsonb(t) - 'parsed_at' - 'at' - 'matter_id')::text`;
    const { rows } = await database.pool.query(
      `select count(*), md5(string_agg(${row}, '' order by ${row} collate "C")) from ${table} t where matter_id = $1`,
      [matter],
    );
    return rows[0];
  };
  return Promise.all(['messages', 'attachments', 'processing_exceptions', 'thread_keys'].map(digest));
}

test('killed again and again, processing ends with the same rows as if it never was', async () => {
  const vaultFolder = await mkdtemp(join(tmpdir(), 'chainmail-processing-kills-'));
  const vault = await openDiskVault({ folder: vaultFolder });
  await using database = await testDatabase();
  const undisturbed = await keepMail(database, vault, { messages, matterName: 'undisturbed' });
  await processMatter({ database, vault, matter: undisturbed.matter });
  const { matter } = await keepMail(database, vault, { messages, matterName: 'killed' });
  for (const killAfter of [1, 260, 511]) {
    const signal = await runUntilKilled({ databaseUrl: database.url, vaultFolder, matter, killAfter });
    expect(signal).toBe('SIGKILL');
  }
  const last = await processMatter({ database, vault, matter });
  expect(last.processed).toBeGreaterThan(0);
  expect(last.processed).toBeLessThan(messages.length);
  expect(await written(database, matter)).toEqual(await written(database, undisturbed.matter));
  await rm(vaultFolder, { recursive: true });
}, 60_000);
