import { Failure, type CollectionId } from '#evidence';
import { lockCollection } from '#collector';
import { recordAct } from '#custody';
import type { Clock, Database } from '#platform';
import { endPause, wishFor } from './store-wishes.ts';

/**
 * Somebody goes on with a collection by hand, which ends a pause. Recorded in the audit trail.
 * Failure `conflict` (`collection-cancelled`): what was cancelled is not begun again.
 */
export async function takeUp(
  { database, clock, actor }: { readonly database: Database; readonly clock: Clock; readonly actor: string },
  collection: CollectionId,
): Promise<void> {
  await database.transaction(async (tx) => {
    await lockCollection(tx, collection);
    const asked = await wishFor(tx, collection);
    if (asked?.wish === 'cancelled') throw cancelled(collection, asked.orderedBy);
    const at = clock.now();
    await endPause(tx, collection, { actor, at });
    await recordAct(tx, { actor, action: 'collection.resumed', subject: { collection }, at });
  });
}

function cancelled(collection: CollectionId, by: string): Failure {
  return new Failure('conflict', `The collection ${collection} was cancelled by ${by}.`, {
    code: 'collection-cancelled',
    fix: 'Begin a new one with `chainmail collect`: nothing held is fetched twice.',
  });
}
