import { createHash } from 'node:crypto';
import { Failure, isDigest, type Digest } from '#evidence';
import { readTarAhead, tarMembers, type TarInput, type TarMember } from '#formats';
import type { BlobPlace, MemberCheck } from './contract.ts';
import { manifestName, parseManifest } from './manifest.ts';

const headerStep = 64 * 1024;
const bodyStep = 1024 * 1024;

/**
 * Re-hashes every member and compares with the manifest, both ways.
 * `intact` is said only of a member whose name, bytes, size and manifest entry agree.
 * What a damaged pack still lets be read is checked too.
 */
export async function* verifyPack(input: TarInput, path: string): AsyncGenerator<MemberCheck, void, void> {
  const { members, damage } = await walk(readTarAhead(input, headerStep));
  if (damage !== null) yield { kind: 'corrupt', name: path, detail: damage };
  const manifest = members.at(-1)?.name === manifestName ? members.at(-1) : undefined;
  const { sizes, fault } = await listedSizes(input, manifest);
  if (fault !== null) yield { kind: 'corrupt', name: manifestName, detail: fault };

  const bodies = manifest === undefined ? members : members.slice(0, -1);
  const ahead = readTarAhead(input, bodyStep);
  const seen = new Set<string>();
  for (const member of bodies) {
    yield await checkMember(ahead, member, { path, sizes, isRepeated: seen.has(member.name) });
    seen.add(member.name);
  }
  for (const digest of sizes.keys()) if (!seen.has(digest)) yield { kind: 'missing', name: digest };
}

async function walk(input: TarInput): Promise<{ members: TarMember[]; damage: string | null }> {
  const members: TarMember[] = [];
  try {
    for await (const member of tarMembers(input)) members.push(member);
    return { members, damage: null };
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.kind === 'malformed') return { members, damage: thrown.message };
    throw thrown;
  }
}

async function listedSizes(
  input: TarInput,
  manifest: TarMember | undefined,
): Promise<{ sizes: ReadonlyMap<Digest, number>; fault: string | null }> {
  const sizes = new Map<Digest, number>();
  if (manifest === undefined) return { sizes, fault: 'The pack has no manifest at its end.' };
  try {
    for (const { digest, size } of await parseManifest(input, manifest)) {
      const before = sizes.get(digest) ?? size;
      if (before !== size) return { sizes, fault: `The manifest gives two sizes for ${digest}.` };
      sizes.set(digest, size);
    }
    return { sizes, fault: null };
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.kind === 'malformed') return { sizes: new Map(), fault: thrown.message };
    throw thrown;
  }
}

async function checkMember(
  input: TarInput,
  member: TarMember,
  against: { readonly path: string; readonly sizes: ReadonlyMap<Digest, number>; readonly isRepeated: boolean },
): Promise<MemberCheck> {
  const { name, start, size } = member;
  if (!member.isFile || !isDigest(name)) return { kind: 'unlisted', name };
  if (against.isRepeated) return { kind: 'corrupt', name, detail: 'The pack has this member twice.' };
  const place: BlobPlace = { pack: against.path, digest: name, start, size };
  const digest = await hashRange(input, place);
  if (digest !== name) return { kind: 'corrupt', name, detail: `Its bytes have the digest ${digest}.` };
  const listed = against.sizes.get(name);
  if (listed === undefined) return { kind: 'unlisted', name, place };
  if (listed === size) return { kind: 'intact', place };
  return { kind: 'corrupt', name, detail: `It has ${String(size)} bytes, its manifest says ${String(listed)}.` };
}

/** SHA-256 of a range of a file. */
async function hashRange(input: TarInput, { start, size }: BlobPlace): Promise<string> {
  const hash = createHash('sha256');
  for (let at = start; at < start + size; at += bodyStep) {
    hash.update(await input.read(at, Math.min(bodyStep, start + size - at)));
  }
  return hash.digest('hex');
}
