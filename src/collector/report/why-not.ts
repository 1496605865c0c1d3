import type { CollectionId, Window } from '#evidence';
import type { Reader } from '#platform';
import {
  collectionsOfMailbox,
  ledgerRowsAbout,
  type CollectionOfMailbox,
  type WhyQuestion,
  type WhyRow,
} from './store-why.ts';

export interface WhyAnswer {
  readonly collection: CollectionId;
  readonly matter: string;
  /** When the collection was planned. */
  readonly collectedAt: Date;
  readonly row: WhyRow | null;
  /** One or two sentences for a person. */
  readonly answer: string;
}

/**
 * "Why not?" For one message of a mailbox, or for a day: what every collection of that mailbox saw of it,
 * and how it ended; where it was not seen, the likely cause from what is known. No answers where no collection ever
 * looked at the mailbox, which is known by its primary address or its id at the source.
 */
export async function whyNot(reader: Reader, question: WhyQuestion): Promise<readonly WhyAnswer[]> {
  const collections = await collectionsOfMailbox(reader, question.mailbox);
  const rows = await ledgerRowsAbout(reader, question);
  return collections.flatMap((collection): WhyAnswer[] => {
    const about = {
      collection: collection.collection,
      matter: collection.matter,
      collectedAt: collection.createdAt,
    };
    const seen = rows.filter((row) => row.collection === collection.collection);
    if (seen.length === 0) return [{ ...about, row: null, answer: whyUnseen(collection, question) }];
    return seen.map((row) => ({ ...about, row, answer: whyEnded(row) }));
  });
}

function whyEnded(row: WhyRow): string {
  const where = `Listed in ${row.folderPath}`;
  const tries =
    row.attempts === 0 ? '' : ` ${String(row.attempts)} tries failed, the last with ${String(row.lastAttempt)}`;
  switch (row.ended) {
    case 'kept':
      return `${where} and kept.${tries}`;
    case 'already-held':
      return `${where}; an earlier collection of this matter already held it unchanged.`;
    case 'filtered':
      return `${where} and left out as asked for: ${row.reason === 'draft' ? 'it is a draft and drafts were not wanted' : 'it was received outside the window'}.`;
    case 'skipped':
      return `${where}, but skipped (${String(row.reason)}). ${row.detail ?? ''}`;
    case 'failed':
      return `${where}, but it could not be fetched: ${row.detail ?? String(row.reason)}.${tries}`;
    case null:
      return `${where}, not fetched yet: the collection was stopped before. \`chainmail collection resume\` goes on.${tries}`;
  }
}

function whyUnseen(collection: CollectionOfMailbox, question: WhyQuestion): string {
  if (collection.failure !== null) return `The mailbox failed in this collection: ${collection.failure}`;
  if (collection.isKnownFromPacks) {
    return 'Not among what the packs of this collection hold; what it was asked for, and what else it saw, is not known any more.';
  }
  if (collection.state !== 'done') return 'The mailbox was not finished in this collection; resume it.';
  const { received } = question;
  const window = { from: collection.windowFrom, to: collection.windowTo };
  if (received !== undefined && !overlaps(window, received))
    return 'Nothing was listed: this time is outside the window that was asked for.';
  if (collection.query !== null) {
    const what = question.messageId === undefined ? 'Nothing of that time was found' : 'Not found';
    return `${what} by the search of the service for ${collection.query}, which narrowed this collection: it does not match, or the service had not indexed it. What is not found is not looked for in another way.`;
  }
  if (question.messageId === undefined) {
    const part = isCovered(window, received) ? '' : ' Part of that time is outside the window that was asked for.';
    return `No mail of that day was listed in any folder that was looked at.${part} ${sentence(notLookedAt(collection))} not looked at, nor what had been removed for good before the collection.`;
  }
  const windowed = window.from === null && window.to === null ? '' : 'it was received outside the window, ';
  const removed = collection.recoverable ? 'it was removed for good' : 'it was deleted or purged';
  return `Not seen in any folder that was looked at: ${windowed}${removed} before the collection, or it lies where nobody looked. ${sentence(notLookedAt(collection))} not looked at.`;
}

function notLookedAt({ hidden, recoverable, refused }: CollectionOfMailbox): readonly string[] {
  return [
    ...(hidden ? [] : ['hidden folders']),
    ...(recoverable ? [] : ['Recoverable Items']),
    'the in-place archive',
    ...refused.map((name) => `${name} (refused)`),
  ];
}

/** "Hidden folders and the in-place archive were". */
function sentence(things: readonly string[]): string {
  const [last = '', ...others] = [...things].reverse();
  const all = others.length === 0 ? last : `${others.reverse().join(', ')} and ${last}`;
  return `${all.charAt(0).toUpperCase()}${all.slice(1)} ${things.length === 1 ? 'was' : 'were'}`;
}

type Span = NonNullable<WhyQuestion['received']>;

function overlaps(window: Window, { from, to }: Span): boolean {
  return (window.from === null || to > window.from) && (window.to === null || from < window.to);
}

function isCovered(window: Window, span: Span | undefined): boolean {
  if (span === undefined) return true;
  return (window.from === null || span.from >= window.from) && (window.to === null || span.to <= window.to);
}
