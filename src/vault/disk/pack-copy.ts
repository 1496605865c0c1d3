import type { Digest } from '#evidence';
import { readTarAhead } from '#formats';
import type { ManifestLine, MemberCheck } from '../contract.ts';
import { readManifest } from '../manifest.ts';
import { verifyPack } from '../verify-pack.ts';
import { onDisk } from './disk-failure.ts';
import { nodeFileSystem, type FileSystem } from './file-system.ts';
import { digestOfFile, tarInput, withTarInput } from './read-file.ts';

/** A sealed pack wherever it lies: what a verifier has who has no vault. */
export interface PackCopy {
  readonly path: string;
  /** Failure `malformed` when there is none or it cannot be read. */
  manifest(): Promise<readonly ManifestLine[]>;
  /** Re-reads and re-hashes every member, then compares with the manifest, both ways. */
  verify(): AsyncIterable<MemberCheck>;
  /** SHA-256 of the whole file. */
  digest(): Promise<Digest>;
}

const manifestStep = 16 * 1024;

/** A pack file at any path, to read only: nothing is made or written beside it. */
export function openPackCopy(path: string): PackCopy {
  return {
    path,
    manifest: () => withTarInput(nodeFileSystem, path, (input) => readManifest(readTarAhead(input, manifestStep))),
    verify: () => verifyFile(nodeFileSystem, path, path),
    digest: () => onDisk(`Reading the pack ${path}`, () => digestOfFile(nodeFileSystem, path)),
  };
}

/** Verifies the pack in a file; `path` is what it is called in what is found. */
export async function* verifyFile(files: FileSystem, file: string, path: string): AsyncGenerator<MemberCheck> {
  const handle = await onDisk(`Opening the pack ${path}`, () => files.open(file, 'r'));
  try {
    yield* verifyPack(await tarInput(handle), path);
  } finally {
    await handle.close();
  }
}
