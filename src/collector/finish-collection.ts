import { Failure, type CollectionId } from '#evidence';
import { packsOfCollection } from '#catalogue';
import { issueReceipt, recordAct, type Receipt, type ReceiptContent, type SigningKey } from '#custody';
import type { Clock, Database, Transaction } from '#platform';
import type { Vault } from '#vault';
import {
  findCollection,
  lockCollection,
  setCollectionStatus,
  type CollectionStatus,
} from './ledger/store-collections.ts';
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
  /**
   * Whether it is still wanted, asked inside the transaction that ends it, while nobody else can ask anything of it.
   * Where the answer is no it ends stopped, without a receipt. Absent: it is.
   */
  readonly isWanted?: (tx: Transaction) => Promise<boolean>;
}

export interface FinishedCollection {
  readonly status: CollectionStatus;
  /** Failed items and mailboxes, unexplained differences, and messages that could not be read whole. */
  readonly exceptions: number;
  readonly reconciliation: Reconciliation;
  readonly receipt: Receipt;
}

/**
 * Ends a collection that was transferred and processed: reconciles it, and in one transaction sets its status and issues
 * its receipt. `processing` tells what came of the kept messages. Null: it is not wanted any more, and stopped.
 * Failure `conflict` (`collection-taken-up`): another process went on with it, or ended it, meanwhile.
 */
export async function finishCollection(
  tools: Finishing,
  id: CollectionId,
  processing: { readonly processed: number; readonly exceptions: number },
): Promise<FinishedCollection | null> {
  const { database, vault, clock, productVersion } = tools;
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
  const receipt = await end(tools, id, { status, endedAt, content });
  return receipt === null ? null : { status, exceptions, reconciliation, receipt };
}

/** Status and receipt are there together or not at all. */
async function end(
  { database, key, clock, actor, isWanted }: Finishing,
  id: CollectionId,
  { content, ...change }: { status: CollectionStatus; endedAt: Date; content: ReceiptContent },
): Promise<Receipt | null> {
  return database.transaction(async (tx) => {
    const now = await lockCollection(tx, id);
    if (isWanted !== undefined && !(await isWanted(tx))) {
      await setCollectionStatus(tx, id, { status: 'stopped' });
      const subject = { collection: id };
      await recordAct(tx, { actor: 'system', action: 'collection.stopped', subject, at: clock.now() });
      return null;
    }
    if (now !== 'processing') throw takenUp(id, now);
    await setCollectionStatus(tx, id, change);
    return issueReceipt(tx, { key, clock, actor, content });
  });
}

function takenUp(id: CollectionId, status: CollectionStatus): Failure {
  return new Failure('conflict', `Another process took collection ${id} up meanwhile; it is now ${status}.`, {
    code: 'collection-taken-up',
    fix: `See \`chainmail collection show ${id}\`; nothing that was kept is lost.`,
  });
}

/** Nobody works on it any more: it is stopped, if that is how it stands. */
export async function stopCollection(
  database: Database,
  id: CollectionId,
  from: readonly CollectionStatus[],
): Promise<void> {
  await database.transaction(async (tx) => {
    if (from.includes(await lockCollection(tx, id))) await setCollectionStatus(tx, id, { status: 'stopped' });
  });
}
