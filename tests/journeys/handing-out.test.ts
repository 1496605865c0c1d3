import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, open, readdir, readFile, writeFile } from 'node:fs/promises';
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
  await cp(join(journey.data, 'vault', 'packs'), join(elsewhere, 'packs'), { recursive: true });
  await writeFile(join(elsewhere, 'receipt.json'), (await journey.run('receipt', 'show', collection, '--json')).stdout);
  await writeFile(join(elsewhere, 'key.txt'), (await journey.run('receipt', 'key')).stdout);
});
afterAll(() => journey[Symbol.asyncDispose]());

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test('the exported files are the tenant’s own bytes, and the manifest tells their digests', async () => {
  const out = join(journey.folder, 'out');
  const ended = await journey.run('export', '--collection', collection, '--format', 'eml', '--out', out, '--json');
  expect(ended.code).toBe(0);
  expect(ended.last()).toMatchObject({ files: 31, manifest: join(out, 'manifest.csv') });
  const lines = (await readFile(join(out, 'manifest.jsonl'), 'utf8')).trim().split('\n');
  const manifest = lines.map((line) => JSON.parse(line) as { path: string; digest: string });
  for (const { path, digest } of manifest) expect(sha256(await readFile(join(out, path)))).toBe(digest);
  expect(manifest.map(({ digest }) => digest).sort()).toEqual((await digestsAtTheTenant()).sort());

  const again = await journey.run('export', '--collection', collection, '--format', 'eml', '--out', out);
  expect(again.code).toBe(1);
  expect(again.stderr).toContain('Export to a new folder');
});

test('a load file of a matter goes out with a receipt that is verified from the folder alone', async () => {
  const out = join(journey.folder, 'production');
  const asked = ['export', '--matter', 'Out', '--format', 'dat', '--out', out, '--prefix', 'OUT', '--start', '101'];
  const ended = await journey.run(...asked, '--encoding', 'utf-16le', '--duplicates', 'hide', '--json');
  expect(ended.code).toBe(0);
  const result = ended.last();
  expect(result).toMatchObject({ manifest: join(out, 'manifest.csv') });
  expect(Number(result['items']) + Number(result['hidden'])).toBe(31);
  const loadFile = (await readFile(join(out, 'loadfile.dat'))).subarray(2).toString('utf16le');
  expect(loadFile.split('\r\n')[1]).toMatch(/^\u00feOUT00000101\u00fe\u0014\u00feOUT00000101\u00fe/);

  const copy = join(journey.folder, 'received');
  await cp(out, copy, { recursive: true });
  const away = ['--data', join(journey.folder, 'no-such-data'), '--key', join(elsewhere, 'key.txt')];
  const verified = await journey.run('receipt', 'verify', join(copy, 'receipt.json'), '--json', ...away);
  expect(verified.code).toBe(0);
  expect(verified.last()['checks']).toMatchObject(
    ['form', 'key', 'signature', 'files'].map((name) => ({ name, passed: true })),
  );
  const receipt = String(result['receipt']);
  expect(JSON.parse((await journey.run('receipt', 'show', receipt, '--json')).stdout)).toEqual(
    JSON.parse(await readFile(join(copy, 'receipt.json'), 'utf8')),
  );
  expect((await journey.run('receipt', 'show', String(result['export']))).stdout).toContain('WHAT WAS HANDED OUT');

  await writeFile(join(copy, 'text', '0001', 'OUT00000101.txt'), 'another text');
  const changed = await journey.run('receipt', 'verify', join(out, 'receipt.json'), '--files', copy, ...away);
  expect(changed.code).toBe(4);
  expect(changed.stdout).toContain('FAIL  files: text/0001/OUT00000101.txt was changed.');
  const alone = join(journey.folder, 'alone.json');
  await cp(join(out, 'receipt.json'), alone);
  expect((await journey.run('receipt', 'verify', alone, ...away)).stdout).toContain('skip  files');
});

test('one mbox for each mailbox', async () => {
  const out = join(journey.folder, 'boxes');
  const ended = await journey.run('export', '--collection', collection, '--format', 'mbox', '--out', out);
  expect(ended.code).toBe(0);
  expect(ended.stdout).toContain('31 messages');
  const names = (await readdir(out, { recursive: true })).filter((name) => name.endsWith('.mbox'));
  const boxes = await Promise.all(names.map((name) => readFile(join(out, name), 'latin1')));
  expect(boxes.flatMap((box) => box.split(/^From .*$/m).slice(1))).toHaveLength(31);
});

test.each([
  [['--matter', 'Out', '--collection', 'x', '--format', 'eml'], 2, 'either --collection ID or --matter NAME'],
  [['--format', 'eml'], 2, 'either --collection ID or --matter NAME'],
  [['--matter', 'Nobody', '--format', 'eml'], 1, 'There is no matter Nobody'],
  [['--matter', 'Out', '--format', 'pst'], 2, 'There is eml, mbox, dat, csv'],
  [['--matter', 'Out', '--format', 'eml', '--prefix', 'A'], 2, '--prefix is for load files'],
  [['--matter', 'Out', '--format', 'dat', '--prefix', '../x'], 2, 'cannot stand before a number'],
  [['--matter', 'Out', '--format', 'dat', '--start', '-1'], 2, 'not a number to begin with'],
  [['--matter', 'Out', '--format', 'dat', '--duplicates', 'none'], 2, 'There is hide, keep, per-custodian'],
])('an export that is not understood says so and writes nothing: %j', async (args, code, text) => {
  const out = join(journey.folder, 'nothing');
  const ended = await journey.run('export', ...args, '--out', out);
  expect(ended.code).toBe(code);
  expect(ended.stderr).toContain(text);
  expect((await readdir(journey.folder)).filter((name) => name.startsWith('nothing'))).toEqual([]);
});

