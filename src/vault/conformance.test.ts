import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { vaultConformance, vaultLaws } from './conformance.ts';
import type { Vault } from './contract.ts';
import { openDiskVault } from './disk/disk-vault.ts';
import { memoryVault } from './memory/memory-vault.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainmail-vault-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe.each<{ vault: string; open: () => Promise<Vault> }>([
  { vault: 'memory', open: () => Promise.resolve(memoryVault()) },
  { vault: 'disk', open: () => openDiskVault({ folder: join(folder, 'vault') }) },
])('the $vault vault', ({ open }) => {
  test.each(vaultLaws)('$name', async ({ check }) => {
    await check(await open());
  });
});

test('the suite names the laws that a vault breaks, and why', async () => {
  const forgetful: Vault = { ...memoryVault(), has: () => Promise.resolve(true) };
  const broken = (await Array.fromAsync(vaultConformance(() => Promise.resolve(forgetful)))).filter(
    ({ passed }) => !passed,
  );
  expect(broken.map(({ name }) => name)).toContain(
    'a pack is open until it is sealed, and nothing is added afterwards',
  );
  expect(broken.every(({ detail }) => detail !== '')).toBe(true);
});

test('the suite passes as a whole on a vault that keeps the laws', async () => {
  const checks = await Array.fromAsync(vaultConformance(() => openDiskVault({ folder: join(folder, 'whole') })));
  expect(checks.filter(({ passed }) => !passed)).toEqual([]);
  expect(checks).toHaveLength(vaultLaws.length);
});
