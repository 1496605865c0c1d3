import { Failure, type CollectionId } from '#evidence';
import type { PackRow } from '#catalogue';
import type { Vault } from '#vault';

/** What the manifests of packs say of one collection. */
export interface PackedLines {
  /** Digests of the members. */
  readonly members: ReadonlySet<string>;
  /** Digests of the manifest lines. */
  readonly lines: ReadonlySet<string>;
  /** Versions of items the lines speak of; fewer than lines where one was put into packs twice. */
  readonly items: number;
}

/**
 * Reads from the packs themselves what a receipt states of them, so that it is what a verifier reads.
 * Null when a pack is gone or its manifest is damaged.
 */
export async function packedLines(
  vault: Vault,
  packs: readonly PackRow[],
  collection: CollectionId,
): Promise<PackedLines | null> {
  const members = new Set<string>();
  const lines = new Set<string>();
  const items = new Set<string>();
  try {
    for (const { path } of packs) {
      for (const line of await vault.manifest(path)) {
        if (line.collection !== collection) continue;
        members.add(line.digest);
        lines.add(line.lineDigest);
        items.add(`${line.mailbox} ${line.item} ${String(line.version)}`);
      }
    }
  } catch (thrown) {
    if (thrown instanceof Failure && (thrown.kind === 'not-found' || thrown.kind === 'malformed')) return null;
    throw thrown;
  }
  return { members, lines, items: items.size };
}

/** By how many the kept items of the ledger and the items of the packs differ; a pack nobody can read counts one. */
export function notPacked(packed: PackedLines | null, kept: number): number {
  return packed === null ? 1 : Math.abs(packed.items - kept);
}

/** Sentences for the receipt of a collection that kept so many items. */
export function packingStatement(packed: PackedLines | null, kept: number): readonly string[] {
  if (packed === null) {
    return [
      'NOT COVERED: a pack could not be read again when this receipt was issued, so whose the members are is not signed. Run `chainmail vault verify`.',
    ];
  }
  const sentences: string[] = [];
  if (packed.items !== kept)
    sentences.push(`NOT EXPLAINED: ${String(kept)} items were kept, the packs hold ${String(packed.items)}.`);
  if (packed.lines.size > packed.items) {
    const again = String(packed.lines.size - packed.items);
    sentences.push(
      `Put into packs a second time, because a process ended before it could enter the first: ${again} items. Both copies are kept.`,
    );
  }
  return sentences;
}
