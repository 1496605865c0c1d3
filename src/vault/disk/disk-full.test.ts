import type { FileHandle } from 'node:fs/promises';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bytesOf, entryOf, inChunks, newPack } from '../conformance-kit.ts';
import { openDiskVault } from './disk-vault.ts';
import { nodeFileSystem, type FileSystem } from './file-system.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainmail-full-'));
});
afterEach(() => rm(folder, { recursive: true }));

type Call = 'write' | 'sync' | 'chmod' | 'rename' | 'open';

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}

/** The machine's file system, in which one call fails from its n-th time on. */
function failingFrom(call: Call, times: number, code: string): FileSystem {
  let left = times;
  const fail = (made: Call): void => {
    if (made === call && (left -= 1) < 0) throw systemError(code);
  };
  const watch = (handle: FileHandle): FileHandle =>
    new Proxy(handle, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]): unknown => {
          if (name === 'write' || name === 'sync' || name === 'chmod') fail(name);
          return Reflect.apply(value, target, args);
        };
      },
    });
  return {
    ...nodeFileSystem,
    open: async (...args: Parameters<FileSystem['open']>) => {
      if (String(args[0]).endsWith('.open')) fail('open');
      return watch(await nodeFileSystem.open(...args));
    },
    rename: async (from, to) => {
      fail('rename');
      await nodeFileSystem.rename(from, to);
    },
  };
}

test('a full disk says so with its way out, and the pack takes nothing more and is never sealed', async () => {
  const vault = await openDiskVault({ folder, fileSystem: failingFrom('write', 2, 'ENOSPC') });
  const pack = newPack();
  const writer = await vault.create(pack);
  const append = (size: number): Promise<unknown> => writer.append(bytesOf(size, size), entryOf(pack, String(size)));
  await append(1_500_000);
  await expect(append(1_500_001)).rejects.toMatchObject({
    kind: 'denied',
    code: 'vault-disk-full',
    fix: expect.stringContaining('Make room') as string,
  });
  await expect(append(10)).rejects.toMatchObject({ code: 'vault-disk-full' });
  await expect(writer.seal()).rejects.toMatchObject({ code: 'vault-disk-full' });
  await writer.abandon();
  expect(await vault.has(writer.path)).toBe(false);
  expect(await Array.fromAsync(vault.list())).toMatchObject([{ path: writer.path, state: 'open' }]);
});

test.each<{ call: Call; times: number; code: string; wanted: string }>([
  { call: 'write', times: 0, code: 'ENOSPC', wanted: 'vault-disk-full' },
  { call: 'write', times: 0, code: 'EIO', wanted: 'vault-disk-error' },
  // Making the folders of a fresh pack flushes four names before the file itself.
  { call: 'sync', times: 4, code: 'EIO', wanted: 'vault-disk-error' },
  { call: 'chmod', times: 0, code: 'EPERM', wanted: 'vault-no-access' },
  { call: 'rename', times: 0, code: 'EDQUOT', wanted: 'vault-disk-full' },
])('when $call fails with $code while sealing, the pack is not sealed', async ({ call, times, code, wanted }) => {
  const vault = await openDiskVault({ folder, fileSystem: failingFrom(call, times, code) });
  const pack = newPack();
  const writer = await vault.create(pack);
  await writer.append(bytesOf(100, 1), entryOf(pack, 'a'));
  await expect(writer.seal()).rejects.toMatchObject({ code: wanted });
  await expect(writer.seal()).rejects.toMatchObject({ code: wanted });
  expect(await vault.has(writer.path)).toBe(false);
});

test('when the name of a sealed pack cannot be made durable, the seal fails', async () => {
  const vault = await openDiskVault({ folder, fileSystem: failingFrom('sync', 5, 'EIO') });
  const writer = await vault.create(newPack());
  await expect(writer.seal()).rejects.toMatchObject({ kind: 'unavailable', code: 'vault-disk-error' });
  await expect(writer.seal()).rejects.toMatchObject({ code: 'vault-disk-error' });
});

test('a pack that cannot be created says why', async () => {
  const vault = await openDiskVault({ folder, fileSystem: failingFrom('open', 0, 'EROFS') });
  await expect(vault.create(newPack())).rejects.toMatchObject({ kind: 'denied', code: 'vault-read-only' });
});

test('a body that cannot be set down leaves nothing behind', async () => {
  const vault = await openDiskVault({ folder, fileSystem: failingFrom('write', 3, 'ENOSPC') });
  await expect(vault.spool(inChunks(bytesOf(3_000_000, 1), 500_000))).rejects.toMatchObject({
    code: 'vault-disk-full',
  });
  expect(await readdir(join(folder, 'spool'))).toEqual([]);
});
