import type { Transaction } from '#platform';

/** Enters that somebody opened a message on a day; false when that is known already. */
export async function insertView(
  tx: Transaction,
  view: { readonly item: string; readonly by: string; readonly day: string; readonly at: Date },
): Promise<boolean> {
  const result = await tx
    .insertInto('message_views')
    .values({ item: view.item, viewed_by: view.by, day: view.day, first_at: view.at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}
