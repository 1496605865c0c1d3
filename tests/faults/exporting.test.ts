import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MatterId } from '#evidence';
import { verifyAuditTrail } from '#custody';
import type { ExportFormat } from '#export';
import type { Database } from '#platform';
import { processMatter } from '#processing';
import { openDiskVault } from '#vault';
import { mail, multipart, part } from '../../src/formats/testing.ts';
import { keepMail } from '../../src/processing/testing.ts';
import { testDatabase } from '../postgres.ts';
import type { ExportTask } from './exporting-process.ts';

const script = fileURLToPath(new URL('./exporting-process.ts', import.meta.url));
const count = 5000;

let root = '';
let database: Database;
let matter: MatterId;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'chainmail-export-kills-'));
  database = await testDatabase();
  const vault = await openDiskVault({ folder: join(root, 'vault') });
  const messages = Array.from({ length: count }, (_, at) => {
    const fields = { Subject: `Message ${String(at >> 1)}`, 'Message-ID': `<m${String(at)}@x>` };
    if (at % 10 !== 0) return mail(fields, `From ${String(at)}\r\n`);
    const body = multipart('b', [part({}, 'text'), part({ 'Content-Type': 'application/x' }, `file ${String(at)}`)]);
    return mail({ ...fields, 'Content-Type': 'multipart/mixed; boundary=b' }, body);
  });
  const half = messages.length / 2;
  matter = (await keepMail(database, vault, { messages: messages.slice(0, half) })).matter;
  const ben = { custodian: 'Ben', address: 'ben@lakeside.example' };
  await keepMail(database, vault, { messages: messages.slice(half), ...ben });
  await processMatter({ database, vault, matter });
}, 60_000);
afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await rm(root, { recursive: true });
});

async function runExport(
  changes: Pick<ExportTask, 'format' | 'folder' | 'killAfter'>,
): Promise<string | number | null> {
  const vaultFolder = join(root, 'vault');
  const task: ExportTask = { databaseUrl: database.url, dataFolder: root, vaultFolder, matter, ...changes };
  const child = spawn(process.execPath, [script, JSON.stringify(task)], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return signal ?? code;
}

/** Every file below a folder but the receipt, with its digest. */
async function digests(folder: string): Promise<Record<string, string>> {
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const found: Record<string, string> = {};
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (entry.name !== 'receipt.json')
      found[path.slice(folder.length)] = createHash('sha256')
        .update(await readFile(path))
        .digest('hex');
  }
  return found;
}

test.each<ExportFormat>(['eml', 'mbox', 'dat', 'csv'])(
  'an export of 5,000 messages as %s that is killed in the middle and resumed equals an undisturbed one',
  async (format) => {
    const [whole, killed] = [join(root, `${format}-whole`), join(root, `${format}-killed`)];
    expect(await runExport({ format, folder: whole, killAfter: null })).toBe(0);
    // DAT and CSV are two writings of the same lines.
    for (const killAfter of format === 'csv' ? [3604] : [1203, 3604])
      expect(await runExport({ format, folder: killed, killAfter })).toBe('SIGKILL');
    expect((await readdir(root)).filter((name) => name.startsWith(`${format}-killed`))).toEqual([
      `${format}-killed.partial`,
    ]);
    expect(await runExport({ format, folder: killed, killAfter: null })).toBe(0);
    const resumed = await digests(killed);
    expect(resumed).toEqual(await digests(whole));
    expect(Object.keys(resumed).length).toBeGreaterThan(format === 'mbox' ? 4 : count);
    expect(await readdir(killed)).toContain('receipt.json');
    expect(await verifyAuditTrail(database.reader)).toMatchObject({ intact: true });
  },
  120_000,
);
