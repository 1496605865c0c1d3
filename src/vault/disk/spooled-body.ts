import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest } from '#evidence';
import { newId } from '#platform';
import type { SpooledBody } from '../contract.ts';
import { diskFailure, onDisk } from './disk-failure.ts';
import { makeFolder, namesIn, privateFile, type FileSystem } from './file-system.ts';
import { readChunks } from './read-file.ts';

/**
 * Sets a body down in a file that has no name any more while it is written: whatever happens to the process,
 * the operating system gives its space back.
 */
export async function spoolBody(
  files: FileSystem,
  folder: string,
  body: AsyncIterable<Uint8Array>,
): Promise<SpooledBody> {
  const handle = await onDisk('Setting a large body down', () => openNameless(files, folder));
  try {
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of body) {
      hash.update(chunk);
      await writeAll(handle, chunk, size);
      size += chunk.byteLength;
    }
    return spooledBody(handle, size, hash.digest('hex') as Digest);
  } catch (thrown) {
    await handle.close();
    throw thrown;
  }
}

/** Removes names that a process killed between making and unnaming its file left behind; safe at any time. */
export async function sweepSpool(files: FileSystem, folder: string): Promise<void> {
  for (const name of await namesIn(files, folder)) await files.unlink(join(folder, name)).catch(unlessGone);
}

async function openNameless(files: FileSystem, folder: string): Promise<FileHandle> {
  await makeFolder(files, folder);
  const path = join(folder, newId());
  const handle = await files.open(path, 'wx+', privateFile);
  try {
    await files.unlink(path).catch(unlessGone);
    return handle;
  } catch (thrown) {
    await handle.close();
    throw thrown;
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  try {
    for (let at = 0; at < bytes.byteLength;) {
      at += (await handle.write(bytes, at, bytes.byteLength - at, position + at)).bytesWritten;
    }
  } catch (thrown) {
    throw diskFailure(thrown, 'Setting a large body down');
  }
}

function spooledBody(handle: FileHandle, size: number, digest: Digest): SpooledBody {
  let isOpen = true;
  return {
    size,
    digest,
    read: () => readChunks(handle, { from: 0, to: size }),
    [Symbol.asyncDispose]: async () => {
      if (!isOpen) return;
      isOpen = false;
      await handle.close();
    },
  };
}

/** Somebody else swept it: it has no name, as wanted. */
function unlessGone(thrown: unknown): void {
  if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT')) throw thrown;
}
