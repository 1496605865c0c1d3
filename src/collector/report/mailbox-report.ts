import { addEnds, noEnds, type CollectionId, type EndCounts } from '#evidence';
import type { Reader } from '#platform';
import type { CollectionMailbox } from '../ledger/store-collections.ts';
import { placesOfMailbox, type PlaceReport, type Refusal } from '../ledger/store-places.ts';
import { findSearch } from '../ledger/store-searches.ts';
import { folderReports, type FolderReport } from './store-report.ts';

export interface MailboxReport extends CollectionMailbox {
  readonly folders: readonly FolderReport[];
  readonly counts: EndCounts;
  /** What the service counted in the window, over all folders; null where it did not say so for every one. */
  readonly expected: number | null;
  /** Of a search: what the service could not be asked for, in words. */
  readonly shortfalls: readonly string[];
  /** The places beyond the visible folders that were asked for, and whether they could be looked at. */
  readonly places: readonly PlaceReport[];
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

/** One mailbox of a collection, its folders and places. */
export async function reportMailbox(
  reader: Reader,
  collection: CollectionId,
  mailbox: CollectionMailbox,
): Promise<MailboxReport> {
  const folders = await folderReports(reader, { collection, mailbox: mailbox.mailbox });
  const counts = folders.map((folder) => folder.counts).reduce(addEnds, noEnds);
  const search = await findSearch(reader, { collection, mailbox: mailbox.mailbox });
  const places = await placesOfMailbox(reader, { collection, mailbox: mailbox.mailbox });
  return { ...mailbox, folders, counts, expected: expectedOf(folders), shortfalls: search?.shortfalls ?? [], places };
}

/** A mailbox nobody got into was not counted either: that is not zero. */
function expectedOf(folders: readonly FolderReport[]): number | null {
  if (folders.length === 0) return null;
  return folders.reduce<number | null>(
    (sum, { expected }) => (sum === null || expected === null ? null : sum + expected),
    0,
  );
}

/** Folders in which what was listed is not what the service counted, explained where that can be. */
export function differencesOf(mailbox: MailboxReport): readonly Difference[] {
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
    if (folder.state === 'refused') return [{ ...facts, explanation: 'the folder may not be read; see above' }];
    if (folder.state === 'gone') {
      return [
        { ...facts, explanation: 'the folder was deleted while the collection ran; its mail is listed where it went' },
      ];
    }
    return [{ ...facts, explanation: null }];
  });
}

/** A place or a folder beyond the visible ones that was asked for and could not be looked at. */
export interface RefusedPart {
  readonly address: string;
  /** `Recoverable Items`, or the path of a folder. */
  readonly name: string;
  readonly refusal: Refusal;
  /** Whether anything of it had been looked at before. */
  readonly isPartly: boolean;
}

/** What was refused of a mailbox, beside a mailbox that can be read. */
export function refusalsOf({ address, folders, places }: MailboxReport): readonly RefusedPart[] {
  const parts: RefusedPart[] = [];
  for (const { place, refusal } of places) {
    if (refusal === null) continue;
    const isPartly = folders.some((folder) => folder.place === place);
    parts.push({ address, name: nameOfPlace[place], refusal, isPartly });
  }
  for (const { path, refusal, counts } of folders) {
    if (refusal !== null) parts.push({ address, name: path, refusal, isPartly: counts.listed > 0 });
  }
  return parts;
}

export const nameOfPlace = { hidden: 'hidden folders', recoverable: 'Recoverable Items' } as const;
