import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CollectionId, ItemId, MailboxId, MatterId, PackId } from '#evidence';
import { newId } from '#platform';
import { memoryVault, type BlobPlace, type Vault } from '#vault';
import { beginEmlForm } from './forms/eml-form.ts';
import type { ExportRow } from './row.ts';
import { writeExport, type ExportWriting } from './write-export.ts';

let root = '';
let folder = '';
let vault: Vault;
let rows: ExportRow[] = [];
const gone = memoryVault();
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'chainmail-export-'));
  folder = join(root, 'out');
  vault = memoryVault();
  rows = await keep(vault, 30);
});
afterEach(() => rm(root, { recursive: true }));

const bodyOf = (number: number): Buffer =>
  Buffer.from(`Subject: ${String(number)}\r\n\r\n${'\u0000\xff body\n'.repeat(number * 50)}`, 'latin1');

async function keep(into: Vault, count: number): Promise<ExportRow[]> {
  const matter = newId<MatterId>();
  const writer = await into.create({ id: newId<PackId>(), matter, openedAt: new Date() });
  const kept: ExportRow[] = [];
  for (let number = 0; number < count; number += 1) {
    const row = {
      custodian: `Person ${String(number % 3)}`,
      address: `person${String(number % 3)}@lakeside.example`,
      folderPath: number % 2 === 0 ? 'Inbox' : 'Inbox/Ünter',
      subject: number % 5 === 0 ? '=HYPERLINK("http://evil")' : 'Hello',
      receivedAt: new Date(Date.UTC(2026, 0, 31, 9, number % 4)),
      itemId: `AAMk${String(number)}/+=` as ItemId,
      ...{ position: number + 1, custodians: [], folderPlace: 'visible', firstRecord: number, duplicateOf: null },
      ...{ message: null, attachments: [], exceptions: [] },
    };
    const place: BlobPlace = await writer.append(bodyOf(number), {
      ...{ matter, matterName: 'm', collection: newId<CollectionId>(), custodian: row.custodian, tenant: 't' },
      ...{ mailbox: newId<MailboxId>(), sourceMailbox: 's', address: row.address, item: row.itemId, version: 1 },
      ...{ changeKey: 'c', fingerprint: 'f', isDraft: false, internetMessageId: null, sourceFolderId: 'f' },
      ...{ folderPath: row.folderPath, place: 'visible', receivedAt: null, collectedAt: '2026-02-01T00:00:00.000Z' },
    });
    kept.push({ ...row, digest: place.digest, place });
  }
  await writer.seal();
  return kept;
}

const request = (): { folder: string; key: string; rows: ExportRow[]; vault: Vault } => ({
  folder,
  key: 'selection 1',
  rows,
  vault,
});

type EmlExport = Omit<ExportWriting, 'form'> & { readonly vault: Vault };

const exportEml = ({ vault: from, ...writing }: EmlExport): ReturnType<typeof writeExport> =>
  writeExport({ ...writing, form: (into) => beginEmlForm(into, from) });

/** Every file below a folder with its content. */
async function contents(of: string): Promise<Map<string, string>> {
  const names = await readdir(of, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(files.map(async (file) => [file.slice(of.length + 1), await readFile(file, 'latin1')] as const)),
  );
}

async function readManifest(of: string): Promise<{ path: string; digest: string; item: string }[]> {
  const lines = (await readFile(join(of, 'manifest.jsonl'), 'utf8')).trim().split('\n');
  return lines.map((line) => JSON.parse(line) as { path: string; digest: string; item: string });
}

test('every item is a file with its original bytes, and both manifests say which', async () => {
  const progress: number[] = [];
  const result = await exportEml({ ...request(), onProgress: ({ files }) => progress.push(files) });
  const bytes = rows.reduce((sum, { place }) => sum + place.size, 0);
  expect(result).toEqual({
    items: 30,
    files: 30,
    exceptions: 30,
    missing: 0,
    bytes,
    manifest: join(folder, 'manifest.csv'),
  });
  expect(progress.at(-1)).toBe(30);
  const files = await contents(folder);
  const manifest = await readManifest(folder);
  expect(manifest.map(({ item }) => item)).toEqual(rows.map(({ itemId }) => itemId));
  for (const [number, { path, digest }] of manifest.entries()) {
    expect(files.get(path)).toBe(bodyOf(number).toString('latin1'));
    expect(digest).toBe(rows[number]!.digest);
  }
  expect(files.size).toBe(32);
  expect([...files.keys()]).toContain('Person 1/person1@lakeside.example/Inbox/Ünter/2026-01-31 090100 Hello.eml');
  expect(await readdir(root)).toEqual(['out']);
});

