import { addEnds, describeWindow, isBalanced, noEnds, type CollectionId, type EndCounts } from '#evidence';
import type { Reader } from '#platform';
import { mailboxesOfCollection, type CollectionMailbox, type CollectionRow } from '../ledger/store-collections.ts';
import { findSearch } from '../ledger/store-searches.ts';
import type { SourceQuery } from '../mailbox-run.ts';
import { countKeptItems, folderReports, type FolderReport } from './store-report.ts';

export interface MailboxReport extends CollectionMailbox {
  readonly folders: readonly FolderReport[];
  readonly counts: EndCounts;
  /** What the service counted in the window, over all folders; null where it did not say so for every one. */
  readonly expected: number | null;
  /** Of a search: what the service could not be asked for, in words. */
  readonly shortfalls: readonly string[];
}

/** A folder in which what was listed is not what the service counted. */
export interface Difference {
  readonly address: string;
  readonly path: string;
  readonly expected: number;
  readonly listed: number;
  /** Of the listed: those the service had no longer when they were fetched. */
  readonly gone: number;
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
  /**
   * Failed items and mailboxes, mailboxes not finished or not settled, unexplained differences, what a search could not
   * be asked for. What a collection on its way has not come to yet is none.
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
    exceptions: totals.failed + unfinished + unexplained + shortfalls + unsettled + notEntered,
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

async function reportMailbox(
  reader: Reader,
  collection: CollectionId,
  mailbox: CollectionMailbox,
): Promise<MailboxReport> {
  const folders = await folderReports(reader, { collection, mailbox: mailbox.mailbox });
  const counts = folders.map((folder) => folder.counts).reduce(addEnds, noEnds);
  const search = await findSearch(reader, { collection, mailbox: mailbox.mailbox });
  return { ...mailbox, folders, counts, expected: expectedOf(folders), shortfalls: search?.shortfalls ?? [] };
}

/** A mailbox nobody got into was not counted either: that is not zero. */
function expectedOf(folders: readonly FolderReport[]): number | null {
  if (folders.length === 0) return null;
  return folders.reduce<number | null>(
    (sum, { expected }) => (sum === null || expected === null ? null : sum + expected),
    0,
  );
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

function differencesOf(mailbox: MailboxReport): readonly Difference[] {
  return mailbox.folders.flatMap((folder): Difference[] => {
    const { expected, counts, path } = folder;
    const { listed, skipped: gone } = counts;
    if (expected === null || (expected === listed && gone === 0)) return [];
    const facts = { address: mailbox.address, path, expected, listed, gone };
    // What is said to be gone and is counted all the same is not gone.
    const isCountedAllTheSame = expected > listed - gone && expected <= listed;
    if (isCountedAllTheSame && folder.state === 'done') return [{ ...facts, explanation: null }];
    if (listed > expected) {
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

const knownFromPacks = [
  'Known from its packs only: the database that knew this collection is not this one. The items shown are those the packs hold.',
  'Nothing is known of its window, its options, what it listed and did not keep, or mailboxes that failed; a receipt that was kept elsewhere says so.',
];

/** Sentences for the receipt. What was not looked at is said, not left out. */
function completenessStatement(
  collection: CollectionRow,
  mailboxes: readonly MailboxReport[],
  differences: readonly Difference[],
): readonly string[] {
  if (collection.status === 'known-from-packs') return knownFromPacks;
  const { query } = collection.options;
  return [
    ...(query === undefined ? whatWasLookedAt(collection, mailboxes) : whatWasSearched(collection, query, mailboxes)),
    ...whatDoesNotAddUp(mailboxes, differences),
    ...whatWasNotLookedAt(collection, mailboxes),
  ];
}

function whatWasLookedAt(collection: CollectionRow, mailboxes: readonly MailboxReport[]): readonly string[] {
  const folders = mailboxes.reduce((sum, mailbox) => sum + mailbox.folders.length, 0);
  const found = mailboxes.reduce((sum, mailbox) => sum + mailbox.foundByClosingPass, 0);
  const reached = mailboxes.filter((mailbox) => mailbox.folders.length > 0).length;
  const all = reached === mailboxes.length;
  const of = all
    ? counted(reached, 'mailbox', 'mailboxes')
    : `${String(reached)} of ${String(mailboxes.length)} mailboxes`;
  const sentences = [
    `Looked at: ${counted(folders, 'visible mail folder', 'visible mail folders')}, nested ones included, of ${of}; received ${describeWindow(collection.window)}.`,
  ];
  if (!all)
    sentences.push(
      `NOT LOOKED AT: ${counted(mailboxes.length - reached, 'mailbox', 'mailboxes')} that could not be read; see below.`,
    );
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
    }
  }
  sentences.push(...whatIsNotComplete(mailboxes));
  for (const { address, path, expected, listed, gone, explanation } of differences) {
    const without = gone === 0 ? '' : `, ${String(gone)} of them gone when they were fetched`;
    const counted = `${address}, ${path}: the service counted ${String(expected)}, ${String(listed)} were listed${without}`;
    sentences.push(explanation === null ? `NOT EXPLAINED: ${counted}.` : `${counted} (${explanation}).`);
  }
  return sentences;
}

const addressesShown = 10;

/** Mailboxes that share a cause share a sentence. */
function whatIsNotComplete(mailboxes: readonly MailboxReport[]): readonly string[] {
  const open = mailboxes.filter(({ state }) => state !== 'done');
  const causes = Map.groupBy(open, ({ failure, address }) =>
    failure === null ? 'it was not finished' : failure.cause.replaceAll(address, 'the mailbox'),
  );
  return [...causes].map(([cause, some]) => {
    const named = some.slice(0, addressesShown).map(({ address }) => address);
    const more = some.length > named.length ? ` and ${String(some.length - named.length)} more` : '';
    return `NOT COMPLETE: ${named.join(', ')}${more}: ${cause}`;
  });
}

function counted(count: number, one: string, many: string): string {
  return `${String(count)} ${count === 1 ? one : many}`;
}

/** Items of the folders that no message is: the service counts them without listing them as mail. */
function whatIsNotMail({ window }: CollectionRow, mailboxes: readonly MailboxReport[]): string {
  if (window.from !== null || window.to !== null) {
    return 'Not looked at: mail without a received date, which no date range of the service holds, and items that are not mail.';
  }
  const others = mailboxes
    .flatMap(({ folders }) => folders)
    .reduce(
      (sum, { expected, expectedTotal }) => sum + Math.max(0, (expectedTotal ?? 0) - (expected ?? expectedTotal ?? 0)),
      0,
    );
  return `Not looked at: items that are not mail (${String(others)} more are in the folders looked at, as the service counts them).`;
}

function whatWasNotLookedAt(collection: CollectionRow, mailboxes: readonly MailboxReport[]): readonly string[] {
  const sentences = [
    'Not looked at: hidden folders, Recoverable Items (deleted and purged mail), in-place archives.',
    'Not looked at: calendars, contacts, tasks, notes, Teams chats, group mailboxes, public folders.',
    collection.options.query === undefined
      ? whatIsNotMail(collection, mailboxes)
      : 'Items without a received date are in no date range of the service and were not found where one was asked for.',
  ];
  if (!collection.options.drafts) sentences.push('Drafts were listed and left out, as asked for (filtered: draft).');
  return sentences;
}
