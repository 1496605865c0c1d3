import { newId, type Clock, type Database } from '#platform';
import type { ManifestEntry } from '#vault';
import { acquireLease, collectionLeaseKey, mailboxLeaseKey, release, type Lease } from '../ledger/lease.ts';

const seconds = 600;

/**
 * Does something with the collections and mailboxes of a manifest while nobody else works on them.
 * Failure `conflict` (`lease-held`) when somebody does.
 */
export async function underLeases<Result>(
  tools: { readonly database: Database; readonly clock: Clock },
  entries: readonly ManifestEntry[],
  work: () => Promise<Result>,
): Promise<Result> {
  const keys = new Set(
    entries.flatMap(({ collection, tenant, sourceMailbox }) => [
      collectionLeaseKey(collection),
      mailboxLeaseKey(tenant, sourceMailbox),
    ]),
  );
  return holding(tools, [...keys].sort(), work);
}

/** Does something under these leases, taken in order and given back whatever happens. */
export async function holding<Result>(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  keys: readonly string[],
  work: () => Promise<Result>,
): Promise<Result> {
  const leases: Lease[] = [];
  const holder = `vault upkeep ${newId()}`;
  try {
    for (const key of keys) leases.push(await acquireLease({ database, clock, holder, seconds }, key));
    return await work();
  } finally {
    for (const lease of leases) await release(database, lease);
  }
}
