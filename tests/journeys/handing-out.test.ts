import { createHash } from 'node:crypto';
import { cp, mkdir, open, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginJourney, takeTime, type Journey } from './journey.ts';

takeTime();
let journey: Journey;
let collection = '';
let elsewhere = '';
beforeAll(async () => {
  journey = await beginJourney();
  await journey.connect();
  const { domain } = journey.tenant;
  const collected = await journey.run(
    'collect',
    '--connection',
    'tiny',
    '--matter',
    'Out',
    '--json',
    '--mailbox',
    `ada.marsh@${domain}`,
    `ben.okafor@${domain}`,
  );
  collection = String(collected.last()['collection']);
  elsewhere = join(journey.folder, 'elsewhere');
  await mkdir(elsewhere);
  await cp(join(journey.data, 'vault', 'packs'), elsewhere, { recursive: true });
  await writeFile(join(elsewhere, 'receipt.json'), (await journey.run('receipt', 'show', collection, '--json')).stdout);
  await writeFile(join(elsewhere, 'key.txt'), (await journey.run('receipt', 'key')).stdout);
});
afterAll(() => journey[Symbol.asyncDispose]());

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test('the exported files are the tenant’s own bytes, and the manifest tells their digests', async () => {
  const out = join(journey.folder, 'out');
  const ended = await journey.run('export', '--collection', collection, '--format', 'eml', '--out', out, '--json');
  expect(ended.code).toBe(0);
  expect(ended.last()).toMatchObject({ files: 27, manifest: join(out, 'manifest.csv') });
  const lines = (await readFile(join(out, 'manifest.jsonl'), 'utf8')).trim().split('\n');
  const manifest = lines.map((line) => JSON.parse(line) as { path: string; digest: string });
  for (const { path, digest } of manifest) expect(sha256(await readFile(join(out, path)))).toBe(digest);
  expect(manifest.map(({ digest }) => digest).sort()).toEqual((await digestsAtTheTenant()).sort());

  const again = await journey.run('export', '--collection', collection, '--format', 'eml', '--out', out);
  expect(again.code).toBe(1);
  expect(again.stderr).toContain('Export to a new folder');
});

/** What the tenant serves for every visible message of both mailboxes. */
async function digestsAtTheTenant(): Promise<string[]> {
  const { tenant, domain } = journey.tenant;
  const digests: string[] = [];
  for (const name of ['ada.marsh', 'ben.okafor']) {
    const mailbox = tenant.mailbox(tenant.person(`${name}@${domain}`)!.id)!;
    for (const folder of mailbox.folders().filter(({ place }) => place === 'visible')) {
      const range = {
        folderId: folder.id,
        orderBy: 'receivedDateTime',
        direction: 'asc',
        from: null,
        to: null,
      } as const;
      for (const message of mailbox.list(range, 0, 1000)) {
        const chunks: Uint8Array[] = [];
        const mime = mailbox.mime(message, 0);
        if (mime instanceof Uint8Array) chunks.push(mime);
        else for await (const chunk of mime) chunks.push(chunk);
        digests.push(sha256(Buffer.concat(chunks)));
      }
    }
  }
  return digests;
}

test('a receipt is verified elsewhere with the receipt, the key and the packs alone', async () => {
  const away = ['--data', join(journey.folder, 'no-such-data')];
  const receipt = join(elsewhere, 'receipt.json');
  const ended = await journey.run('receipt', 'verify', receipt, '--key', join(elsewhere, 'key.txt'), '--json', ...away);
  expect(ended.code).toBe(0);
  const checks = ended.last()['checks'] as { name: string; passed: boolean }[];
  expect(checks.map(({ name, passed }) => [name, passed])).toEqual([
    ['form', true],
    ['key', true],
    ['signature', true],
    ['counts', true],
    ['packs', true],
  ]);
  const fingerprint = (await readFile(join(elsewhere, 'key.txt'), 'utf8')).split('\n')[0]!;
  expect((await journey.run('receipt', 'verify', receipt, '--key', fingerprint, ...away)).code).toBe(0);
  expect(await readdir(journey.folder)).not.toContain('no-such-data');
});

test('a changed receipt, another key and a changed pack are each found', async () => {
  const away = ['--data', join(journey.folder, 'no-such-data'), '--packs', elsewhere];
  const receipt = join(elsewhere, 'receipt.json');
  const key = join(elsewhere, 'key.txt');
  const changed = join(journey.folder, 'changed.json');
  await writeFile(changed, (await readFile(receipt, 'utf8')).replace('"kept":27', '"kept":28'));
  const forged = await journey.run('receipt', 'verify', changed, '--key', key, ...away);
  expect(forged.code).toBe(4);
  expect(forged.stdout).toContain('fail  signature');

  const stranger = await journey.run('receipt', 'verify', receipt, '--key', `SHA256:${'0'.repeat(64)}`, ...away);
  expect(stranger.code).toBe(4);
  expect(stranger.stdout).toContain('fail  key');

  await spoil(elsewhere);
  const spoilt = await journey.run('receipt', 'verify', receipt, '--key', key, ...away);
  expect(spoilt.code).toBe(4);
  expect(spoilt.stdout).toContain('fail  packs');
});

test('a byte changed in the vault is found, and named', async () => {
  await spoil(join(journey.data, 'vault', 'packs'));
  const ended = await journey.run('vault', 'verify', '--json');
  expect(ended.code).toBe(4);
  expect(Number(ended.last()['corrupt'])).toBeGreaterThan(0);
  expect(
    (await journey.run('export', '--collection', collection, '--format', 'eml', '--out', join(journey.folder, 'late')))
      .code,
  ).toBe(1);
});

/** Changes one byte in the first body of a pack. */
async function spoil(folder: string): Promise<void> {
  const pack = (await readdir(folder, { recursive: true })).find((name) => name.endsWith('.tar'))!;
  const handle = await open(join(folder, pack), 'r+');
  try {
    const byte = Buffer.alloc(1);
    await handle.read(byte, 0, 1, 600);
    await handle.write(Buffer.from([byte[0]! ^ 1]), 0, 1, 600);
  } finally {
    await handle.close();
  }
}
