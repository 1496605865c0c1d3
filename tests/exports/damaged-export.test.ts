import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MatterId } from '#evidence';
import { openSigningKey, parseReceipt, verifyReceipt, type SigningKey } from '#custody';
import { runExport, type ExportRequest, type ExportTools } from '#export';
import { systemClock as clock, type Database } from '#platform';
import { processMatter } from '#processing';
import { memoryVault, type Vault } from '#vault';
import { testDatabase } from '../postgres.ts';
import { mail } from '../../src/formats/testing.ts';
import { keepMail } from '../../src/processing/testing.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const letters = ['one', 'two', 'three', 'four'].map((word) =>
  mail({ Subject: word, 'Message-ID': `<${word}@x>` }, `From ${word}\r\nend`),
);
const [, second, , fourth] = letters as [Buffer, Buffer, Buffer, Buffer];

let root = '';
let database: Database;
let key: SigningKey;
let tools: ExportTools;
let matter: MatterId;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'chainmail-damaged-export-'));
  database = await testDatabase();
  const vault = memoryVault();
  key = await openSigningKey({ dataFolder: root, database, clock });
  ({ matter } = await keepMail(database, vault, { messages: letters }));
  await keepMail(database, vault, { messages: letters.slice(0, 3), custodian: 'Ben', address: 'ben@lakeside.example' });
  await processMatter({ database, vault, matter });
  // The second message begins a byte too late, of the last one the pack is gone.
  const damaged: Vault = {
    ...vault,
    open: async (place, range) => {
      if (place.digest === sha256(fourth)) return memoryVault().open(place, range);
      return vault.open(place.digest === sha256(second) ? { ...place, start: place.start + 1 } : place, range);
    },
  };
  tools = { database, vault: damaged, clock, key, actor: 'person:ada', productVersion: '0.1.0' };
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await rm(root, { recursive: true });
});

const request = (format: ExportRequest['format']): ExportRequest => ({
  ...{ matter, selection: { kind: 'matter' }, format, duplicates: 'keep', encoding: 'utf-8' },
  numbering: { prefix: 'DOC', start: 1 },
});

async function filesIn(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(paths.map(async (path) => [path.slice(folder.length + 1), await readFile(path)] as const)),
  );
}

test.each(['eml', 'mbox', 'dat', 'csv'] as const)(
  'what the vault cannot give is listed, the rest is handed out as %s, and the receipt states both',
  async (format) => {
    const folder = join(root, format);
    expect(await runExport(tools, { folder, request: request(format) })).toMatchObject({ items: 4, missing: 3 });
    const files = await filesIn(folder);
    const listed = files.get('missing.csv')!.toString().trim().split('\r\n').slice(1);
    expect(
      listed.filter((line) => line.includes(sha256(second)) && line.includes('export-damaged-bytes')),
    ).toHaveLength(2);
    expect(listed.filter((line) => line.includes(sha256(fourth)) && line.includes('vault-pack-missing'))).toHaveLength(
      1,
    );
    for (const [path, bytes] of files)
      if (/\.(eml|mbox)$/.test(path)) expect(bytes.toString('latin1')).not.toContain('Subject: two');

    const bytes = files.get('receipt.json')!;
    const { receipt } = parseReceipt(bytes);
    expect(receipt.body).toMatchObject({ items: 4, missing: 3, members: { count: 2 } });
    expect(receipt.body.completeness.join()).toContain('NOT IN IT: 3 items');
    const handedOut = {
      list: () => Promise.resolve([...files.keys()]),
      async *bytesOf(path: string) {
        yield await Promise.resolve(files.get(path)!);
      },
      read(path: string) {
        return files.has(path) ? this.bytesOf(path) : null;
      },
      besides: ['receipt.json'],
    };
    const verified = await verifyReceipt({ bytes, trustedKey: key.fingerprint, files: handedOut });
    expect(verified.checks.filter(({ passed }) => !passed)).toEqual([]);
    expect(verified.passed).toBe(true);
  },
);

test('an mbox holds every other message whole, before and behind what is missing', async () => {
  const folder = join(root, 'box');
  await runExport(tools, { folder, request: request('mbox') });
  const box = await readFile(join(folder, 'Ana', 'ana@lakeside.example.mbox'), 'latin1');
  const messages = box.split(/^From \S+ .*\n/m).slice(1);
  expect(messages.map((message) => /Subject: (\w+)/.exec(message)?.[1])).toEqual(['one', 'three']);
  for (const message of messages) expect(message.trimEnd().endsWith('end')).toBe(true);
});
