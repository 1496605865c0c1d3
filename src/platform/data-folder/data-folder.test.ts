import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkDataFolder, makeDataFolder } from './data-folder.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'chainmail-folder-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('it is made for its owner alone, with the folders above it', async () => {
  const folder = join(root, 'a', 'b', 'data');
  expect(await checkDataFolder(folder)).toBe(false);
  await makeDataFolder(folder);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  await makeDataFolder(folder);
  expect(await checkDataFolder(folder)).toBe(true);
});

test('a file in its place or above it is said', async () => {
  const file = join(root, 'file');
  await writeFile(file, '');
  const refusal = { kind: 'conflict', code: 'data-folder-not-a-folder' };
  await expect(makeDataFolder(file)).rejects.toMatchObject(refusal);
  await expect(makeDataFolder(join(file, 'data'))).rejects.toMatchObject(refusal);
  await expect(makeDataFolder(join(file, 'deep', 'data'))).rejects.toMatchObject(refusal);
  await expect(checkDataFolder(file)).rejects.toMatchObject(refusal);
});

test('where no folder can be made, it fails at once', async ({ skip }) => {
  skip(process.platform !== 'linux', 'only Linux has /proc');
  const refusal = { kind: 'denied', code: 'data-folder-no-access' };
  await expect(makeDataFolder('/proc/chainmail')).rejects.toMatchObject(refusal);
  await expect(makeDataFolder('/proc/chainmail/deep/data')).rejects.toMatchObject(refusal);
});
