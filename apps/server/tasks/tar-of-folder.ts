import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { tarEnd, tarHeader, tarPadding } from '#formats';

/** The files of a folder as one tar, of which any piece can be read. Equal files give equal bytes. */
export interface FolderTar {
  readonly size: number;
  /** The bytes `[from, to)`. */
  read(from: number, to: number): AsyncGenerator<Uint8Array>;
}

interface Segment {
  readonly at: number;
  readonly size: number;
  readonly read: (from: number, to: number) => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** `name` is the folder everything lies in once it is unpacked. */
export async function tarOfFolder(folder: string, name: string): Promise<FolderTar> {
  const segments: Segment[] = [];
  let size = 0;
  const add = (length: number, read: Segment['read']): void => {
    if (length > 0) segments.push({ at: size, size: length, read });
    size += length;
  };
  const addBytes = (bytes: Uint8Array): void => {
    add(bytes.length, (from, to) => [bytes.subarray(from, to)]);
  };
  for (const path of await filesIn(folder)) {
    const file = join(folder, path);
    const { size: length, mtime } = await stat(file);
    addBytes(
      tarHeader({ name: `${name}/${path.replaceAll('\\', '/')}`, size: length, modifiedAt: mtime, mode: 0o600 }),
    );
    add(length, (from, to) => createReadStream(file, { start: from, end: to - 1 }) as AsyncIterable<Uint8Array>);
    addBytes(tarPadding(length));
  }
  addBytes(tarEnd);
  return { size, read: (from, to) => pieces(segments, from, to) };
}

async function* pieces(segments: readonly Segment[], from: number, to: number): AsyncGenerator<Uint8Array> {
  for (const { at, size, read } of segments) {
    const begin = Math.max(0, from - at);
    const end = Math.min(size, to - at);
    if (begin < end) yield* read(begin, end);
  }
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
