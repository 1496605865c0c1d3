import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { Failure, type Digest } from '#evidence';
import type { TarInput } from '#formats';
import { onDisk } from './disk-failure.ts';
import type { FileSystem } from './file-system.ts';

const step = 256 * 1024;

/** The bytes from `start`; fewer than `length` only at the end of the file. */
export async function readAt(handle: FileHandle, start: number, length: number): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** A stretch of a file in pieces. Failure `malformed` when the file ends before it does. */
export async function* readChunks(
  handle: FileHandle,
  { from, to }: { from: number; to: number },
): AsyncGenerator<Uint8Array> {
  for (let at = from; at < to;) {
    const chunk = await onDisk('Reading from the vault', () => readAt(handle, at, Math.min(step, to - at)));
    if (chunk.byteLength === 0)
      throw new Failure('malformed', 'A file of the vault became shorter.', { code: 'vault-pack-short' });
    at += chunk.byteLength;
    yield chunk;
  }
}

/** A file as something tar members can be read from, while `use` runs. */
export async function withTarInput<T>(
  files: FileSystem,
  path: string,
  use: (input: TarInput) => Promise<T>,
): Promise<T> {
  const handle = await onDisk('Opening a pack', () => files.open(path, 'r'));
  try {
    return await use(await tarInput(handle));
  } finally {
    await handle.close();
  }
}

export async function tarInput(handle: FileHandle): Promise<TarInput> {
  const { size } = await onDisk('Reading from the vault', () => handle.stat());
  return {
    size,
    read: (start, length) =>
      onDisk('Reading from the vault', () => readAt(handle, start, Math.min(length, Math.max(0, size - start)))),
  };
}

/** SHA-256 of a whole file. */
export async function digestOfFile(files: FileSystem, file: string): Promise<Digest> {
  return withTarInput(files, file, async ({ size, read }) => {
    const hash = createHash('sha256');
    const step = 1024 * 1024;
    for (let at = 0; at < size; at += step) hash.update(await read(at, step));
    return hash.digest('hex') as Digest;
  });
}
