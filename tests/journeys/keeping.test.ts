import { cp, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropDatabase, emptyDatabase } from '../postgres.ts';
import { beginJourney, takeTime, type Journey } from './journey.ts';

takeTime();
let journey: Journey;
let collection = '';
beforeAll(async () => {
  journey = await beginJourney();
  await journey.connect();
  const { domain } = journey.tenant;
  const collected = await journey.run(
    'collect',
    '--connection',
    'tiny',
    '--matter',
    'Kept',
    '--json',
    '--mailbox',
    `ada.marsh@${domain}`,
  );
  collection = String(collected.last()['collection']);
});
afterAll(() => journey[Symbol.asyncDispose]());

test('a backup is restored into another data folder, and goes on there', async () => {
  const backup = join(journey.folder, 'backup');
  const keys = join(journey.folder, 'keys-apart');
  expect((await journey.run('backup', backup, '--with-keys', keys)).code).toBe(0);
  const database = await emptyDatabase();
  const there = ['--data', join(journey.folder, 'restored')];
  const restored = await journey.runOn(database, 'restore', backup, '--with-keys', keys, ...there);
  expect(restored.code).toBe(0);
  expect((await journey.runOn(database, 'vault', 'verify', ...there)).code).toBe(0);
  const again = [
    'collect',
    '--connection',
    'tiny',
    '--matter',
    'Kept',
    '--mailbox',
    `ada.marsh@${journey.tenant.domain}`,
    '--json',
  ];
  const collected = await journey.runOn(database, ...again, ...there);
  expect(collected.last()).toMatchObject({ status: 'completed', alreadyHeld: 28, kept: 0 });
  const first = JSON.parse((await journey.run('receipt', 'show', collection, '--json')).stdout) as {
    signature: unknown;
  };
  const there1 = JSON.parse(
    (await journey.runOn(database, 'receipt', 'show', collection, '--json', ...there)).stdout,
  ) as { signature: unknown };
  expect(there1.signature).toEqual(first.signature);
  await dropDatabase(database);
});

test('the catalogue is made again from the packs alone', async () => {
  const rescued = join(journey.folder, 'rescued');
  await mkdir(rescued);
  await cp(join(journey.data, 'vault'), join(rescued, 'vault'), { recursive: true });
  const database = await emptyDatabase();
  const there = ['--data', rescued];
  expect((await journey.runOn(database, 'catalogue', 'rebuild', ...there)).code).toBe(0);
  const verified = await journey.runOn(database, 'vault', 'verify', '--json', ...there);
  expect(verified.last()).toMatchObject({ items: 28, missing: 0, corrupt: 0, orphans: 0, altered: 0 });
  const out = join(journey.folder, 'from-packs');
  const exported = await journey.runOn(
    database,
    'export',
    '--collection',
    collection,
    '--format',
    'eml',
    '--out',
    out,
    ...there,
  );
  expect(exported.code).toBe(0);
  expect(await readFile(join(out, 'manifest.csv'), 'utf8')).toContain(
    'Ada Marsh/ada.marsh@tiny.example/Inbox/2026-11-20 062011 Crates for Thursday.eml',
  );
  await dropDatabase(database);
});

test('a lost key file is an error with the way out, never a new key', async () => {
  const keys = join(journey.data, 'keys');
  await rm(join(keys, 'secrets.key'));
  const checked = await journey.run('connection', 'check', 'tiny');
  expect(checked.code).toBe(1);
  expect(checked.stderr).toContain('secrets.key is missing');
  expect(checked.stderr).toContain('connection update');
  await expect(stat(join(keys, 'secrets.key'))).rejects.toThrow();

  await rm(join(keys, 'signing.key'));
  const key = await journey.run('receipt', 'key');
  expect(key.code).toBe(1);
  expect(key.stderr).toContain('signing.key is missing');
  await expect(stat(join(keys, 'signing.key'))).rejects.toThrow();
  const replaced = await journey.run('receipt', 'key', '--replace-lost');
  expect(replaced.code).toBe(0);
  expect(replaced.stdout).toMatch(/^SHA256:[0-9a-f]{64}\n-----BEGIN PUBLIC KEY-----/);
  expect((await journey.run('audit', 'verify')).code).toBe(0);
});
