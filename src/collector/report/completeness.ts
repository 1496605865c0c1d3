import { describeWindow, type Place } from '#evidence';
import type { PlaceBeyond } from '#sources';
import type { CollectionRow } from '../ledger/store-collections.ts';
import type { CollectionOptions, SourceQuery } from '../mailbox-run.ts';
import { nameOfPlace, refusalsOf, type Difference, type MailboxReport } from './mailbox-report.ts';
import type { FolderReport } from './store-report.ts';

const knownFromPacks = [
  'Known from its packs only: the database that knew this collection is not this one. The items shown are those the packs hold.',
  'Nothing is known of its window, its options, what it listed and did not keep, or mailboxes that failed; a receipt that was kept elsewhere says so.',
];

/** Sentences for the receipt. What was not looked at is said, not left out. */
export function completenessStatement(
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
  const folders = foldersIn(mailboxes, 'visible').length;
  const found = mailboxes.reduce((sum, mailbox) => sum + mailbox.foundByClosingPass, 0);
  const reached = mailboxes.filter((mailbox) => mailbox.folders.length > 0).length;
  const all = reached === mailboxes.length;
  const of = all
    ? counted(reached, 'mailbox', 'mailboxes')
    : `${String(reached)} of ${String(mailboxes.length)} mailboxes`;
  const sentences = [
    `Looked at: ${counted(folders, 'visible mail folder', 'visible mail folders')}, nested ones included, of ${of}; received ${describeWindow(collection.window)}.`,
    ...whatWasLookedAtBeyond(collection.options, mailboxes),
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

/** Places beyond the visible folders, as far as they were asked for and could be looked at. */
function whatWasLookedAtBeyond(options: CollectionOptions, mailboxes: readonly MailboxReport[]): readonly string[] {
  const of = (place: PlaceBeyond): string => {
    const reached = mailboxes.filter(({ folders }) => folders.some((folder) => folder.place === place)).length;
    return counted(reached, 'mailbox', 'mailboxes');
  };
  const recoverable = foldersIn(mailboxes, 'recoverable');
  const names = [...new Set(recoverable.map(({ path }) => path.split('/')[1]).filter((name) => name !== undefined))];
  const shown = names.length === 0 ? '' : ` (${names.sort().slice(0, namesShown).join(', ')})`;
  return [
    ...(options.hidden
      ? [
          `Looked at: ${counted(foldersIn(mailboxes, 'hidden').length, 'hidden folder', 'hidden folders')} of ${of('hidden')}. What other programs keep in a mailbox outside of its folder tree is not listed by the service.`,
        ]
      : []),
    ...(options.recoverable
      ? [
          `Looked at: Recoverable Items of ${of('recoverable')}, ${counted(recoverable.length, 'folder', 'folders')}${shown}: what was deleted, purged or held and had not been removed for good before.`,
        ]
      : []),
  ];
}

const namesShown = 12;

function foldersIn(mailboxes: readonly MailboxReport[], place: Place): readonly FolderReport[] {
  return mailboxes.flatMap(({ folders }) => folders.filter((folder) => folder.place === place));
}

/** What was asked for and refused; mailboxes that share a cause share a sentence. */
function whatWasRefused(mailboxes: readonly MailboxReport[]): readonly string[] {
  const refused = mailboxes.flatMap(refusalsOf);
  const causes = Map.groupBy(refused, ({ name, refusal, isPartly }) => {
    const extent = isPartly ? 'NOT LOOKED AT TO THE END' : 'NOT LOOKED AT';
    return `${extent}: ${name}: ${refusal.cause} (${refusal.code})`;
  });
  return [...causes].map(([cause, some]) => `${cause} In ${shownAddresses(some)}.`);
}

/** A place whose folders could be read in one way only, or in a second way that finds more, or were not counted. */
function whatOfPlacesDoesNotAddUp({ address, folders, places }: MailboxReport): readonly string[] {
  return places.flatMap(({ place, refusal, foldersExpected }) => {
    if (refusal !== null) return [];
    const name = nameOfPlace[place];
    const known = folders.filter((folder) => folder.place === place && folder.state !== 'gone');
    const uncounted = known.filter(({ state, expected }) => state === 'done' && expected === null).length;
    return [
      ...(uncounted === 0
        ? []
        : [
            `NOT COUNTED: ${address}, ${name}: the service did not say how much is in ${counted(uncounted, 'folder', 'folders')}.`,
          ]),
      ...(foldersExpected === null ? [`${address}: ${name} could be read in one way only.`] : []),
      ...(foldersExpected !== null && foldersExpected > known.length
        ? [
            `${address}: the service counts ${String(foldersExpected)} folders in ${name}, ${String(known.length)} were walked.`,
          ]
        : []),
    ];
  });
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
      const known = mailbox.folders.filter(({ state, place }) => place === 'visible' && state !== 'gone').length;
      if (mailbox.foldersExpected !== null && mailbox.foldersExpected > known) {
        sentences.push(
          `${mailbox.address}: the service counts ${String(mailbox.foldersExpected)} folders, ${String(known)} were walked.`,
        );
      }
      sentences.push(...whatOfPlacesDoesNotAddUp(mailbox));
      if (mailbox.closingPass === 'unsettled') {
        sentences.push(
          `NOT SETTLED: ${mailbox.address}: mail kept arriving, moving or changing until the last look; what came after it is not in the counts.`,
        );
      }
    }
  }
  sentences.push(...whatIsNotComplete(mailboxes), ...whatWasRefused(mailboxes));
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
    return `NOT COMPLETE: ${shownAddresses(some)}: ${cause}`;
  });
}

function shownAddresses(mailboxes: readonly { readonly address: string }[]): string {
  const named = mailboxes.slice(0, addressesShown).map(({ address }) => address);
  const more = mailboxes.length > named.length ? ` and ${String(mailboxes.length - named.length)} more` : '';
  return `${named.join(', ')}${more}`;
}

/** A number and the word for so many. */
export function counted(count: number, one: string, many: string): string {
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
  const { hidden, recoverable } = collection.options;
  const sentences = [
    `Not looked at: ${[
      ...(hidden ? [] : ['hidden folders']),
      ...(recoverable ? [] : ['Recoverable Items (deleted and purged mail)']),
      'in-place archives',
    ].join(', ')}.`,
    'Not looked at: calendars, contacts, tasks, notes, Teams chats, group mailboxes, public folders.',
    collection.options.query === undefined
      ? whatIsNotMail(collection, mailboxes)
      : 'Items without a received date are in no date range of the service and were not found where one was asked for.',
  ];
  if (!collection.options.drafts) sentences.push('Drafts were listed and left out, as asked for (filtered: draft).');
  return sentences;
}
