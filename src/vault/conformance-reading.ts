import type { MatterId, PackId } from '#evidence';
import {
  bytesOf,
  claim,
  claimBytes,
  claimFailure,
  entryOf,
  gather,
  newPack,
  type VaultLaw,
} from './conformance-kit.ts';
import type { BlobPlace, Vault } from './contract.ts';

const strangers = [
  '',
  '.',
  '..',
  '/etc/passwd',
  '../outside.tar',
  'packs/../../outside.tar',
  'packs/m/2026/01/../../../../x.tar',
  'packs/m/2026/01/.tar',
  'packs/m/2026/01/a/b.tar',
  'packs/m/2026/01/a.tar/',
  'packs\\m\\2026\\01\\a.tar',
  'packs/m/2026/01/a.tar\u0000',
  'packs/m/2026/01/a.tar\n',
  'quarantine/../packs/m/2026/01/a.tar',
  'quarantine/m/2026/01/a.0.tar',
];

async function keepOne(vault: Vault, size: number): Promise<{ place: BlobPlace; body: Uint8Array }> {
  const pack = newPack();
  const writer = await vault.create(pack);
  await writer.append(bytesOf(300, 1), entryOf(pack, 'before'));
  const body = bytesOf(size, size);
  const place = await writer.append(body, entryOf(pack, 'the one'));
  await writer.append(bytesOf(300, 2), entryOf(pack, 'after'));
  await writer.seal();
  return { place, body };
}

/** Reading, verifying, and paths that are none. */
export const readingLaws: readonly VaultLaw[] = [
  {
    name: 'a range of a blob is that range, its end not included',
    check: async (vault) => {
      const { place, body } = await keepOne(vault, 700_001);
      const ranges = [
        [0, 0],
        [0, 1],
        [1, 700_001],
        [262_143, 262_145],
        [699_999, 700_001],
        [700_001, 700_001],
      ] as const;
      for (const [start, end] of ranges) {
        const found = await gather(await vault.open(place, { start, end }));
        claimBytes(found, body.subarray(start, end), `The range ${String(start)}–${String(end)} is read exactly.`);
      }
      for (const [start, end] of [
        [-1, 5],
        [5, 4],
        [0, 700_002],
        [0.5, 2],
        [0, Number.NaN],
      ] as const) {
        await claimFailure(
          'malformed',
          () => vault.open(place, { start, end }),
          'A range outside the blob is refused.',
        );
      }
    },
  },
  {
    name: 'a blob can be read twice, by halves, and by several at once',
    check: async (vault) => {
      const { place, body } = await keepOne(vault, 900_000);
      const blob = await vault.open(place);
      for await (const part of blob) {
        claim(part.byteLength > 0, 'There is a first piece.');
        break;
      }
      const all = await Promise.all(Array.from({ length: 8 }, async () => gather(await vault.open(place))));
      for (const found of all) claimBytes(found, body, 'Every reader has all bytes.');
    },
  },
  {
    name: 'a pack that is not there is not found, and one that is too short is malformed',
    check: async (vault) => {
      const { place } = await keepOne(vault, 1000);
      const gone = vault.pathOf(newPack());
      await claimFailure('not-found', () => vault.open({ ...place, pack: gone }), 'A missing pack is not found.');
      await claimFailure('not-found', () => vault.manifest(gone), 'A missing pack has no manifest.');
      await claimFailure('not-found', () => vault.packDigest(gone), 'A missing pack has no digest.');
      await claimFailure('not-found', () => Array.fromAsync(vault.verify(gone)), 'A missing pack cannot be verified.');
      await claimFailure(
        'malformed',
        () => vault.open({ ...place, start: 1_000_000_000 }),
        'A place behind the end is malformed.',
      );
      await claimFailure(
        'malformed',
        () => vault.open({ ...place, start: -1 }),
        'A place before the start is malformed.',
      );
      claim(!(await vault.has(gone)), 'It is not there.');
    },
  },
  {
    name: 'verifying an intact pack finds every member intact, and nothing else',
    check: async (vault) => {
      const { place } = await keepOne(vault, 2_500_000);
      const checks = await Array.fromAsync(vault.verify(place.pack));
      claim(
        checks.length === 3 && checks.every((check) => check.kind === 'intact'),
        `All three are intact: ${JSON.stringify(checks)}`,
      );
      const found = checks.find((check) => check.kind === 'intact' && check.place.digest === place.digest);
      claim(found?.kind === 'intact' && found.place.start === place.start, 'They are where they were said to be.');
    },
  },
  {
    name: 'an empty pack can be sealed and read',
    check: async (vault) => {
      const writer = await vault.create(newPack());
      const sealed = await writer.seal();
      claim(sealed.members === 0 && (await vault.manifest(sealed.path)).length === 0, 'It has no members.');
      claim((await Array.fromAsync(vault.verify(sealed.path))).length === 0, 'There is nothing wrong with it.');
    },
  },
  {
    name: 'the list gives the size of every pack',
    check: async (vault) => {
      const pack = newPack();
      const writer = await vault.create(pack);
      await writer.append(bytesOf(123_456, 4), entryOf(pack, 'a'));
      const { bytes, path } = await writer.seal();
      const found = (await Array.fromAsync(vault.list())).filter((each) => each.path === path);
      claim(found.length === 1 && found[0]?.bytes === bytes, 'It is listed once, with its bytes.');
    },
  },
  {
    name: 'no path leads out of the vault',
    check: async (vault) => {
      for (const path of strangers) {
        const what = `${JSON.stringify(path)} is refused.`;
        await claimFailure('malformed', () => vault.has(path), what);
        await claimFailure('malformed', () => vault.manifest(path), what);
        await claimFailure('malformed', () => vault.packDigest(path), what);
        await claimFailure('malformed', () => vault.quarantine(path), what);
        await claimFailure('malformed', () => Array.fromAsync(vault.verify(path)), what);
        const place: BlobPlace = { pack: path, digest: '0'.repeat(64) as BlobPlace['digest'], start: 0, size: 1 };
        await claimFailure('malformed', () => vault.open(place), what);
      }
      for (const id of ['', '..', '../../x', 'a/b', 'a\\b', 'a.b', '\u0000', '-', ' ']) {
        const pack = newPack();
        await claimFailure('malformed', () => vault.create({ ...pack, id: id as PackId }), 'No id is a path.');
        await claimFailure(
          'malformed',
          () => vault.create({ ...pack, matter: id as MatterId }),
          'No matter is a path.',
        );
      }
    },
  },
];
