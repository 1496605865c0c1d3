import type { Database } from '#platform';
import { endHold, heldLeases } from './store-leases.ts';

/**
 * Ends the holds of processes that are known to be dead, so that a resume need not wait until they run out.
 * Should one of them live after all, nothing is lost: its epoch decides at the next checkpoint. Returns how many ended.
 */
export async function endHoldsOfDead(database: Database, isDead: (holder: string) => boolean): Promise<number> {
  return database.transaction(async (tx) => {
    const dead = (await heldLeases(tx)).filter(({ holder }) => isDead(holder));
    for (const lease of dead) await endHold(tx, lease);
    return dead.length;
  });
}
