import type { CollectionId } from '#evidence';
import type { Reader, Transaction } from '#platform';

/** What people ask of a collection that the server carries out. */
export type Wish = 'run' | 'paused' | 'cancelled';

/** What is asked of a collection now, and who asked last; null where nobody asked anything of a server. */
export async function wishFor(
  reader: Reader,
  collection: CollectionId,
): Promise<{ readonly wish: Wish; readonly orderedBy: string } | null> {
  const row = await reader
    .selectFrom('collection_orders')
    .select(['wish', 'ordered_by as orderedBy'])
    .where('collection_id', '=', collection)
    .executeTakeFirst();
  return row ?? null;
}

/**
 * Everything asked of a collection is done, if it is still asked for: false where it was paused or cancelled. Whoever
 * asks for something locks the collection first, and so must the caller.
 */
export async function settleWish(tx: Transaction, collection: CollectionId, at: Date): Promise<boolean> {
  const asked = await wishFor(tx, collection);
  if (asked === null) return true;
  if (asked.wish !== 'run') return false;
  await tx
    .updateTable('collection_orders')
    .set({ is_settled: true, tries: 0, changed_at: at })
    .where('collection_id', '=', collection)
    .execute();
  return true;
}

/** A pause ends. */
export async function endPause(
  tx: Transaction,
  collection: CollectionId,
  { actor, at }: { readonly actor: string; readonly at: Date },
): Promise<void> {
  await tx
    .updateTable('collection_orders')
    .set({ wish: 'run', ordered_by: actor, ordered_at: at, changed_at: at })
    .where('collection_id', '=', collection)
    .where('wish', '=', 'paused')
    .execute();
}
