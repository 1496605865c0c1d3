import { packsOfCollection } from '#catalogue';
import { bytesOfCollection, reconcile, type CollectionRow } from '#collector';
import type { Reader } from '#platform';
import { processingCounts } from '#processing';

/** What a program is told of a collection: the last object of `collect --json`, and a line of `collection list --json`. */
export interface CollectionSummary {
  readonly collection: string;
  readonly status: CollectionRow['status'];
  readonly listed: number;
  readonly kept: number;
  readonly alreadyHeld: number;
  readonly filtered: number;
  readonly skipped: number;
  readonly failed: number;
  readonly processed: number;
  /** Failed items, mailboxes that were not finished, counts nobody can explain, messages that could not be processed. */
  readonly exceptions: number;
  readonly bytes: number;
  /** Working time over all runs. */
  readonly seconds: number;
  readonly packs: number;
}

/** Adds a collection up from the ledger and from processing. */
export async function summarise(reader: Reader, collection: CollectionRow): Promise<CollectionSummary> {
  const { totals, exceptions } = await reconcile(reader, collection);
  const processing = await processingCounts(reader, collection.id);
  return {
    collection: collection.id,
    status: collection.status,
    ...totals,
    processed: processing.processed,
    exceptions: exceptions + processing.exceptions,
    bytes: await bytesOfCollection(reader, collection.id),
    seconds: Math.round(collection.workedMs) / 1000,
    packs: (await packsOfCollection(reader, collection.id)).length,
  };
}
