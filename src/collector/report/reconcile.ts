import { addEnds, describeWindow, isBalanced, noEnds, type CollectionId, type EndCounts } from '#evidence';
import type { Reader } from '#platform';
import { mailboxesOfCollection, type CollectionMailbox, type CollectionRow } from '../ledger/store-collections.ts';
import { findSearch } from '../ledger/store-searches.ts';
import type { SourceQuery } from '../mailbox-run.ts';
import { folderReports, type FolderReport } from './store-report.ts';

export interface MailboxReport extends CollectionMailbox {
  readonly folders: readonly FolderReport[];
  readonly counts: EndCounts;
  /** Of a search: what the service could not be asked for, in words. */
  readonly shortfalls: readonly string[];
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
  /** Failed items and mailboxes, mailboxes not finished, unexplained differences, what a search could not be asked for. */
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
  const shortfalls = mailboxes.reduce((sum, mailbox) => sum + mailbox.shortfalls.length, 0);
  const unfinished = mailboxes.filter(({ state }) => state !== 'done').length;
  return {
    mailboxes,
    totals,
    isBalanced: isBalanced(totals),
    differences,
    completeness: completenessStatement(collection, mailboxes, differences),
    exceptions: totals.failed + unfinished + unexplained + shortfalls,
  };
}

async function reportMailbox(
  reader: Reader,
  collection: CollectionId,
  mailbox: CollectionMailbox,
): Promise<MailboxReport> {
  const folders = await folderReports(reader, { collection, mailbox: mailbox.mailbox });
  const counts = folders.map((folder) => folder.counts).reduce(addEnds, noEnds);
  const search = await findSearch(reader, { collection, mailbox: mailbox.mailbox });
  return { ...mailbox, folders, counts, shortfalls: search?.shortfalls ?? [] };
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
  const { query } = collection.options;
  return [
    ...(query === undefined ? whatWasLookedAt(collection, mailboxes) : whatWasSearched(collection, query, mailboxes)),
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

/** What a search leaves open is said with it: nobody may take it for all there is. */
function whatWasSearched(
  { window }: CollectionRow,
  { text, search }: SourceQuery,
  mailboxes: readonly MailboxReport[],
): readonly string[] {
  const shortfalls = mailboxes.flatMap((mailbox) =>
    mailbox.shortfalls.map((shortfall) => `NOT ALL FOUND: ${mailbox.address}: ${shortfall}`),
  );
  return [
    `Looked at: what the search of the service finds for ${text} in ${String(mailboxes.length)} mailboxes; received ${describeWindow(window)}. Asked as: ${search}`,
    'The service does not search items it has not indexed (just arrived, encrypted, of kinds it does not read), and its index decides what matches: such items are not in this collection even where they would match.',
    'Folders were not walked: their counts say nothing about this collection, and no closing pass looked for what arrived meanwhile.',
    ...shortfalls,
  ];
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
    collection.options.query === undefined
      ? 'Items without a received date are in no date range of the service and would show as a difference above.'
      : 'Items without a received date are in no date range of the service and were not found where one was asked for.',
  ];
  if (!collection.options.drafts) sentences.push('Drafts were listed and left out, as asked for (filtered: draft).');
  return sentences;
}
