import { execFileSync, fork, spawnSync } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bytesOf, entryOf, gather, inChunks, newPack, sha256 } from '../conformance-kit.ts';
import type { MemberCheck, SealedPack, Vault } from '../contract.ts';
import { openDiskVault } from './disk-vault.ts';
import { openPackCopy } from './pack-copy.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainmail-disk-'));
});
afterEach(() => rm(folder, { recursive: true }));

const systemTools = spawnSync('tar', ['--version']).status === 0 && spawnSync('sha256sum', ['--version']).status === 0;

async function sealOne(vault: Vault, bodies: readonly Uint8Array[]): Promise<SealedPack> {
  const pack = newPack();
  const writer = await vault.create(pack);
  for (const [index, body] of bodies.entries()) await writer.append(body, entryOf(pack, String(index)));
  return writer.seal();
}

test('tar unpacks a pack, and sha256sum finds every member named by its digest', async ({ skip }) => {
  skip(!systemTools, 'tar or sha256sum is not installed');
  const vault = await openDiskVault({ folder });
  const bodies = [bytesOf(3, 1), bytesOf(2_000_000, 2), bytesOf(5000, 3), new Uint8Array()];
  const sealed = await sealOne(vault, bodies);
  execFileSync('tar', ['xf', join(folder, sealed.path)], { cwd: folder });
  const names = bodies.map(sha256);
  for (const line of execFileSync('sha256sum', names, { cwd: folder, encoding: 'utf8' }).trim().split('\n')) {
    const [digest, name] = line.split('  ');
    expect(digest).toBe(name);
  }
  const members = execFileSync('tar', ['tf', join(folder, sealed.path)], { encoding: 'utf8' })
    .trim()
    .split('\n');
  expect(members).toEqual([...names, 'manifest.jsonl']);
  expect(execFileSync('sha256sum', [join(folder, sealed.path)], { encoding: 'utf8' }).slice(0, 64)).toBe(sealed.digest);
  const first: unknown = JSON.parse((await readFile(join(folder, 'manifest.jsonl'), 'utf8')).split('\n')[0]!);
  expect(first).toMatchObject({ digest: names[0], size: 3, item: '0' });
});

test('only the owner may read, and nobody may write a sealed pack', async ({ skip }) => {
  skip(process.platform === 'win32', 'Windows has no such permissions');
  const vault = await openDiskVault({ folder: join(folder, 'v') });
  const pack = newPack();
  const writer = await vault.create(pack);
  const mode = async (path: string): Promise<number> => (await stat(join(folder, 'v', path))).mode & 0o777;
  expect(await mode(`${writer.path}.open`)).toBe(0o600);
  await writer.seal();
  expect(await mode(writer.path)).toBe(0o400);
  for (const path of ['.', 'packs', `packs/${pack.matter}`, `packs/${pack.matter}/2026/01`])
    expect(await mode(path)).toBe(0o700);
});

test('a body of exactly the gathered size, and bodies around it, are written right', async () => {
  const vault = await openDiskVault({ folder });
  const sizes = [1_048_576, 1_048_575, 1_048_064, 512, 1_048_577, 1, 2_097_152];
  const sealed = await sealOne(
    vault,
    sizes.map((size) => bytesOf(size, size)),
  );
  const checks = await Array.fromAsync(vault.verify(sealed.path));
  expect(checks.map((check) => (check.kind === 'intact' ? check.place.size : check))).toEqual(sizes);
  expect((await stat(join(folder, sealed.path))).size).toBe(sealed.bytes);
});

test('what was spooled has no name on the disk, and a name left by a killed process is swept', async () => {
  const vault = await openDiskVault({ folder });
  await using spooled = await vault.spool(inChunks(bytesOf(2_000_000, 1), 100_000));
  expect(await readdir(join(folder, 'spool'))).toEqual([]);
  await writeFile(join(folder, 'spool', 'left-behind'), 'x');
  await openDiskVault({ folder });
  expect(await readdir(join(folder, 'spool'))).toEqual([]);
  expect(sha256(await gather(spooled.read()))).toBe(spooled.digest);
});

