import { addEnds, describeWindow, isBalanced, noEnds, type CollectionId, type EndCounts } from '#evidence';
import type { Reader } from '#platform';
import { mailboxesOfCollection, type CollectionMailbox, type CollectionRow } from '../ledger/store-collections.ts';
import { folderReports, type FolderReport } from './store-report.ts';

export interface MailboxReport extends CollectionMailbox {
  readonly folders: readonly FolderReport[];
  readonly counts: EndCounts;
}

/** A folder in which what was listed is not what the service counted. */
export interface Difference {
  readonly address: string;
  readonly path: string;
  readonly expected: number;
  readonly listed: number;
  /** Null when nothing explains it: the collection then has an exception. */
  readonly explanation: string | null;
}

export interface Reconciliation {
  readonly mailboxes: readonly MailboxReport[];
  readonly totals: EndCounts;
  readonly isBalanced: boolean;
  readonly differences: readonly Difference[];
  /** In words: what was looked at, what was not, and what does not add up. */
  readonly completeness: readonly string[];
  /** Failed items and mailboxes, mailboxes not finished, unexplained differences. */
  readonly exceptions: number;
}

/** A collection's ledger beside what the service counted, folder by folder. */
export async function reconcile(reader: Reader, collection: CollectionRow): Promise<Reconciliation> {
  const mailboxes: MailboxReport[] = [];
  for (const mailbox of await mailboxesOfCollection(reader, collection.id)) {
    mailboxes.push(await reportMailbox(reader, collection.id, mailbox));
  }
  const totals = mailboxes.map(({ counts }) => counts).reduce(addEnds, noEnds);
  const differences = mailboxes.flatMap(differencesOf);
  const unexplained = differences.filter(({ explanation }) => explanation === null).length;
  const unfinished = mailboxes.filter(({ state }) => state !== 'done').length;
  return {
    mailboxes,
    totals,
    isBalanced: isBalanced(totals),
    differences,
    completeness: completenessStatement(collection, mailboxes, differences),
    exceptions: totals.failed + unfinished + unexplained,
  };
}

async function reportMailbox(
  reader: Reader,
  collection: CollectionId,
  mailbox: CollectionMailbox,
): Promise<MailboxReport> {
  const folders = await folderReports(reader, { collection, mailbox: mailbox.mailbox });
  const counts = folders.map((folder) => folder.counts).reduce(addEnds, noEnds);
  return { ...mailbox, folders, counts };
}

function differencesOf(mailbox: MailboxReport): readonly Difference[] {
  return mailbox.folders.flatMap((folder): Difference[] => {
    const { expected, counts, path } = folder;
    if (expected === null || expected === counts.listed) return [];
    const facts = { address: mailbox.address, path, expected, listed: counts.listed };
    if (counts.listed > expected) {
      return [
        { ...facts, explanation: 'moved, deleted or taken out of the window at the source while the collection ran' },
      ];
    }
    if (folder.state === 'gone') {
      return [
        { ...facts, explanation: 'the folder was deleted while the collection ran; its mail is listed where it went' },
      ];
    }
    return [{ ...facts, explanation: null }];
  });
}

/** Sentences for the receipt. What was not looked at is said, not left out. */
function completenessStatement(
  collection: CollectionRow,
  mailboxes: readonly MailboxReport[],
  differences: readonly Difference[],
): readonly string[] {
  return [
    ...whatWasLookedAt(collection, mailboxes),
    ...whatDoesNotAddUp(mailboxes, differences),
    ...whatWasNotLookedAt(collection),
  ];
}

function whatWasLookedAt(collection: CollectionRow, mailboxes: readonly MailboxReport[]): readonly string[] {
  const folders = mailboxes.reduce((sum, mailbox) => sum + mailbox.folders.length, 0);
  const found = mailboxes.reduce((sum, mailbox) => sum + mailbox.foundByClosingPass, 0);
  const sentences = [
    `Looked at: the ${String(folders)} visible mail folders, nested ones included, of ${String(mailboxes.length)} mailboxes; received ${describeWindow(collection.window)}.`,
  ];
  if (found > 0) {
    sentences.push(
      `${String(found)} items arrived, moved or changed during the walk and were found by the closing pass; they are in the counts.`,
    );
  }
  return sentences;
}

function whatDoesNotAddUp(mailboxes: readonly MailboxReport[], differences: readonly Difference[]): readonly string[] {
  const sentences: string[] = [];
  for (const mailbox of mailboxes) {
    if (mailbox.state === 'done') {
      const known = mailbox.folders.filter(({ state }) => state !== 'gone').length;
      if (mailbox.foldersExpected !== null && mailbox.foldersExpected > known) {
        sentences.push(
          `${mailbox.address}: the service counts ${String(mailbox.foldersExpected)} folders, ${String(known)} were walked.`,
        );
      }
      if (mailbox.closingPass === 'unsettled') {
        sentences.push(
          `NOT SETTLED: ${mailbox.address}: mail kept arriving, moving or changing until the last look; what came after it is not in the counts.`,
        );
      }
      continue;
    }
    const cause = mailbox.failure === null ? 'it was not finished' : mailbox.failure.cause;
    sentences.push(`NOT COMPLETE: ${mailbox.address}: ${cause}`);
  }
  for (const { address, path, expected, listed, explanation } of differences) {
    const counted = `${address}, ${path}: the service counted ${String(expected)}, ${String(listed)} were listed`;
    sentences.push(explanation === null ? `NOT EXPLAINED: ${counted}.` : `${counted} (${explanation}).`);
  }
  return sentences;
}

function whatWasNotLookedAt(collection: CollectionRow): readonly string[] {
  const sentences = [
    'Not looked at: hidden folders, Recoverable Items (deleted and purged mail), in-place archives.',
    'Not looked at: calendars, contacts, tasks, notes, Teams chats, group mailboxes, public folders.',
    'Items without a received date are in no date range of the service and would show as a difference above.',
  ];
  if (!collection.options.drafts) sentences.push('Drafts were listed and left out, as asked for (filtered: draft).');
  return sentences;
}
