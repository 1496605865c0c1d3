import type { MatterId } from '#evidence';
import { newId } from '#platform';
import {
  bytesOf,
  claim,
  claimBytes,
  claimFailure,
  entryOf,
  gather,
  inChunks,
  newPack,
  sha256,
  type VaultLaw,
} from './conformance-kit.ts';
import type { Vault } from './contract.ts';

async function stateOf(vault: Vault, path: string): Promise<string | null> {
  for await (const pack of vault.list()) if (pack.path === path) return pack.state;
  return null;
}

/** Writing, sealing, giving up, moving aside. */
export const packLaws: readonly VaultLaw[] = [
  {
    name: 'a sealed pack gives back every byte, and its digest, size and members are what seal said',
    check: async (vault) => {
      const pack = newPack();
      const writer = await vault.create(pack);
      const bodies = [0, 1, 511, 512, 513, 70_000, 1_048_577].map((size) => bytesOf(size, size));
      const places = [];
      for (const [index, body] of bodies.entries())
        places.push(await writer.append(body, entryOf(pack, `item ${String(index)}`)));
      claim(writer.entries === bodies.length, 'The writer counts its entries.');
      const sealed = await writer.seal();
      claim(sealed.path === vault.pathOf(pack) && sealed.id === pack.id, 'The pack is where pathOf said.');
      claim(sealed.path.includes('/2026/01/'), 'The month in the path is the UTC month it was opened in.');
      claim(sealed.members === bodies.length, 'Every body is a member.');
      for (const [index, place] of places.entries()) {
        const body = bodies[index] ?? new Uint8Array();
        claim(
          place.digest === sha256(body) && place.size === body.byteLength,
          'A place names the digest of its bytes.',
        );
        claimBytes(await gather(await vault.open(place)), body, 'The bytes come back unchanged.');
      }
      claim(
        (await vault.packDigest(sealed.path)) === sealed.digest,
        'The digest of the file is the digest that seal gave.',
      );
    },
  },
  {
    name: 'concurrent appends are all kept',
    check: async (vault) => {
      const pack = newPack();
      const writer = await vault.create(pack);
      const bodies = Array.from({ length: 64 }, (_, index) => bytesOf(1 + index * 977, index));
      const places = await Promise.all(bodies.map((body, index) => writer.append(body, entryOf(pack, String(index)))));
      await writer.seal();
      for (const [index, place] of places.entries()) {
        claimBytes(await gather(await vault.open(place)), bodies[index] ?? new Uint8Array(), 'Each has its own bytes.');
      }
      claim((await vault.manifest(writer.path)).length === 64, 'Each has its line in the manifest.');
    },
  },
  {
    name: 'a large body is set down, then kept, and can be disposed of twice',
    check: async (vault) => {
      const body = bytesOf(3 * 1024 * 1024 + 17, 7);
      const pack = newPack();
      const writer = await vault.create(pack);
      const spooled = await vault.spool(inChunks(body, 65_521));
      claim(
        spooled.size === body.byteLength && spooled.digest === sha256(body),
        'Size and digest are known before the bytes are kept.',
      );
      const place = await writer.append(spooled, entryOf(pack, 'large'));
      await spooled[Symbol.asyncDispose]();
      await spooled[Symbol.asyncDispose]();
      await writer.seal();
      claimBytes(await gather(await vault.open(place)), body, 'The bytes come back unchanged.');
    },
  },
  {
    name: 'a body whose stream breaks off is not kept, and the error is passed on as it is',
    check: async (vault) => {
      const broken = new Error('the line went dead');
      async function* stream(): AsyncGenerator<Uint8Array> {
        yield* inChunks(bytesOf(2_000_000, 3), 100_000);
        throw broken;
      }
      const seen = await vault.spool(stream()).catch((thrown: unknown) => thrown);
      claim(seen === broken, 'The error of the stream comes out unchanged.');
    },
  },
  {
    name: 'the same bytes twice are one member and two lines of the manifest',
    check: async (vault) => {
      const pack = newPack();
      const writer = await vault.create(pack);
      const body = bytesOf(4000, 9);
      const [first, second] = await Promise.all([
        writer.append(body, entryOf(pack, 'a')),
        writer.append(body, entryOf(pack, 'b')),
      ]);
      const sealed = await writer.seal();
      claim(first.start === second.start && sealed.members === 1, 'Both are at one place.');
      const manifest = await vault.manifest(sealed.path);
      claim(manifest.map((entry) => entry.item).join() === 'a,b', 'Both are in the manifest, in order.');
    },
  },
  {
    name: 'the manifest says what was handed in, hostile text included',
    check: async (vault) => {
      const pack = newPack();
      const writer = await vault.create(pack);
      const entry = entryOf(pack, '\u0000\n');
      const { digest, size } = await writer.append(bytesOf(10, 1), entry);
      await writer.seal();
      const found = await vault.manifest(writer.path);
      const wanted = { digest, size, ...entry };
      claim(found.length === 1, 'One entry is one line.');
      for (const [key, value] of Object.entries(wanted)) {
        claim(new Map<string, unknown>(Object.entries(found[0] ?? {})).get(key) === value, `The entry keeps ${key}.`);
      }
    },
  },
  {
    name: 'an item of another matter is refused, and the pack goes on',
    check: async (vault) => {
      const pack = newPack();
      const writer = await vault.create(pack);
      const foreign = { ...entryOf(pack, 'x'), matter: newId<MatterId>() };
      await claimFailure('bug', () => writer.append(bytesOf(5, 5), foreign), 'Matters are walls.');
      await writer.append(bytesOf(6, 6), entryOf(pack, 'y'));
      claim((await writer.seal()).members === 1, 'Only the right one is kept.');
    },
  },
  {
    name: 'a pack is open until it is sealed, and nothing is added afterwards',
    check: async (vault) => {
      const pack = newPack();
      const writer = await vault.create(pack);
      const place = await writer.append(bytesOf(100, 1), entryOf(pack, 'a'));
      claim((await stateOf(vault, writer.path)) === 'open' && !(await vault.has(writer.path)), 'It is listed as open.');
      await claimFailure(
        'not-found',
        async () => gather(await vault.open(place)),
        'Nothing can be read from an open pack.',
      );
      await writer.seal();
      claim(
        (await stateOf(vault, writer.path)) === 'sealed' && (await vault.has(writer.path)),
        'It is listed as sealed.',
      );
      await claimFailure(
        'conflict',
        () => writer.append(bytesOf(9, 1), entryOf(pack, 'b')),
        'A sealed pack takes nothing.',
      );
      await claimFailure('conflict', () => writer.seal(), 'A pack is sealed once.');
      await writer.abandon();
      claim(await vault.has(writer.path), 'Abandoning a sealed pack does nothing.');
    },
  },
  {
    name: 'no pack is ever written over another',
    check: async (vault) => {
      const pack = newPack();
      const writer = await vault.create(pack);
      await claimFailure('conflict', () => vault.create(pack), 'An open pack is not opened again.');
      await writer.append(bytesOf(50, 2), entryOf(pack, 'a'));
      const { digest } = await writer.seal();
      await claimFailure('conflict', () => vault.create(pack), 'A sealed pack is not opened again.');
      claim((await vault.packDigest(writer.path)) === digest, 'The first pack is untouched.');
    },
  },
  {
    name: 'an abandoned pack stays open, and can be moved to quarantine',
    check: async (vault) => {
      const pack = newPack();
      const writer = await vault.create(pack);
      await writer.append(bytesOf(50, 2), entryOf(pack, 'a'));
      await writer.abandon();
      await writer.abandon();
      await claimFailure('conflict', () => writer.seal(), 'An abandoned pack is not sealed.');
      claim((await stateOf(vault, writer.path)) === 'open', 'It is still there.');
      const aside = await vault.quarantine(writer.path);
      claim((await stateOf(vault, writer.path)) === null, 'It is gone from its place.');
      claim((await stateOf(vault, aside)) === 'quarantined', 'It is in quarantine.');
    },
  },
  {
    name: 'quarantine moves a sealed pack whole, and never onto another',
    check: async (vault) => {
      const pack = newPack();
      const asides = [];
      for (const seed of [1, 2]) {
        const writer = await vault.create(pack);
        await writer.append(bytesOf(50, seed), entryOf(pack, String(seed)));
        const { digest, path } = await writer.seal();
        const aside = await vault.quarantine(path);
        claim(
          !(await vault.has(path)) && (await vault.packDigest(aside)) === digest,
          'The same bytes are in quarantine.',
        );
        asides.push(aside);
      }
      const [first = '', second = ''] = asides;
      claim(first !== second, 'Each has a place of its own there.');
      claim((await vault.manifest(first))[0]?.item === '1', 'The first one is still the first one.');
      await claimFailure('conflict', () => vault.quarantine(first), 'It is not moved twice.');
      await claimFailure(
        'not-found',
        () => vault.quarantine(vault.pathOf(newPack())),
        'What is not there is not moved.',
      );
    },
  },
];