test('a writer that is killed leaves an open pack and nothing sealed', async () => {
  const child = fork(await writerScript(), [folder], { stdio: 'inherit' });
  const path = await new Promise<string>((found, failed) => {
    child.once('message', (message) => {
      found(String(message));
    });
    child.once('exit', (code) => {
      failed(new Error(`it ended by itself: ${String(code)}`));
    });
  });
  child.removeAllListeners('exit');
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGKILL');
  await ended;
  const vault = await openDiskVault({ folder });
  expect(await Array.fromAsync(vault.list())).toMatchObject([{ path, state: 'open' }]);
  expect(await vault.has(path)).toBe(false);
  expect(await vault.quarantine(path)).toMatch(/^quarantine\/.*\.tar\.open$/);
});

test('a copy of a pack is read and verified wherever it lies, and nothing is made beside it', async () => {
  const vault = await openDiskVault({ folder: join(folder, 'v') });
  const sealed = await sealOne(vault, [bytesOf(5, 5), bytesOf(6, 6)]);
  await mkdir(join(folder, 'handed-out'), { mode: 0o700 });
  const path = join(folder, 'handed-out', 'copy of a pack.tar');
  await copyFile(join(folder, 'v', sealed.path), path);
  await chmod(join(folder, 'handed-out'), 0o500);
  const copy = openPackCopy(path);
  expect(await copy.manifest()).toEqual(await vault.manifest(sealed.path));
  expect((await Array.fromAsync(copy.verify())).map(({ kind }) => kind)).toEqual(['intact', 'intact']);
  await expect(openPackCopy(`${path}.gone`).manifest()).rejects.toMatchObject({ kind: 'not-found' });
  await chmod(join(folder, 'handed-out'), 0o700);
  expect(await readdir(join(folder, 'handed-out'))).toEqual(['copy of a pack.tar']);
});

test('what is not a pack is not listed', async () => {
  const vault = await openDiskVault({ folder });
  const sealed = await sealOne(vault, [bytesOf(5, 5)]);
  await writeFile(join(folder, sealed.path, '..', 'notes.txt'), 'x');
  await writeFile(join(folder, 'packs', 'stray'), 'x');
  expect(await Array.fromAsync(vault.list())).toEqual([{ path: sealed.path, state: 'sealed', bytes: sealed.bytes }]);
});

