import { spawnSync } from 'node:child_process';
import { verify } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock as clock } from '#platform';
import { testDatabase } from '../../../tests/postgres.ts';
import { readAuditEntries } from '../audit/store-audit.ts';
import { parseFingerprint, parsePublicKey, trustedFingerprint } from './fingerprint.ts';
import { openSigningKey, replaceLostSigningKey } from './signing-key.ts';
import { listSigningKeys } from './store-keys.ts';

let dataFolder = '';
let path = '';
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'chainmail-key-'));
  path = join(dataFolder, 'keys', 'signing.key');
});
afterEach(() => rm(dataFolder, { recursive: true }));

test('the key is made once, for the owner only, and signs the same way ever after', async () => {
  await using database = await testDatabase();
  const key = await openSigningKey({ dataFolder, database, clock });
  const again = await openSigningKey({ dataFolder, database, clock });
  expect(again.fingerprint).toBe(key.fingerprint);
  expect(again.sign('text')).toBe(key.sign('text'));
  expect(
    verify(null, Buffer.from('text'), parsePublicKey(key.publicKeyPem), Buffer.from(key.sign('text'), 'base64')),
  ).toBe(true);
  expect(await readdir(join(dataFolder, 'keys'))).toEqual(['signing.key']);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(JSON.stringify(key)).not.toContain('PRIVATE');
});

test('two processes that start at once get the same key', async () => {
  await using database = await testDatabase();
  const keys = await Promise.all([1, 2, 3, 4].map(() => openSigningKey({ dataFolder, database, clock })));
  expect(new Set(keys.map(({ fingerprint }) => fingerprint)).size).toBe(1);
});

test('a lost key file is an error with a way out, never a new key', async () => {
  await using database = await testDatabase();
  const key = await openSigningKey({ dataFolder, database, clock });
  await rename(path, `${path}.lost`);
  const opening = openSigningKey({ dataFolder, database, clock });
  await expect(opening).rejects.toMatchObject({
    kind: 'not-found',
    code: 'signing-key-missing',
    fix: expect.stringContaining('Put back') as string,
  });
  await expect(stat(path)).rejects.toThrow('ENOENT');
  await rename(`${path}.lost`, path);
  expect((await openSigningKey({ dataFolder, database, clock })).fingerprint).toBe(key.fingerprint);
});

test('a key of another instance is refused', async () => {
  await using database = await testDatabase();
  await using other = await testDatabase();
  await openSigningKey({ dataFolder, database, clock });
  const elsewhere = join(dataFolder, 'elsewhere');
  await openSigningKey({ dataFolder: elsewhere, database: other, clock });
  const opening = openSigningKey({ dataFolder: elsewhere, database, clock });
  await expect(opening).rejects.toMatchObject({ kind: 'conflict', code: 'signing-key-other' });
});

test('a key that is lost for good is replaced on purpose, and the trail says so', async () => {
  await using database = await testDatabase();
  const lost = await openSigningKey({ dataFolder, database, clock });
  await expect(replaceLostSigningKey({ dataFolder, database, clock }, 'person:ada')).rejects.toMatchObject({
    code: 'signing-key-not-lost',
  });
  await rm(path);
  const key = await replaceLostSigningKey({ dataFolder, database, clock }, 'person:ada');
  expect((await openSigningKey({ dataFolder, database, clock })).fingerprint).toBe(key.fingerprint);
  expect(await listSigningKeys(database.reader)).toMatchObject([
    { fingerprint: lost.fingerprint, replacedAt: expect.any(Date) as Date },
    { fingerprint: key.fingerprint, replacedAt: null },
  ]);
  expect(await readAuditEntries(database.reader, { after: 0, limit: 9 })).toMatchObject([
    {
      actor: 'person:ada',
      action: 'signing-key.replaced',
      subject: { lost: lost.fingerprint, fingerprint: key.fingerprint },
    },
  ]);
});

test('nothing is replaced where nothing was ever signed', async () => {
  await using database = await testDatabase();
  await expect(replaceLostSigningKey({ dataFolder, database, clock }, 'system')).rejects.toMatchObject({
    kind: 'conflict',
  });
});

test('a key file that others may read, or that is damaged, is refused', async () => {
  await using database = await testDatabase();
  await openSigningKey({ dataFolder, database, clock });
  await chmod(path, 0o640);
  await expect(openSigningKey({ dataFolder, database, clock })).rejects.toMatchObject({
    kind: 'denied',
    code: 'signing-key-exposed',
  });
  await chmod(path, 0o600);
  await writeFile(path, (await readFile(path, 'utf8')).slice(0, 60));
  await expect(openSigningKey({ dataFolder, database, clock })).rejects.toMatchObject({
    kind: 'malformed',
    code: 'signing-key-damaged',
  });
});

test('a fingerprint is read as people write it', async () => {
  await using database = await testDatabase();
  const { fingerprint, publicKeyPem } = await openSigningKey({ dataFolder, database, clock });
  const digits = fingerprint.slice(7);
  const typed = [
    fingerprint,
    digits,
    digits.toUpperCase(),
    ` sha256:${digits}\n`,
    digits.match(/../g)!.join(':'),
    digits.match(/.{8}/g)!.join(' '),
  ];
  for (const text of typed) expect(parseFingerprint(text)).toBe(fingerprint);
  expect(trustedFingerprint(publicKeyPem)).toBe(fingerprint);
  const privatePem = await readFile(path, 'utf8');
  for (const text of ['', 'SHA256:abc', `${digits}0`, 'nonsense', privatePem]) {
    expect(() => trustedFingerprint(text)).toThrow(expect.objectContaining({ code: 'public-key-unreadable' }));
  }
});

test('openssl computes the same fingerprint', async ({ skip }) => {
  skip(spawnSync('openssl', ['version']).status !== 0, 'openssl is not installed');
  await using database = await testDatabase();
  const { fingerprint, publicKeyPem } = await openSigningKey({ dataFolder, database, clock });
  await writeFile(join(dataFolder, 'key.pem'), publicKeyPem);
  const command = 'openssl pkey -pubin -in key.pem -outform DER | openssl dgst -sha256 -r';
  const { stdout } = spawnSync('sh', ['-c', command], { cwd: dataFolder, encoding: 'utf8' });
  expect(`SHA256:${stdout.slice(0, 64)}`).toBe(fingerprint);
});
