import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Failure } from '#evidence';
import { openSuffix } from '../pack-path.ts';
import type { PackTarget } from '../pack-writer.ts';
import { onDisk } from './disk-failure.ts';
import { makeFolder, privateFile, sealedFile, sizeOf, syncFolder, type FileSystem } from './file-system.ts';

/** Small writes are gathered up to this size. */
const gathered = 1024 * 1024;

/**
 * The file of an open pack, `<path>.open` until it is sealed.
 * Failure `conflict` when there is a pack, open or sealed, at that path.
 */
export async function createPackFile(files: FileSystem, path: string): Promise<PackTarget> {
  return onDisk('Creating a pack', async () => {
    await makeFolder(files, dirname(path));
    await requireFree(files, path);
    return new PackFile(files, path, await files.open(path + openSuffix, 'wx', privateFile));
  });
}

class PackFile implements PackTarget {
  readonly #files: FileSystem;
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #buffer = Buffer.allocUnsafe(gathered);
  #filled = 0;
  #flushed = 0;

  constructor(files: FileSystem, path: string, handle: FileHandle) {
    this.#files = files;
    this.#path = path;
    this.#handle = handle;
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#filled + bytes.byteLength > gathered) await this.#flush();
    if (bytes.byteLength >= gathered) return this.#writeThrough(bytes);
    this.#buffer.set(bytes, this.#filled);
    this.#filled += bytes.byteLength;
  }

  async seal(): Promise<void> {
    await onDisk('Sealing a pack', async () => {
      try {
        await this.#flush();
        await this.#handle.chmod(sealedFile);
        await this.#handle.sync();
      } finally {
        await this.#handle.close();
      }
      await requireFree(this.#files, this.#path);
      await this.#files.rename(this.#path + openSuffix, this.#path);
      await syncFolder(this.#files, dirname(this.#path));
    });
  }

  async abandon(): Promise<void> {
    // What is still gathered was never promised to anybody.
    await onDisk('Closing a pack', () => this.#handle.close());
  }

  async #flush(): Promise<void> {
    const filled = this.#buffer.subarray(0, this.#filled);
    this.#filled = 0;
    if (filled.byteLength > 0) await this.#writeThrough(filled);
  }

  async #writeThrough(bytes: Uint8Array): Promise<void> {
    await onDisk('Writing to a pack', async () => {
      for (let at = 0; at < bytes.byteLength;) {
        const { bytesWritten } = await this.#handle.write(bytes, at, bytes.byteLength - at, this.#flushed);
        at += bytesWritten;
        this.#flushed += bytesWritten;
      }
    });
  }
}

/** Names of packs are unique, so this is a second line of defence: renaming would silently replace. */
async function requireFree(files: FileSystem, path: string): Promise<void> {
  if ((await sizeOf(files, path)) === null) return;
  throw new Failure('conflict', `There is already a pack at ${path}.`, { code: 'vault-pack-exists' });
}
