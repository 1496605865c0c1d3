import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSecretBox, secretsKeyPath, type SecretBox } from './secret-box.ts';
import { Secret } from './secret.ts';

let dataFolder: string;
let keyPath: string;
let sealedRows = false;
let box: SecretBox;

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'chainmail-secrets-'));
  keyPath = secretsKeyPath(dataFolder);
  sealedRows = false;
  box = openSecretBox({ dataFolder, sealedRowsExist: () => Promise.resolve(sealedRows) });
});
afterEach(() => rm(dataFolder, { recursive: true, force: true }));

const purpose = 'connection 7 client-secret';

test('a secret never prints itself', () => {
  const secret = new Secret('hunter2');
  const written = [
    String(secret),
    [secret].join(),
    JSON.stringify({ secret }),
    inspect({ secret }),
    '' + (secret as unknown as string),
  ];
  expect(written.join()).not.toContain('hunter2');
  expect(String(secret)).toBe('***');
  expect(secret.reveal()).toBe('hunter2');
});

test('a sealed secret opens again, and twice sealed looks different', async () => {
  const first = await box.seal(new Secret('hunter2 — ü'), purpose);
  const second = await box.seal(new Secret('hunter2 — ü'), purpose);
  expect(first).not.toBe(second);
  expect(first).not.toContain('hunter2');
  expect((await box.open(first, purpose)).reveal()).toBe('hunter2 — ü');
  expect((await box.open(await box.seal(new Secret(''), purpose), purpose)).reveal()).toBe('');
});

test('the key file is for its owner alone and is made once when two seal at once', async () => {
  const sealed = await Promise.all(Array.from({ length: 8 }, () => box.seal(new Secret('x'), purpose)));
  for (const text of sealed) expect((await box.open(text, purpose)).reveal()).toBe('x');
  expect(((await stat(keyPath)).mode & 0o777).toString(8)).toBe('600');
  expect((await readFile(keyPath, 'utf8')).trim().split('\n')).toHaveLength(1);
});

test('every changed character of a sealed text is noticed', async () => {
  const sealed = await box.seal(new Secret('hunter2'), purpose);
  for (let at = 0; at < sealed.length; at += 1) {
    const other = sealed[at] === 'A' ? 'B' : 'A';
    const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
    // The last character of base64 may hold bits that are not used.
    if (
      Buffer.from(changed.split('.')[3] ?? '', 'base64url').equals(Buffer.from(sealed.split('.')[3]!, 'base64url')) &&
      changed.slice(0, 40) === sealed.slice(0, 40)
    )
      continue;
    await expect(box.open(changed, purpose), `character ${at}`).rejects.toMatchObject({ code: 'secrets-tampered' });
  }
});

test('a sealed text moved to another purpose does not open', async () => {
  const sealed = await box.seal(new Secret('hunter2'), purpose);
  await expect(box.open(sealed, 'connection 8 client-secret')).rejects.toMatchObject({
    kind: 'malformed',
    code: 'secrets-tampered',
  });
});

test('a lost key file is an error and never replaced while sealed rows exist', async () => {
  const sealed = await box.seal(new Secret('hunter2'), purpose);
  await rm(keyPath);
  sealedRows = true;
  await expect(box.open(sealed, purpose)).rejects.toMatchObject({ kind: 'not-found', code: 'secrets-key-missing' });
  await expect(box.seal(new Secret('new'), purpose)).rejects.toMatchObject({ code: 'secrets-key-missing' });
  await expect(stat(keyPath)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a lost key is renewed only when asked, and a key that is there stays', async () => {
  expect(await box.isKeyLost()).toBe(false);
  const lost = await box.seal(new Secret('before'), purpose);
  const first = await readFile(keyPath, 'utf8');
  sealedRows = true;
  await box.renewLostKey();
  expect(await readFile(keyPath, 'utf8')).toBe(first);
  await rm(keyPath);
  expect(await box.isKeyLost()).toBe(true);
  await box.renewLostKey();
  expect(await box.isKeyLost()).toBe(false);
  expect((await box.open(await box.seal(new Secret('after'), purpose), purpose)).reveal()).toBe('after');
  await expect(box.open(lost, purpose)).rejects.toMatchObject({ code: 'secrets-key-other' });
});

test('another key file is named as such', async () => {
  const sealed = await box.seal(new Secret('hunter2'), purpose);
  await rm(keyPath);
  await box.seal(new Secret('other'), purpose);
  await expect(box.open(sealed, purpose)).rejects.toMatchObject({ kind: 'not-found', code: 'secrets-key-other' });
});

test('a damaged or exposed key file is refused', async () => {
  await box.seal(new Secret('hunter2'), purpose);
  const text = await readFile(keyPath, 'utf8');
  await writeFile(
    keyPath,
    text.replace(/ (.)/, (_, first: string) => ` ${first === 'A' ? 'B' : 'A'}`),
  );
  await expect(box.seal(new Secret('x'), purpose)).rejects.toMatchObject({ code: 'secrets-key-damaged' });
  await writeFile(keyPath, text);
  await chmod(keyPath, 0o640);
  await expect(box.seal(new Secret('x'), purpose)).rejects.toMatchObject({ code: 'secrets-key-exposed' });
});

test('an older key still opens when a newer one was added below it', async () => {
  const sealed = await box.seal(new Secret('old'), purpose);
  const older = await readFile(keyPath, 'utf8');
  await rm(keyPath);
  await box.seal(new Secret('x'), purpose);
  const newer = await readFile(keyPath, 'utf8');
  await writeFile(keyPath, older + newer);
  expect((await box.open(sealed, purpose)).reveal()).toBe('old');
  expect((await box.seal(new Secret('y'), purpose)).split('.')[1]).toBe(newer.split(' ')[0]);
});