/** What the tenant serves for every message of both mailboxes. */
async function digestsAtTheTenant(): Promise<string[]> {
  const { tenant, domain } = journey.tenant;
  const digests: string[] = [];
  for (const name of ['ada.marsh', 'ben.okafor']) {
    const mailbox = tenant.mailbox(tenant.person(`${name}@${domain}`)!.id)!;
    for (const folder of mailbox.folders().filter(({ place }) => place !== 'hidden')) {
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
    ['attribution', true],
  ]);
  const fingerprint = (await readFile(join(elsewhere, 'key.txt'), 'utf8')).split('\n')[0]!;
  expect((await journey.run('receipt', 'verify', receipt, '--key', fingerprint, ...away)).code).toBe(0);
  expect(await readdir(journey.folder)).not.toContain('no-such-data');
});

test('mail that is called somebody else’s in the packs is found without this machine', async () => {
  const away = ['--data', join(journey.folder, 'no-such-data'), '--key', join(elsewhere, 'key.txt')];
  const verify = (packs: string) =>
    journey.run('receipt', 'verify', join(elsewhere, 'receipt.json'), '--packs', packs, ...away);
  for (const [from, to] of [
    ['"custodian":"Ada Marsh"', '"custodian":"Abe Marsh"'],
    ['"address":"ada.marsh@', '"address":"abe.marsh@'],
    ['"folderPath":"Inbox"', '"folderPath":"Inbux"'],
  ] as const) {
    const forged = join(journey.folder, `forged ${to.slice(1, 5)}`);
    await cp(join(elsewhere, 'packs'), forged, { recursive: true });
    expect((await verify(forged)).code).toBe(0);
    await rewritePacks(forged, from, to);
    const ended = await verify(forged);
    expect(ended.code).toBe(4);
    expect(ended.stdout).toContain('pass  packs');
    expect(ended.stdout).toContain('FAIL  attribution');
    if (!from.includes('folderPath')) expect(ended.stdout).toContain(to.split('"')[3]);
  }
});

/** Writes one text of the same length for another, in every pack of a folder. */
async function rewritePacks(folder: string, from: string, to: string): Promise<void> {
  for (const name of await readdir(folder, { recursive: true })) {
    if (!name.endsWith('.tar')) continue;
    const path = join(folder, name);
    const bytes = await readFile(path, 'latin1');
    await chmod(path, 0o600);
    await writeFile(path, bytes.replaceAll(from, to), 'latin1');
  }
}

test('a changed receipt, another key and a changed pack are each found', async () => {
  const away = ['--data', join(journey.folder, 'no-such-data'), '--packs', elsewhere];
  const receipt = join(elsewhere, 'receipt.json');
  const key = join(elsewhere, 'key.txt');
  const changed = join(journey.folder, 'changed.json');
  await writeFile(changed, (await readFile(receipt, 'utf8')).replace('"kept":31', '"kept":32'));
  const forged = await journey.run('receipt', 'verify', changed, '--key', key, ...away);
  expect(forged.code).toBe(4);
  expect(forged.stdout).toContain('FAIL  signature');

  const stranger = await journey.run('receipt', 'verify', receipt, '--key', `SHA256:${'0'.repeat(64)}`, ...away);
  expect(stranger.code).toBe(4);
  expect(stranger.stdout).toContain('FAIL  key');

  const itself = await journey.run('receipt', 'verify', receipt, '--key', receipt, ...away);
  expect(itself.code).toBe(2);
  expect(itself.stderr).toContain('the key in it proves nothing');

  await spoil(elsewhere);
  const spoilt = await journey.run('receipt', 'verify', receipt, '--key', key, ...away);
  expect(spoilt.code).toBe(4);
  expect(spoilt.stdout).toContain('FAIL  packs');
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

test('what a query finds is handed out, those messages and no others', async () => {
  const found = await journey.run('search', 'subject:meeting OR hasattachment:true', '--json');
  const digests = found.objects().map(({ digest }) => String(digest));
  expect(digests.length).toBeGreaterThan(0);
  const out = join(journey.folder, 'found');
  const asked = ['--query', 'subject:meeting OR hasattachment:true', '--matter', 'Out'];
  const ended = await journey.run('export', ...asked, '--format', 'eml', '--out', out, '--json');
  expect(ended.code).toBe(0);
  expect(ended.last()).toMatchObject({ items: digests.length });
  const names = (await readdir(out, { recursive: true })).filter((name) => name.endsWith('.eml'));
  const bytes = await Promise.all(names.map((name) => readFile(join(out, name))));
  expect(bytes.map(sha256).sort()).toEqual(digests.sort());
  const both = await journey.run(
    'export',
    ...asked,
    '--collection',
    collection,
    '--format',
    'eml',
    '--out',
    `${out}-2`,
  );
  expect(both.code).toBe(2);
});

test('a byte changed in the vault is found, and named', async () => {
  await spoil(join(journey.data, 'vault', 'packs'));
  const ended = await journey.run('vault', 'verify', '--json');
  expect(ended.code).toBe(4);
  expect(Number(ended.last()['corrupt'])).toBeGreaterThan(0);
  const out = join(journey.folder, 'late');
  const exported = await journey.run('export', '--collection', collection, '--format', 'eml', '--out', out);
  expect(exported.code).toBe(3);
  expect(exported.stdout).toContain('Missing  1 message could not be handed out');
  const receipt = join(out, 'receipt.json');
  const verified = await journey.run('receipt', 'verify', receipt, '--key', join(elsewhere, 'key.txt'));
  expect(verified.code).toBe(0);
  expect(await readFile(join(out, 'missing.csv'), 'utf8')).toContain('export-damaged-bytes');
});
