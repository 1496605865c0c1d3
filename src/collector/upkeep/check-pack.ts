import { blobsOfPack, type PackRow, type recordedNames } from '#catalogue';
import { asFailure, isDigest, type Digest } from '#evidence';
import type { Database } from '#platform';
import type { BlobPlace, MemberCheck, Vault } from '#vault';
import { compareItems } from './compare-items.ts';
import { itemsInMembers } from './store-upkeep.ts';
import type { VaultProblem } from './vault-problem.ts';

/** What re-reading one pack found, counted in members. */
export interface PackCheck {
  readonly blobs: number;
  readonly missing: number;
  readonly corrupt: number;
  readonly orphans: number;
  /** Items of which the catalogue says something else than the manifest. */
  readonly altered: number;
  readonly problems: readonly VaultProblem[];
}

const digestsNamed = 20;

interface Checking {
  readonly database: Database;
  readonly vault: Vault;
  /** Names that changed at the source. */
  readonly names: () => ReturnType<typeof recordedNames>;
}

interface Found {
  /** What is wrong with the pack as a whole; null when nothing is. */
  fault: string | null;
  readonly missing: Set<Digest>;
  /** With what is wrong. */
  readonly corrupt: Map<Digest, string>;
  readonly orphans: Set<string>;
}

/**
 * Re-reads a pack of the catalogue and compares them, both ways. A pack that is damaged as a whole is one problem
 * however many members it takes along; one whose members are all there counts as one corrupt member all the same.
 */
export async function checkPack(tools: Checking, pack: PackRow): Promise<PackCheck> {
  const { database, vault } = tools;
  const known = new Map((await blobsOfPack(database.reader, pack.id)).map((blob) => [blob.digest, blob]));
  if (!(await vault.has(pack.path))) {
    const detail = 'The pack is not in the vault. Restore it from a backup.';
    const members = [...known.keys()];
    const problem = await problemOf(tools, pack, { kind: 'missing', members, detail });
    return { blobs: known.size, missing: known.size, corrupt: 0, orphans: 0, altered: 0, problems: [problem] };
  }
  const found = await readPack(vault, pack, known);
  const altered = [...rowProblems(pack, known.size), ...(await comparedItems(tools, pack))];
  const isDamagedOnly = found.fault !== null && found.missing.size + found.corrupt.size === 0;
  return {
    blobs: known.size,
    missing: found.missing.size,
    corrupt: found.corrupt.size + (isDamagedOnly ? 1 : 0),
    orphans: found.orphans.size,
    altered: altered.reduce((sum, { members }) => sum + members, 0),
    problems: [...(await problemsOf(tools, pack, found)), ...altered],
  };
}

/** What the catalogue's row of a pack does not say, or says otherwise than its blobs do. */
function rowProblems({ path, state, digest, members }: PackRow, blobs: number): readonly VaultProblem[] {
  const problem = { kind: 'altered', pack: path, members: Math.max(1, blobs), digests: [], hit: [] } as const;
  const details: string[] = [];
  if (state !== 'sealed') details.push(`The catalogue calls the pack ${state}, though items rest in it.`);
  if (digest === null)
    details.push('The catalogue does not say the SHA-256 of the pack, so the file cannot be held against it.');
  if (members !== null && members !== blobs) {
    details.push(`The catalogue says ${String(members)} members of the pack and knows ${String(blobs)}.`);
  }
  return details.map((detail) => ({ ...problem, detail }));
}

/** Nothing to compare where the manifest cannot be read: that is said of the pack already. */
async function comparedItems(tools: Checking, pack: PackRow): Promise<readonly VaultProblem[]> {
  try {
    return await compareItems(tools, pack, await tools.vault.manifest(pack.path));
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (failure.kind === 'malformed' || failure.kind === 'not-found') return [];
    throw thrown;
  }
}

type Known = ReadonlyMap<Digest, { readonly start: number; readonly size: number }>;

async function readPack(vault: Vault, pack: PackRow, known: Known): Promise<Found> {
  const found: Found = { fault: null, missing: new Set(), corrupt: new Map(), orphans: new Set() };
  const seen = new Set<Digest>();
  try {
    for await (const member of vault.verify(pack.path)) enter(member, { found, known, seen });
    found.fault ??= await digestFault(vault, pack, found);
  } catch (thrown) {
    found.fault ??= asFailure(thrown).message;
  }
  for (const digest of known.keys()) if (!seen.has(digest) && !found.corrupt.has(digest)) found.missing.add(digest);
  return found;
}

interface Reading {
  readonly found: Found;
  readonly known: Known;
  readonly seen: Set<Digest>;
}

function enter(member: MemberCheck, { found, known, seen }: Reading): void {
  switch (member.kind) {
    case 'corrupt':
      if (isDigest(member.name)) found.corrupt.set(member.name, member.detail);
      else found.fault ??= member.detail;
      return;
    case 'missing':
      if (isDigest(member.name)) found.missing.add(member.name);
      return;
    case 'unlisted':
      if (member.place !== undefined && known.has(member.place.digest))
        enterIntact(member.place, { found, known, seen });
      else found.orphans.add(member.name);
      return;
    case 'intact':
      enterIntact(member.place, { found, known, seen });
  }
}

/** Its bytes are right. One that only the manifest knows rests in another pack too: two runs kept it at once. */
function enterIntact({ digest, start, size }: BlobPlace, { found, known, seen }: Reading): void {
  const blob = known.get(digest);
  if (blob === undefined) return;
  seen.add(digest);
  if (blob.start !== start || blob.size !== size)
    found.corrupt.set(digest, 'It is not where the catalogue says it is.');
}

/** A pack can differ from the sealed one though every member in it is right. */
async function digestFault(vault: Vault, pack: PackRow, { missing, corrupt, orphans }: Found): Promise<string | null> {
  if (pack.digest === null || missing.size + corrupt.size + orphans.size > 0) return null;
  if ((await vault.packDigest(pack.path)) === pack.digest) return null;
  return 'The pack file is not the one that was sealed: its SHA-256 differs, though its members are intact.';
}

async function problemsOf(
  tools: { database: Database },
  pack: PackRow,
  { fault, missing, corrupt, orphans }: Found,
): Promise<readonly VaultProblem[]> {
  const problems: Promise<VaultProblem>[] = [];
  const add = (kind: VaultProblem['kind'], members: readonly string[], detail: string): void => {
    if (members.length > 0 || detail === fault) problems.push(problemOf(tools, pack, { kind, members, detail }));
  };
  if (fault === null) {
    add('missing', [...missing], 'The pack does not hold them.');
    const [first] = corrupt.values();
    add('corrupt', [...corrupt.keys()], corrupt.size === 1 ? (first ?? '') : 'Their bytes are not what they were.');
  } else {
    add('corrupt', [...corrupt.keys(), ...missing], fault);
  }
  add('orphan', [...orphans], 'Neither the catalogue nor the manifest of the pack knows them.');
  return Promise.all(problems);
}

async function problemOf(
  { database }: { database: Database },
  pack: PackRow,
  { kind, members, detail }: Pick<VaultProblem, 'kind' | 'detail'> & { readonly members: readonly string[] },
): Promise<VaultProblem> {
  const hit = await itemsInMembers(database.reader, pack.id, members.filter(isDigest));
  return { kind, pack: pack.path, members: members.length, digests: members.slice(0, digestsNamed), detail, hit };
}