describe('tampering is found:', () => {
  const bodies = [bytesOf(700, 1), bytesOf(700, 2), bytesOf(700, 3)];
  const digests = bodies.map(sha256);

  async function verifyAfter(change: (tar: Buffer) => Uint8Array): Promise<MemberCheck[]> {
    const vault = await openDiskVault({ folder });
    const { path, digest } = await sealOne(vault, bodies);
    await chmod(join(folder, path), 0o600);
    await writeFile(join(folder, path), change(await readFile(join(folder, path))));
    expect(await vault.packDigest(path)).not.toBe(digest);
    return Array.fromAsync(vault.verify(path));
  }
  const problems = (checks: readonly MemberCheck[]): unknown[] => checks.filter(({ kind }) => kind !== 'intact');

  test('one bit of a body', async () => {
    const checks = await verifyAfter((tar) => {
      tar[512 + 100]! ^= 1;
      return tar;
    });
    expect(problems(checks)).toMatchObject([{ kind: 'corrupt', name: digests[0] }]);
    expect(checks).toHaveLength(3);
  });

  test('a member cut out, though the manifest names it', async () => {
    const checks = await verifyAfter((tar) => Buffer.concat([tar.subarray(0, 1536), tar.subarray(3072)]));
    expect(problems(checks)).toEqual([{ kind: 'missing', name: digests[1] }]);
  });

  test('a member put in, though the manifest does not name it', async () => {
    const checks = await verifyAfter((tar) => {
      const manifest = tar.indexOf(`"digest":"${digests[2]!}"`);
      const line = { from: manifest - 1, to: tar.indexOf('\n', manifest) + 1 };
      const another = Buffer.from(
        `${JSON.stringify({ ...(JSON.parse(tar.toString('utf8', manifest - 1, line.to)) as object), digest: digests[0], size: 700 })}\n`,
      );
      return Buffer.concat([tar.subarray(0, line.from), another, tar.subarray(line.to)]);
    });
    expect(problems(checks)).toMatchObject([{ kind: 'unlisted', name: digests[2], place: { digest: digests[2] } }]);
  });

  test('a member twice', async () => {
    const checks = await verifyAfter((tar) => Buffer.concat([tar.subarray(0, 1536), tar]));
    expect(problems(checks)).toMatchObject([
      { kind: 'corrupt', name: digests[0], detail: expect.stringContaining('twice') as string },
    ]);
  });

  test('a line of the manifest that is no entry', async () => {
    const checks = await verifyAfter((tar) => {
      tar.write('X', tar.indexOf('"fingerprint"') + 1);
      return tar;
    });
    expect(checks).toMatchObject([
      { kind: 'corrupt', name: 'manifest.jsonl' },
      ...digests.map((name) => ({ kind: 'unlisted', name })),
    ]);
  });

  test('a manifest that gives another size', async () => {
    const checks = await verifyAfter((tar) => {
      tar.write('"size":701', tar.indexOf('"size":700'));
      return tar;
    });
    expect(problems(checks)).toMatchObject([
      { kind: 'corrupt', name: digests[0], detail: expect.stringContaining('701') as string },
    ]);
  });

  test('a file cut short: what is still there is checked, the rest is named', async () => {
    const checks = await verifyAfter((tar) => tar.subarray(0, 3000));
    const kinds = checks.map(({ kind }) => kind);
    expect(kinds).toEqual(['corrupt', 'corrupt', 'unlisted']);
  });

  test('bytes behind the end', async () => {
    const checks = await verifyAfter((tar) => Buffer.concat([tar, Buffer.from('more')]));
    expect(problems(checks)).toMatchObject([
      { kind: 'corrupt', detail: expect.stringContaining('after its end') as string },
    ]);
  });
});

test('a pack that became shorter is said to be, before and while it is read', async () => {
  const vault = await openDiskVault({ folder });
  const pack = newPack();
  const writer = await vault.create(pack);
  const place = await writer.append(bytesOf(900_000, 1), entryOf(pack, 'a'));
  await writer.seal();
  const blob = await vault.open(place);
  await chmod(join(folder, place.pack), 0o600);
  await truncate(join(folder, place.pack), 500_000);
  await expect(gather(blob)).rejects.toMatchObject({ kind: 'malformed', code: 'vault-pack-short' });
  await expect(vault.open(place)).rejects.toMatchObject({ kind: 'malformed', code: 'vault-pack-short' });
});

/** A process that puts bodies into a pack, says where, and goes on until it is killed. */
async function writerScript(): Promise<string> {
  const script = join(folder, 'writer.mjs');
  const room = (file: string): string => JSON.stringify(pathToFileURL(join(import.meta.dirname, file)).href);
  await writeFile(
    script,
    `import { openDiskVault } from ${room('disk-vault.ts')};
     import { bytesOf, entryOf, newPack } from ${room('../conformance-kit.ts')};
     const vault = await openDiskVault({ folder: process.argv[2] });
     const pack = newPack();
     const writer = await vault.create(pack);
     for (let item = 0; ; item += 1) {
       await writer.append(bytesOf(200_000, item), entryOf(pack, String(item)));
       if (item === 20) process.send(writer.path);
     }`,
  );
  return script;
}
