import { spawnSync } from 'node:child_process';
import { chmod, cp, lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findBinaries, usableBinaries } from './binaries.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'chainmail-binaries-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const self = { kind: 'self', uid: process.getuid?.() ?? 0 } as const;

test('an installation without its library links is completed in the data folder, also by two at once', async () => {
  const found = await findBinaries();
  const bare = join(root, 'native');
  await cp(found.folder, bare, { recursive: true, filter: async (path) => !(await lstat(path)).isSymbolicLink() });
  const before = await readdir(bare, { recursive: true });
  expect(spawnSync(join(bare, 'bin', 'postgres'), ['--version']).status).not.toBe(0);
  const installed = { ...found, folder: bare };
  const both = await Promise.all([usableBinaries(installed, self, root), usableBinaries(installed, self, root)]);
  for (const { folder } of both) {
    expect(folder).not.toBe(bare);
    expect(spawnSync(join(folder, 'bin', 'postgres'), ['--version']).stdout.toString()).toContain(
      `PostgreSQL) ${found.major}.`,
    );
  }
  expect(await readdir(bare, { recursive: true })).toEqual(before);
  expect((await readdir(root)).sort()).toEqual(['native', `postgres-binaries-${found.version}`]);
});

test('an installation the account cannot reach is copied to where it can', async (context) => {
  context.skip(process.getuid?.() !== 0, 'only root has folders another account cannot reach');
  const found = await findBinaries();
  const hidden = join(root, 'native');
  await cp(found.folder, hidden, { recursive: true, verbatimSymlinks: true });
  const apart = { kind: 'apart', uid: 60_900, gid: 60_900 } as const;
  await chmod(root, 0o755);
  expect((await usableBinaries({ ...found, folder: hidden }, apart, root)).folder).toBe(hidden);
  await chmod(hidden, 0o700);
  const { folder } = await usableBinaries({ ...found, folder: hidden }, apart, root);
  const run = spawnSync(join(folder, 'bin', 'postgres'), ['--version'], { uid: 60_900, gid: 60_900, cwd: '/' });
  expect(run.stdout.toString()).toContain('PostgreSQL');
});
