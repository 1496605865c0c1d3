import type { CollectionId } from '#evidence';
import { packsOfCollection } from '#catalogue';
import { issueReceipt, type Receipt, type SigningKey } from '#custody';
import type { Clock, Database } from '#platform';
import type { Vault } from '#vault';
import { findCollection, setCollectionStatus, type CollectionStatus } from './ledger/store-collections.ts';
import { notPacked, packedLines } from './report/packed-lines.ts';
import { receiptContent } from './report/receipt-content.ts';
import { reconcile, type Reconciliation } from './report/reconcile.ts';

export interface Finishing {
  readonly database: Database;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly key: SigningKey;
  /** Who asked for it: `person:<name>`. */
  readonly actor: string;
  readonly productVersion: string;
}

export interface FinishedCollection {
  readonly status: CollectionStatus;
  /** Failed items and mailboxes, unexplained differences, and messages that could not be read whole. */
  readonly exceptions: number;
  readonly reconciliation: Reconciliation;
  readonly receipt: Receipt;
}

/**
 * Ends a collection that was transferred and processed: reconciles it, sets its status and issues its receipt.
 * `processing` tells what came of the kept messages.
 */
export async function finishCollection(
  tools: Finishing,
  id: CollectionId,
  processing: { readonly processed: number; readonly exceptions: number },
): Promise<FinishedCollection> {
  const { database, vault, clock, key, actor, productVersion } = tools;
  const collection = await findCollection(database.reader, id);
  const reconciliation = await reconcile(database.reader, collection);
  const packs = await packsOfCollection(database.reader, id);
  const packed = await packedLines(vault, packs, id);
  const exceptions = reconciliation.exceptions + processing.exceptions + notPacked(packed, reconciliation.totals.kept);
  const isClean = exceptions === 0 && reconciliation.isBalanced;
  const status = isClean ? 'completed' : 'completed-with-exceptions';
  const endedAt = clock.now();
  const { processed } = processing;
  const outcome = { status, processed, exceptions, endedAt, productVersion, reconciliation, packed } as const;
  const content = await receiptContent(database.reader, collection, outcome);
  const receipt = await issueReceipt(database, { key, clock, actor, content });
  await database.transaction((tx) => setCollectionStatus(tx, id, { status, endedAt }));
  return { status, exceptions, reconciliation, receipt };
}
