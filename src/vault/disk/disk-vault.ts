import { dirname, join, resolve } from 'node:path';
import { Failure } from '#evidence';
import { readTarAhead } from '#formats';
import { rangeInPack } from '../body-range.ts';
import type { BlobPlace, NewPack, PackFile, Vault } from '../contract.ts';
import { readManifest } from '../manifest.ts';
import { checkPath, isQuarantined, openSuffix, pathOfPack, quarantinePath } from '../pack-path.ts';
import { TarPackWriter } from '../pack-writer.ts';
import { onDisk } from './disk-failure.ts';
import {
  errorCode,
  makeFolder,
  namesIn,
  nodeFileSystem,
  privateFile,
  sizeOf,
  syncFolder,
  type FileSystem,
} from './file-system.ts';
import { verifyFile } from './pack-copy.ts';
import { createPackFile } from './pack-file.ts';
import { digestOfFile, readChunks, withTarInput } from './read-file.ts';
import { spoolBody, sweepSpool } from './spooled-body.ts';

export interface DiskVaultOptions {
  /** The folder of the vault; it is made when it is not there. */
  readonly folder: string;
  readonly fileSystem?: FileSystem;
}

const manifestStep = 16 * 1024;

/** A vault in a folder of a local or mounted disk. See docs/design/vault-format.md. */
export async function openDiskVault({ folder, fileSystem: files = nodeFileSystem }: DiskVaultOptions): Promise<Vault> {
  const root = resolve(folder);
  const spool = join(root, 'spool');
  await onDisk('Opening the vault', async () => {
    await makeFolder(files, root);
    await sweepSpool(files, spool);
  });
  const locate = (path: string): string => join(root, checkPath(path));
  return {
    location: root,
    pathOf: pathOfPack,
    create: async (pack: NewPack) => new TarPackWriter(pack, await createPackFile(files, locate(pathOfPack(pack)))),
    spool: (body) => spoolBody(files, spool, body),
    open: (place, range) => openBlob(files, { path: locate(place.pack), place, range }),
    has: (path) => onDisk('Looking for a pack', async () => (await sizeOf(files, locate(path))) !== null),
    list: () => listPacks(files, root),
    manifest: (path) => withTarInput(files, locate(path), (input) => readManifest(readTarAhead(input, manifestStep))),
    verify: (path) => verifyFile(files, locate(path), path),
    packDigest: (path) => digestOfFile(files, locate(path)),
    quarantine: (path) => onDisk('Moving a pack to quarantine', () => quarantine(files, root, checkPath(path))),
  };
}

interface Wanted {
  readonly path: string;
  readonly place: BlobPlace;
  readonly range: { readonly start: number; readonly end: number } | undefined;
}

/** Looks at the pack at once, but holds a file open only while it is read from. */
async function openBlob(files: FileSystem, { path, place, range }: Wanted): Promise<AsyncIterable<Uint8Array>> {
  const { size } = await onDisk(`Opening the pack ${place.pack}`, () => files.stat(path));
  const stretch = rangeInPack(place, range, size);
  return {
    [Symbol.asyncIterator]: async function* () {
      const handle = await onDisk(`Opening the pack ${place.pack}`, () => files.open(path, 'r'));
      try {
        yield* readChunks(handle, stretch);
      } finally {
        await handle.close();
      }
    },
  };
}

/** Everything in the vault that is named like a pack. */
async function* listPacks(files: FileSystem, root: string): AsyncGenerator<PackFile> {
  for (const top of ['packs', 'quarantine']) {
    for await (const path of filesBelow(files, root, [top])) {
      const isOpen = top === 'packs' && path.endsWith(openSuffix);
      const name = isOpen ? path.slice(0, -openSuffix.length) : path;
      const bytes = isPackPath(name) ? await onDisk('Listing the vault', () => sizeOf(files, join(root, path))) : null;
      if (bytes === null) continue;
      yield { path: name, state: top === 'quarantine' ? 'quarantined' : isOpen ? 'open' : 'sealed', bytes };
    }
  }
}

async function* filesBelow(files: FileSystem, root: string, parts: readonly string[]): AsyncGenerator<string> {
  const isMonth = parts.length === 4;
  for (const name of await onDisk('Listing the vault', () => namesIn(files, root, ...parts))) {
    if (isMonth) yield [...parts, name].join('/');
    else yield* filesBelow(files, root, [...parts, name]);
  }
}

function isPackPath(path: string): boolean {
  try {
    checkPath(path);
    return true;
  } catch (thrown) {
    if (thrown instanceof Failure) return false;
    throw thrown;
  }
}

async function quarantine(files: FileSystem, root: string, path: string): Promise<string> {
  if (isQuarantined(path))
    throw new Failure('conflict', `${path} is already in quarantine.`, { code: 'vault-quarantined' });
  const open = (await sizeOf(files, join(root, path))) === null;
  const from = join(root, open ? path + openSuffix : path);
  await files.stat(from);
  for (let number = 0; ; number += 1) {
    const aside = quarantinePath(path, { open, number });
    const to = join(root, aside);
    await makeFolder(files, dirname(to));
    if (!(await takeName(files, to))) continue;
    await files.rename(from, to);
    await syncFolder(files, dirname(to));
    await syncFolder(files, dirname(from));
    return aside;
  }
}

/** An empty file of our own under the name, so that the move that follows cannot replace anybody else's. */
async function takeName(files: FileSystem, path: string): Promise<boolean> {
  try {
    await (await files.open(path, 'wx', privateFile)).close();
    return true;
  } catch (thrown) {
    if (errorCode(thrown) === 'EEXIST') return false;
    throw thrown;
  }
}