test('sha256sum agrees with the manifest', async ({ skip }) => {
  skip(spawnSync('sha256sum', ['--version']).status !== 0, 'sha256sum is not installed');
  await exportEml(request());
  const sums = (await readManifest(folder)).map(({ digest, path }) => `${digest}  ${path}\n`).join('');
  const { status } = spawnSync('sha256sum', ['--check', '--strict', '--quiet'], { cwd: folder, input: sums });
  expect(status).toBe(0);
});

test('a spreadsheet finds no formula in the manifest', async () => {
  await exportEml(request());
  const csv = await readFile(join(folder, 'manifest.csv'), 'utf8');
  expect(csv.startsWith('\ufeffpath,digest,size,custodian,')).toBe(true);
  expect(csv.split('\r\n')).toHaveLength(32);
  expect(csv).toContain(`"'=HYPERLINK(""http://evil"")"`);
  expect(csv).not.toMatch(/(^|,)"?[=+\-@]/m);
});

test('only the owner can read what was exported', async ({ skip }) => {
  skip(process.platform === 'win32', 'Windows has no such permissions');
  await exportEml(request());
  for (const path of ['', 'Person 1']) expect((await stat(join(folder, path))).mode & 0o777).toBe(0o700);
  for (const path of ['manifest.csv', (await readManifest(folder))[0]!.path])
    expect((await stat(join(folder, path))).mode & 0o777).toBe(0o600);
});

describe('a folder', () => {
  test('that is empty is used, one that is not is refused and left as it is', async () => {
    await mkdir(folder);
    await exportEml(request());
    const before = await contents(folder);
    await expect(exportEml(request())).rejects.toMatchObject({ kind: 'conflict', code: 'export-folder-not-empty' });
    expect(await contents(folder)).toEqual(before);
    await writeFile(join(root, 'file'), 'x');
    await expect(exportEml({ ...request(), folder: join(root, 'file') })).rejects.toMatchObject({
      code: 'export-folder-not-empty',
    });
  });

  test('with an unfinished export of something else is refused', async () => {
    await failAfter(5);
    await expect(exportEml({ ...request(), key: 'selection 2' })).rejects.toMatchObject({
      kind: 'conflict',
      code: 'export-partial-foreign',
    });
    await rm(`${folder}.partial`, { recursive: true });
    await mkdir(`${folder}.partial`);
    await writeFile(join(`${folder}.partial`, 'mine.txt'), 'x');
    await expect(exportEml(request())).rejects.toMatchObject({ code: 'export-partial-foreign' });
  });
});

/** Runs the export with rows that break off. */
async function failAfter(count: number): Promise<void> {
  async function* broken(): AsyncGenerator<ExportRow> {
    yield* rows.slice(0, count);
    throw new Error('the database went away');
  }
  await expect(exportEml({ ...request(), rows: broken() })).rejects.toMatchObject({ kind: 'unavailable' });
}

describe('resuming', () => {
  test('ends with the same files as an export that was never interrupted', async () => {
    const whole = join(root, 'whole');
    await exportEml({ ...request(), folder: whole });
    await failAfter(9);
    await failAfter(21);
    await expect(stat(folder)).rejects.toThrow('ENOENT');
    await exportEml(request());
    expect(await contents(folder)).toEqual(await contents(whole));
  });

  test('does not fetch again what is there, and does not trust it either', async () => {
    await failAfter(16);
    const entries = await readManifest(`${folder}.partial`);
    const [first, second] = [entries[0]!, entries[1]!];
    await writeFile(join(`${folder}.partial`, first.path), 'x'.repeat(rows[0]!.place.size));
    await writeFile(join(`${folder}.partial`, second.path), 'cut');
    const opened: string[] = [];
    const watched: Vault = {
      ...vault,
      open: (place) => {
        opened.push(place.digest);
        return vault.open(place);
      },
    };
    await exportEml({ ...request(), vault: watched });
    expect(opened).toHaveLength(14 + 2);
    expect(await readFile(join(folder, first.path))).toEqual(bodyOf(0));
    expect(await readFile(join(folder, second.path))).toEqual(bodyOf(1));
  });

  test('goes on when it was ended between the move and its last step', async () => {
    await failAfter(16);
    await rename(`${folder}.partial`, folder);
    await exportEml(request());
    expect((await contents(folder)).size).toBe(32);
    expect(await readdir(root)).toEqual(['out']);
  });

  test('refuses a file that is none of the export', async () => {
    await failAfter(16);
    await writeFile(join(`${folder}.partial`, 'Person 1', 'planted.eml'), 'x');
    await expect(exportEml(request())).rejects.toMatchObject({ kind: 'conflict', code: 'export-stray-file' });
    await expect(stat(folder)).rejects.toThrow('ENOENT');
  });

  test('after being stopped', async () => {
    const stop = new AbortController();
    const stopped = exportEml({
      ...request(),
      signal: stop.signal,
      onProgress: () => {
        stop.abort(new Error('stopped'));
      },
    });
    await expect(stopped).rejects.toThrow('stopped');
    await exportEml(request());
    expect((await contents(folder)).size).toBe(32);
  });
});

test('what is damaged is not handed out and is listed, the rest is, and a run after the repair has all of it', async () => {
  const wrong: Vault = {
    ...vault,
    open: (place) =>
      vault.open(place === rows[20]!.place ? { ...place, start: place.start + 1, size: place.size } : place),
  };
  const result = await exportEml({ ...request(), vault: wrong });
  expect(result).toMatchObject({ items: 29, files: 29, missing: 1, exceptions: 30 });
  const manifest = await readManifest(folder);
  expect(manifest.map(({ item }) => item)).not.toContain(rows[20]!.itemId);
  const there = await contents(folder);
  expect(there.size).toBe(29 + 3);
  const missing = there.get('missing.csv')!;
  expect(missing.trim().split('\r\n')).toHaveLength(2);
  expect(missing).toContain(rows[20]!.digest);
  expect(missing).toContain('export-damaged-bytes');
  folder = join(root, 'again');
  await exportEml(request());
  expect((await contents(folder)).size).toBe(32);
});

test('an unfinished export forgets what was missing when it is there again', async () => {
  const broken: Vault = {
    ...vault,
    open: (place) => (place === rows[3]!.place ? gone.open(place) : vault.open(place)),
  };
  const stop = new Error('stopped before it had its name');
  await expect(exportEml({ ...request(), vault: broken, receipt: () => Promise.reject(stop) })).rejects.toThrow(
    'stopped before',
  );
  expect(await exportEml(request())).toMatchObject({ items: 30, missing: 0 });
  expect([...(await contents(folder)).keys()]).not.toContain('missing.csv');
});

test('an export to a link goes where it leads', async () => {
  const linked = join(root, 'disk');
  await mkdir(linked);
  await symlink(linked, folder);
  const result = await exportEml(request());
  expect(result.manifest).toBe(join(linked, 'manifest.csv'));
  expect((await contents(linked)).size).toBe(32);
  expect((await readdir(root)).sort()).toEqual(['disk', 'out']);
});

test('a link that leads nowhere, and the top of a disk, are refused before anything is written', async ({ skip }) => {
  await symlink(join(root, 'nowhere'), folder);
  await expect(exportEml(request())).rejects.toMatchObject({ kind: 'conflict', code: 'export-link-broken' });
  expect(await readdir(root)).toEqual(['out']);
  skip(process.platform !== 'linux', '/proc is a file system of its own on Linux only');
  const toDisk = exportEml({ ...request(), folder: '/proc' });
  await expect(toDisk).rejects.toMatchObject({ kind: 'conflict', code: 'export-folder-is-disk' });
});

test('names in mail never lead out of the folder', async () => {
  const names = ['../../../outside', '/etc/cron.d/x', 'C:\\Windows\\x', '..', '.', '', 'nul', `a\u0000b`, '\u202e'];
  rows = rows.slice(0, names.length).map((row, index) => {
    const name = names[index]!;
    return { ...row, custodian: name, address: name, folderPath: `${name}/${name}`, subject: name };
  });
  await exportEml(request());
  expect(await readdir(root)).toEqual(['out']);
  expect((await contents(folder)).size).toBe(names.length + 2);
});

test('where the vault gives nothing at all, that is the failure', async () => {
  await expect(exportEml({ ...request(), vault: gone })).rejects.toMatchObject({
    kind: 'not-found',
    code: 'vault-pack-missing',
  });
});

test('an empty selection gives empty manifests', async () => {
  expect(await exportEml({ ...request(), rows: [] })).toMatchObject({ files: 0, bytes: 0 });
  expect([...(await contents(folder)).keys()].sort()).toEqual(['manifest.csv', 'manifest.jsonl']);
});
