import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '#evidence';
import { isOwnFile } from './partial-folder.ts';
import { foldName } from './safe-name.ts';

/** A file as it must be. */
export interface NewFile {
  /** Relative, with `/`. */
  readonly path: string;
  readonly size: number;
  readonly digest: string;
  read(): Promise<AsyncIterable<Uint8Array>> | Iterable<Uint8Array>;
  /** What is thrown when the bytes are others. */
  damaged(found: string): Failure;
}

/**
 * The folder in which an export grows.
 *
 * - A file gets its name when it is whole and its bytes are those of its digest, never before.
 * - What an earlier run wrote is hashed again, not trusted.
 */
export class ExportFolder {
  readonly root: string;
  readonly isResumed: boolean;
  readonly #paths = new Set<string>();
  readonly #folders = new Set<string>();

  constructor(root: string, isResumed: boolean) {
    this.root = root;
    this.isResumed = isResumed;
  }

  /** Where a path of the export is on this machine, with the folders above it. */
  async prepare(path: string): Promise<string> {
    this.own(path);
    const whole = join(this.root, ...path.split('/'));
    const folder = dirname(whole);
    if (!this.#folders.has(folder)) await mkdir(folder, { recursive: true, mode: 0o700 });
    this.#folders.add(folder);
    return whole;
  }

  /** Says that a path belongs to the export. */
  own(path: string): void {
    if (this.isResumed) this.#paths.add(foldName(path));
  }

  /** Writes a file unless it is there; its MD5. `slot` tells the files apart that are written at the same time. */
  async keep(file: NewFile, slot: number): Promise<string> {
    const path = await this.prepare(file.path);
    const there = await this.#md5IfThere(path, file);
    if (there !== null) return there;
    const draft = join(this.root, `.chainmail-writing-${String(slot)}`);
    const digests = { sha256: createHash('sha256'), md5: createHash('md5') };
    const handle = await open(draft, 'w', 0o600);
    try {
      await copy(await file.read(), handle, digests);
    } finally {
      await handle.close();
    }
    const found = digests.sha256.digest('hex');
    if (found !== file.digest) throw file.damaged(found);
    await rename(draft, path);
    return digests.md5.digest('hex');
  }

  /** An unfinished export may have been touched meanwhile; what no row stands for must not be handed out with it. */
  async refuseStrayFiles(): Promise<void> {
    if (!this.isResumed) return;
    for (const entry of await readdir(this.root, { recursive: true, withFileTypes: true })) {
      if (entry.isDirectory() || (entry.parentPath === this.root && isOwnFile(entry.name))) continue;
      const path = join(entry.parentPath, entry.name)
        .slice(this.root.length + 1)
        .replaceAll('\\', '/');
      if (this.#paths.has(foldName(path))) continue;
      throw new Failure('conflict', `${path} in the unfinished export is not one of its files.`, {
        code: 'export-stray-file',
        fix: `Remove it, or remove ${this.root} and export again.`,
      });
    }
  }

  /** MD5 of a file that an earlier run wrote, whole; null when there is none. */
  async #md5IfThere(path: string, { size, digest }: NewFile): Promise<string | null> {
    if (!this.isResumed) return null;
    // Whatever keeps it from being looked at will be said when it is written.
    const found = await stat(path).catch(() => null);
    if (found?.isFile() !== true || found.size !== size) return null;
    const digests = { sha256: createHash('sha256'), md5: createHash('md5') };
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      digests.sha256.update(chunk);
      digests.md5.update(chunk);
    }
    return digests.sha256.digest('hex') === digest ? digests.md5.digest('hex') : null;
  }
}

async function copy(
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  to: FileHandle,
  { sha256, md5 }: { readonly sha256: Hash; readonly md5: Hash },
): Promise<void> {
  for await (const chunk of bytes) {
    sha256.update(chunk);
    md5.update(chunk);
    await to.writeFile(chunk);
  }
}
