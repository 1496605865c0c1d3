import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Failure, type Digest, type ItemId } from '#evidence';
import type { BlobPlace, Vault } from '#vault';
import { exportFailure } from './export-failure.ts';
import { ExportTree, type Named } from './export-tree.ts';
import { csvHead, csvLine, jsonLine, type ExportedFile } from './manifest-lines.ts';
import { finishPartialFolder, isOwnFile, openPartialFolder } from './partial-folder.ts';

/** One item to export. The rows of an export must be frozen: the same ones in the same order when it is resumed. */
export interface ExportRow extends Named {
  readonly digest: Digest;
  readonly place: BlobPlace;
  readonly itemId: ItemId;
}

export interface ExportProgress {
  readonly files: number;
  readonly bytes: number;
}

export interface EmlExport {
  /** Where the export goes; new or empty. */
  readonly folder: string;
  /** Tells this selection from all others; an unfinished export is resumed only under the same key. */
  readonly key: string;
  readonly rows: AsyncIterable<ExportRow> | Iterable<ExportRow>;
  readonly vault: Vault;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ExportProgress) => void;
}

export interface ExportResult extends ExportProgress {
  /** Path of the manifest for people; `manifest.jsonl` beside it says the same to programs. */
  readonly manifest: string;
}

const manifests = { csv: 'manifest.csv', jsonl: 'manifest.jsonl' } as const;
/** Files written at the same time. */
const width = 8;

/**
 * Writes the original bytes of every row as `custodian/mailbox/folder/date subject.eml`, and two manifests.
 *
 * - Every file is hashed while it is written; one that is not its digest is never there under its name.
 * - All of it grows in `<folder>.partial` and gets its name when it is whole. Ended at any instant and run again, it
 *   goes on: files that are there are re-hashed, not trusted.
 * - No name comes from mail unchanged; see `safeName`.
 *
 * Fails with `conflict` (the folder is not empty, or holds another unfinished export), `malformed` (bytes in the vault
 * are damaged), `not-found` (a pack is missing), `denied` (no room, no access).
 */
export async function exportEml(request: EmlExport): Promise<ExportResult> {
  try {
    const { path, isResumed } = await openPartialFolder(request.folder, request.key);
    const tree = new ExportTree(Object.values(manifests));
    const done = await writeAll(path, request, tree);
    if (isResumed) await refuseStrayFiles(path, tree);
    await finishPartialFolder(request.folder);
    return { ...done, manifest: join(resolve(request.folder), manifests.csv) };
  } catch (thrown) {
    request.signal?.throwIfAborted();
    throw exportFailure(thrown, request.folder);
  }
}

async function writeAll(
  path: string,
  { rows, vault, signal, onProgress }: EmlExport,
  tree: ExportTree,
): Promise<ExportProgress> {
  await using csv = await open(join(path, manifests.csv), 'w', 0o600);
  await using jsonl = await open(join(path, manifests.jsonl), 'w', 0o600);
  await csv.writeFile(csvHead);
  let done: ExportProgress = { files: 0, bytes: 0 };
  for await (const group of groupsOf(rows, width)) {
    signal?.throwIfAborted();
    const placed = group.map((row) => ({ row, file: fileOf(row, tree.place(row)) }));
    const written = await Promise.allSettled(
      placed.map(({ row, file }, slot) => writeOne(path, file, { row, vault, slot })),
    );
    for (const outcome of written) if (outcome.status === 'rejected') throw outcome.reason;
    const files = placed.map(({ file }) => file);
    await csv.writeFile(files.map(csvLine).join(''));
    await jsonl.writeFile(files.map(jsonLine).join(''));
    done = { files: done.files + files.length, bytes: files.reduce((sum, { size }) => sum + size, done.bytes) };
    onProgress?.(done);
  }
  await csv.sync();
  await jsonl.sync();
  return done;
}

async function* groupsOf<T>(all: AsyncIterable<T> | Iterable<T>, size: number): AsyncGenerator<readonly T[]> {
  let group: T[] = [];
  for await (const each of all) {
    group.push(each);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

function fileOf(row: ExportRow, path: string): ExportedFile {
  const { digest, custodian, address: mailbox, folderPath: folder, itemId: item, subject } = row;
  const receivedAt = row.receivedAt?.toISOString() ?? null;
  return { path, digest, size: row.place.size, custodian, mailbox, folder, item, receivedAt, subject };
}

interface Source {
  readonly row: ExportRow;
  readonly vault: Vault;
  /** Which of the files that are written at the same time this is. */
  readonly slot: number;
}

async function writeOne(root: string, file: ExportedFile, { row, vault, slot }: Source): Promise<void> {
  const path = join(root, ...file.path.split('/'));
  if (await isThere(path, file)) return;
  const draft = join(root, `.chainmail-writing-${String(slot)}`);
  const handle = await open(draft, 'w', 0o600);
  let digest: string;
  try {
    digest = await copy(await vault.open(row.place), handle);
  } finally {
    await handle.close();
  }
  if (digest !== file.digest) throw damaged(row, digest);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await rename(draft, path);
}

async function copy(bytes: AsyncIterable<Uint8Array>, to: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of bytes) {
    hash.update(chunk);
    await to.writeFile(chunk);
  }
  return hash.digest('hex');
}

/** Whether an earlier run wrote this file, whole. */
async function isThere(path: string, { size, digest }: ExportedFile): Promise<boolean> {
  // Whatever keeps it from being looked at will be said when it is written.
  const found = await stat(path).catch(() => null);
  if (found?.isFile() !== true || found.size !== size) return false;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex') === digest;
}

/** An unfinished export may have been touched meanwhile; what no row stands for must not be handed out with it. */
async function refuseStrayFiles(root: string, tree: ExportTree): Promise<void> {
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory() || (entry.parentPath === root && isOwnFile(entry.name))) continue;
    const path = join(entry.parentPath, entry.name)
      .slice(root.length + 1)
      .replaceAll('\\', '/');
    if (tree.has(path)) continue;
    throw new Failure('conflict', `${path} in the unfinished export is not one of its files.`, {
      code: 'export-stray-file',
      fix: `Remove it, or remove ${root} and export again.`,
    });
  }
}

function damaged({ digest, place, itemId }: ExportRow, found: string): Failure {
  return new Failure('malformed', `The bytes of item ${itemId} in ${place.pack} are not ${digest} but ${found}.`, {
    code: 'export-damaged-bytes',
    fix: 'Run `chainmail vault verify`, restore the pack from a backup, then run the same export again.',
  });
}
