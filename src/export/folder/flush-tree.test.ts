import { mkdir, mkdtemp, open, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { movePartialFolder } from './partial-folder.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'chainmail-flush-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(root, { recursive: true });
});

/** Inodes of what is flushed, as it is flushed, and whether the folder had its name by then. */
async function watchFlushing(name: string): Promise<{ readonly inode: number; readonly isNamed: boolean }[]> {
  const flushed: { readonly inode: number; readonly isNamed: boolean }[] = [];
  const any = await open(root, 'r');
  const handles = Object.getPrototypeOf(any) as FileHandle;
  await any.close();
  for (const method of ['sync', 'datasync'] as const) {
    vi.spyOn(handles, method).mockImplementation(async function (this: FileHandle) {
      const isNamed = await stat(name).then(
        () => true,
        () => false,
      );
      flushed.push({ inode: (await this.stat()).ino, isNamed });
    });
  }
  return flushed;
}

test('every file and folder of an export is made durable before it has its name', async () => {
  const target = join(root, 'out');
  const partial = `${target}.partial`;
  const paths = ['a', 'a/b', 'c'].map((path) => join(partial, path));
  for (const path of paths) {
    await mkdir(path, { recursive: true });
    for (let number = 0; number < 12; number += 1) await writeFile(join(path, String(number)), path);
  }
  const files = paths.flatMap((path) => Array.from({ length: 12 }, (_, number) => join(path, String(number))));
  const wanted = await Promise.all([partial, ...paths, ...files].map(async (path) => (await stat(path)).ino));
  const flushed = await watchFlushing(target);
  await movePartialFolder(target);
  const before = flushed.filter(({ isNamed }) => !isNamed).map(({ inode }) => inode);
  expect(before.sort()).toEqual(wanted.sort());
  expect(flushed.filter(({ isNamed }) => isNamed)).toEqual([{ inode: (await stat(root)).ino, isNamed: true }]);
});
