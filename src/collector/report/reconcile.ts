import { addEnds, isBalanced, noEnds, type CollectionId, type EndCounts } from '#evidence';
import type { Reader } from '#platform';
import { mailboxesOfCollection, type CollectionMailbox, type CollectionRow } from '../ledger/store-collections.ts';
import { completenessStatement, counted } from './completeness.ts';
import { differencesOf, refusalsOf, reportMailbox, type Difference, type MailboxReport } from './mailbox-report.ts';
import { countKeptItems } from './store-report.ts';

export interface Reconciliation {
  readonly mailboxes: readonly MailboxReport[];
  readonly totals: EndCounts;
  readonly isBalanced: boolean;
  readonly differences: readonly Difference[];
  /** In words: what was looked at, what was not, and what does not add up. */
  readonly completeness: readonly string[];
  /**
   * Failed items and mailboxes, mailboxes not finished or not settled, unexplained differences, what a search could not
   * be asked for, and places and folders that were asked for and refused. What a collection on its way has not come to
   * yet is none.
   */
  readonly exceptions: number;
}

/** A collection's ledger beside what the service counted, folder by folder. */
export async function reconcile(reader: Reader, collection: CollectionRow): Promise<Reconciliation> {
  const mailboxes: MailboxReport[] = [];
  for (const mailbox of await mailboxesOfCollection(reader, collection.id)) {
    mailboxes.push(await reportMailbox(reader, collection.id, mailbox));
  }
  const totals = mailboxes.map(({ counts }) => counts).reduce(addEnds, noEnds);
  const differences = mailboxes.filter((mailbox) => !isOnItsWay(collection, mailbox)).flatMap(differencesOf);
  const unexplained = differences.filter(({ explanation }) => explanation === null).length;
  const shortfalls = mailboxes.reduce((sum, mailbox) => sum + mailbox.shortfalls.length, 0);
  const unsettled = mailboxes.filter(
    ({ state, closingPass }) => state === 'done' && closingPass === 'unsettled',
  ).length;
  // While it is transferred both grow between the two looks.
  const isGrowing = collection.status === 'transferring';
  const notEntered = isGrowing ? 0 : Math.abs(totals.kept - (await countKeptItems(reader, collection.id)));
  const refused = mailboxes.reduce((sum, mailbox) => sum + refusalsOf(mailbox).length, 0);
  const unfinished = mailboxes.filter((mailbox) => isException(collection, mailbox)).length;
  return {
    mailboxes,
    totals,
    isBalanced: isBalanced(totals),
    differences,
    completeness: [
      ...completenessStatement(collection, mailboxes, differences),
      ...(notEntered === 0
        ? []
        : [`NOT EXPLAINED: the ledger and the catalogue differ by ${counted(notEntered, 'kept item', 'kept items')}.`]),
    ],
    exceptions: totals.failed + unfinished + unexplained + shortfalls + unsettled + notEntered + refused,
  };
}

/** One mailbox of a collection: what its folders listed, beside what the service counts. */
export async function reconcileMailbox(
  reader: Reader,
  collection: CollectionId,
  mailbox: CollectionMailbox,
): Promise<MailboxReport & { readonly differences: readonly Difference[] }> {
  const report = await reportMailbox(reader, collection, mailbox);
  return { ...report, differences: differencesOf(report) };
}

/** A mailbox that failed; one that is merely not finished only where the collection claims to be over. */
function isException(collection: CollectionRow, mailbox: MailboxReport): boolean {
  return mailbox.state !== 'done' && !isOnItsWay(collection, mailbox);
}

/** Whether the rest of a mailbox is still to come: what is not listed yet is no difference. */
function isOnItsWay({ status }: CollectionRow, { state }: MailboxReport): boolean {
  const claimsToBeOver = status === 'processing' || status === 'completed' || status === 'completed-with-exceptions';
  return (state === 'planned' || state === 'walking') && !claimsToBeOver;
}
