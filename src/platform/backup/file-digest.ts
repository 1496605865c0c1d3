import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { dirname } from 'node:path';
import { Failure } from '#evidence';
import { syncFolder } from '../postgres/cluster.ts';

export interface FileDigest {
  readonly bytes: number;
  readonly sha256: string;
}

/** Passes bytes on and counts and hashes them meanwhile. */
export class Digesting extends Transform {
  readonly #hash: Hash = createHash('sha256');
  #bytes = 0;

  override _transform(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: (error: Error | null, chunk: Buffer) => void,
  ): void {
    this.#hash.update(chunk);
    this.#bytes += chunk.length;
    done(null, chunk);
  }

  /** To be called once, when everything has passed. */
  digest(): FileDigest {
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }
}

export async function digestOf(path: string, signal?: AbortSignal): Promise<FileDigest> {
  const digesting = new Digesting();
  const ending = pipeline(createReadStream(path), digesting, withSignal(signal));
  digesting.resume();
  await ending;
  return digesting.digest();
}

/**
 * Writes a stream to a file: under another name first, synced, then renamed; the folder is synced as well.
 * Fails with `unavailable` when the disk is full.
 */
export async function writeStream(
  source: NodeJS.ReadableStream,
  path: string,
  signal?: AbortSignal,
): Promise<FileDigest> {
  const draft = `${path}.part`;
  const digesting = new Digesting();
  const handle = await open(draft, 'w', 0o600);
  try {
    await pipeline(source, digesting, handle.createWriteStream({ flush: true }), withSignal(signal));
    await rename(draft, path);
  } catch (error) {
    await handle.close().catch(() => null);
    await rm(draft, { force: true });
    throw asDiskFull(error, path);
  }
  await syncFolder(dirname(path));
  return digesting.digest();
}

export function withSignal(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

function asDiskFull(error: unknown, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return new Failure('unavailable', `The disk is full: ${path} could not be written.`, {
    code: 'backup-disk-full',
    fix: 'Make room, then run the same command again.',
    cause: error,
  });
}
