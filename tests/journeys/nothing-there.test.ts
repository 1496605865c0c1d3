import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAlone, takeTime } from './journey.ts';

takeTime();
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainmail-nothing-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each([
  ['collection', 'list'],
  ['receipt', 'key'],
  ['audit', 'verify'],
  ['vault', 'verify'],
  ['catalogue', 'rebuild'],
])('%s %s in a folder without data says so and makes nothing', async (...words) => {
  const ended = await startAlone(...words, '--data', folder);
  expect(ended.code).toBe(1);
  expect(ended.stderr).toContain('There is no Chainmail data in');
  expect(ended.stderr).toMatch(/connection\s+add/);
  expect(await readdir(folder)).toEqual([]);
});

test('a restore of nothing makes nothing', async () => {
  const data = join(folder, 'new');
  const nowhere = await startAlone('restore', join(folder, 'nowhere'), '--data', data);
  expect(nowhere.code).toBe(1);
  expect(nowhere.stderr).toContain('There is no folder');
  expect(await readdir(folder)).toEqual([]);
});

test('a data folder that cannot be is an error with a fix', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  const ended = await startAlone('collection', 'list', '--data', join(file, 'data'));
  expect(ended.code).toBe(1);
  expect(ended.stderr).toMatch(/is no folder[\s\S]*Fix /);
  await rm(file);
});
