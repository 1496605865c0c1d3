import { createHash } from 'node:crypto';
import { Failure, type Digest } from '#evidence';
import type { TarInput } from '#formats';
import { rangeInPack } from '../body-range.ts';
import type { NewPack, PackFile, SpooledBody, Vault } from '../contract.ts';
import { readManifest } from '../manifest.ts';
import { checkPath, isQuarantined, pathOfPack, quarantinePath } from '../pack-path.ts';
import { TarPackWriter, type PackTarget } from '../pack-writer.ts';
import { verifyPack } from '../verify-pack.ts';

interface Pack {
  state: PackFile['state'];
  parts: Uint8Array[];
}

/** A vault that is gone with its process; the same packs, byte for byte, as on disk. */
export function memoryVault(): Vault {
  const packs = new Map<string, Pack>();
  const sealed = (path: string): Buffer => {
    const pack = packs.get(checkPath(path));
    if (pack === undefined || pack.state === 'open') throw missing(path);
    return Buffer.concat(pack.parts);
  };
  return {
    location: 'memory',
    pathOf: pathOfPack,
    create: async (pack: NewPack) => new TarPackWriter(pack, createPack(packs, pathOfPack(pack))),
    spool: spoolInMemory,
    open: async (place, range) => {
      const bytes = sealed(place.pack);
      const { from, to } = rangeInPack(place, range, bytes.byteLength);
      return chunk(bytes.subarray(from, to));
    },
    has: async (path) => (packs.get(checkPath(path)) ?? { state: 'open' }).state !== 'open',
    list: () => listPacks(packs),
    manifest: async (path) => readManifest(inputOf(sealed(path))),
    verify: async function* (path) {
      yield* verifyPack(inputOf(sealed(path)), path);
    },
    packDigest: async (path) => createHash('sha256').update(sealed(path)).digest('hex') as Digest,
    quarantine: async (path) => quarantine(packs, checkPath(path)),
  };
}

function createPack(packs: Map<string, Pack>, path: string): PackTarget {
  if (packs.has(path))
    throw new Failure('conflict', `There is already a pack at ${path}.`, { code: 'vault-pack-exists' });
  const pack: Pack = { state: 'open', parts: [] };
  packs.set(path, pack);
  return {
    write: async (bytes) => {
      pack.parts.push(bytes.slice());
    },
    seal: async () => {
      pack.state = 'sealed';
    },
    abandon: async () => undefined,
  };
}

async function spoolInMemory(body: AsyncIterable<Uint8Array>): Promise<SpooledBody> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part.slice());
  const bytes = Buffer.concat(parts);
  return {
    size: bytes.byteLength,
    digest: createHash('sha256').update(bytes).digest('hex') as Digest,
    read: () => chunk(bytes),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

async function* listPacks(packs: ReadonlyMap<string, Pack>): AsyncGenerator<PackFile> {
  for (const [path, { state, parts }] of [...packs].sort(([left], [right]) => (left < right ? -1 : 1))) {
    yield { path, state, bytes: parts.reduce((sum, part) => sum + part.byteLength, 0) };
  }
}

function quarantine(packs: Map<string, Pack>, path: string): string {
  if (isQuarantined(path))
    throw new Failure('conflict', `${path} is already in quarantine.`, { code: 'vault-quarantined' });
  const pack = packs.get(path);
  if (pack === undefined) throw missing(path);
  let number = 0;
  const aside = (): string => quarantinePath(path, { open: pack.state === 'open', number });
  while (packs.has(aside())) number += 1;
  packs.delete(path);
  packs.set(aside(), { state: 'quarantined', parts: pack.parts });
  return aside();
}

function inputOf(bytes: Uint8Array): TarInput {
  return { size: bytes.byteLength, read: async (start, length) => bytes.subarray(start, start + length) };
}

async function* chunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.byteLength > 0) yield bytes;
}

function missing(path: string): Failure {
  return new Failure('not-found', `There is no sealed pack at ${path}.`, { code: 'vault-pack-missing' });
}
