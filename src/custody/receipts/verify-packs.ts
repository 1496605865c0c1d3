import { Failure } from '#evidence';
import { attributionFault, type ReadLine } from './attribution.ts';
import { digestMembers } from './member-digests.ts';
import type { ReceiptBody } from './receipt-body.ts';

/** What re-reading one member of a pack found, as the vault says it. */
type PackMemberCheck =
  | { readonly kind: 'intact'; readonly place: { readonly digest: string } }
  | { readonly kind: 'corrupt' | 'unlisted' | 'missing'; readonly name: string };

/** One pack file, as something that can be read again; the vault's doors fit. */
export interface ReceiptPack {
  readonly path: string;
  manifest(): Promise<readonly (ReadLine & { readonly digest: string; readonly collection: string })[]>;
  /** Re-hashes every member. */
  verify(): AsyncIterable<PackMemberCheck>;
  /** SHA-256 of the whole file. */
  digest?(): Promise<string>;
}

/** What packs hold of a collection. */
interface Held {
  /** Intact members. */
  readonly members: Set<string>;
  /** Manifest lines by their digests. */
  readonly lines: Map<string, ReadLine>;
}

interface Found {
  /** In the packs named by the receipt. */
  readonly named: Held;
  /** In all packs. */
  readonly all: Held;
  /** Members that some pack should hold and does not, with what to say of them. */
  readonly damaged: Map<string, string>;
  readonly unreadable: string[];
  /** Digests of packs under other names. */
  readonly renamed: Set<string>;
}

interface PackFinding {
  readonly name: 'packs' | 'attribution';
  readonly passed: boolean;
  readonly detail: string;
}

/**
 * Whether the packs hold exactly what the receipt states: every member of the collection, by its re-hashed bytes, and
 * where the receipt states it, whose each item is and where it was. Packs with other names or written anew are as
 * good, and any intact copy of a member counts; what else is damaged is said and fails nothing.
 */
export async function checkPacks(
  body: ReceiptBody,
  packs: AsyncIterable<ReceiptPack>,
): Promise<readonly PackFinding[]> {
  const found: Found = {
    named: { members: new Set(), lines: new Map() },
    all: { members: new Set(), lines: new Map() },
    damaged: new Map(),
    unreadable: [],
    renamed: new Set(),
  };
  const names = new Set(body.packs.map(({ path }) => fileName(path)));
  for await (const pack of packs) await readPack(pack, { found, body, isNamed: names.has(fileName(pack.path)) });
  const members = { name: 'packs', ...checkMembers(body, found) } as const;
  if (body.attribution === undefined) return [members];
  return [members, { name: 'attribution', ...checkAttribution(body, found) }];
}

function checkAttribution(
  body: ReceiptBody,
  { named, all }: Found,
): { readonly passed: boolean; readonly detail: string } {
  const ofNamed = attributionFault(body, named.lines);
  const ofAll = attributionFault(body, all.lines);
  if (ofNamed === null || ofAll === null) {
    const detail = 'Custodian, mailbox, folder, item and dates of each are as they were stated.';
    return { passed: true, detail };
  }
  return { passed: false, detail: named.lines.size > 0 ? ofNamed : ofAll };
}

function checkMembers(body: ReceiptBody, found: Found): { readonly passed: boolean; readonly detail: string } {
  const wanted = body.members;
  const named = digestMembers(found.named.members);
  const all = digestMembers(found.all.members);
  const isNamed = named.digest === wanted.digest && named.count === wanted.count;
  if (isNamed || (all.digest === wanted.digest && all.count === wanted.count)) {
    const there = `All ${String(wanted.count)} members are there, and their bytes are unchanged`;
    return { passed: true, detail: `${there}${isNamed ? '' : otherNames(body, found)}.${besides(found)}` };
  }
  const gone = [...found.damaged].filter(([digest]) => !found.all.members.has(digest));
  const faults = [...found.unreadable, ...gone.map(([, fault]) => fault)];
  if (faults.length > 0) return { passed: false, detail: listed(faults) };
  const detail = `The receipt states ${String(wanted.count)} members; these packs hold ${String(all.count)} of that collection, and they are not the same.`;
  return { passed: false, detail };
}

/** Whether the packs the receipt names are there under other names, or others in their place. */
function otherNames(body: ReceiptBody, { renamed }: Found): string {
  const stated = new Set(body.packs.map(({ digest }) => digest));
  const isRenamed = renamed.size > 0 && [...renamed].every((digest) => stated.has(digest));
  return isRenamed ? '; packs were renamed' : '; the packs were written anew';
}

/** Damage that hits nothing: an intact copy was found. */
function besides({ damaged, unreadable }: Found): string {
  const faults = [...unreadable, ...damaged.values()];
  return faults.length === 0 ? '' : ` Another copy is damaged: ${listed(faults)}`;
}

async function readPack(
  pack: ReceiptPack,
  { found, body, isNamed }: { readonly found: Found; readonly body: ReceiptBody; readonly isNamed: boolean },
): Promise<void> {
  const lines = await linesOf(pack, body.collectionId);
  if (lines === null) {
    if (isNamed) found.unreadable.push(`${pack.path} cannot be read`);
    return;
  }
  if (lines.length === 0) return;
  if (!isNamed && pack.digest !== undefined) found.renamed.add(await pack.digest());
  const into = isNamed ? [found.named, found.all] : [found.all];
  for (const held of into) for (const line of lines) held.lines.set(line.lineDigest, line);
  const wanted = new Set(lines.map(({ digest }) => digest));
  for await (const check of pack.verify()) {
    if (check.kind !== 'intact' || !wanted.delete(check.place.digest)) continue;
    for (const held of into) held.members.add(check.place.digest);
  }
  for (const digest of wanted) found.damaged.set(digest, `${digest} in ${pack.path} is damaged or missing`);
}

/** The lines of a collection; null when the pack has no manifest that can be read. */
async function linesOf(pack: ReceiptPack, collection: string) {
  try {
    const lines = await pack.manifest();
    return lines
      .filter((line) => line.collection === collection)
      .map(({ digest, lineDigest, address, custodian }) => ({ digest, lineDigest, address, custodian }));
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.kind === 'malformed') return null;
    throw thrown;
  }
}

/** Packs may have been copied into another folder; their names are unique. */
function fileName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

/** The first few faults as a text. */
export function listed(faults: readonly string[]): string {
  const shown = faults.slice(0, 5).join('; ');
  return faults.length > 5 ? `${shown}; and ${String(faults.length - 5)} more.` : `${shown}.`;
}
