import { Failure } from '#evidence';
import { digestMembers } from './member-digests.ts';
import type { ReceiptBody } from './receipt-body.ts';

/** What re-reading one member of a pack found, as the vault says it. */
type PackMemberCheck =
  | { readonly kind: 'intact'; readonly place: { readonly digest: string } }
  | { readonly kind: 'corrupt' | 'unlisted' | 'missing'; readonly name: string };

/** One pack file, as something that can be read again; the vault's doors fit. */
export interface ReceiptPack {
  readonly path: string;
  manifest(): Promise<readonly { readonly digest: string; readonly collection: string }[]>;
  /** Re-hashes every member. */
  verify(): AsyncIterable<PackMemberCheck>;
}

interface Found {
  /** Intact members that the packs named by the receipt hold. */
  readonly named: Set<string>;
  readonly others: Set<string>;
  readonly faults: string[];
}

/**
 * Whether the packs hold exactly what the receipt states: every member of the collection, by its re-hashed bytes.
 * Packs that were written anew under other names are as good; damage in a pack fails the check.
 */
export async function checkPacks(
  body: ReceiptBody,
  packs: AsyncIterable<ReceiptPack>,
): Promise<{ readonly passed: boolean; readonly detail: string }> {
  const found: Found = { named: new Set(), others: new Set(), faults: [] };
  const names = new Set(body.packs.map(({ path }) => fileName(path)));
  for await (const pack of packs) await readPack(pack, { found, body, isNamed: names.has(fileName(pack.path)) });

  if (found.faults.length > 0) return { passed: false, detail: listed(found.faults) };
  const wanted = body.members;
  const named = digestMembers(found.named);
  if (named.digest === wanted.digest && named.count === wanted.count) {
    return { passed: true, detail: `All ${String(wanted.count)} members are there, and their bytes are unchanged.` };
  }
  const all = digestMembers([...found.named, ...found.others]);
  if (all.digest === wanted.digest && all.count === wanted.count) {
    const detail = `All ${String(wanted.count)} members are there, and their bytes are unchanged; the packs were written anew.`;
    return { passed: true, detail };
  }
  const detail = `The receipt states ${String(wanted.count)} members; these packs hold ${String(all.count)} of that collection, and they are not the same.`;
  return { passed: false, detail };
}

async function readPack(
  pack: ReceiptPack,
  { found, body, isNamed }: { readonly found: Found; readonly body: ReceiptBody; readonly isNamed: boolean },
): Promise<void> {
  const wanted = await membersOf(pack, body.collectionId);
  if (wanted === null) {
    if (isNamed) found.faults.push(`${pack.path} cannot be read`);
    return;
  }
  if (wanted.size === 0) return;
  const into = isNamed ? found.named : found.others;
  for await (const check of pack.verify()) {
    if (check.kind !== 'intact') continue;
    if (wanted.delete(check.place.digest)) into.add(check.place.digest);
  }
  for (const digest of wanted) found.faults.push(`${digest} in ${pack.path} is damaged or missing`);
}

/** Null when the pack has no manifest that can be read. */
async function membersOf(pack: ReceiptPack, collection: string): Promise<Set<string> | null> {
  try {
    const entries = await pack.manifest();
    return new Set(entries.filter((entry) => entry.collection === collection).map(({ digest }) => digest));
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
