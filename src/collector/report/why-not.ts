import { isWithin, type CollectionId } from '#evidence';
import type { Reader } from '#platform';
import {
  collectionsOfMailbox,
  ledgerRowsAbout,
  type CollectionOfMailbox,
  type WhyQuestion,
  type WhyRow,
} from './store-why.ts';

export interface WhyAnswer {
  readonly collection: CollectionId | null;
  readonly row: WhyRow | null;
  /** One or two sentences for a person. */
  readonly answer: string;
}

/**
 * "Why not?" For one message of a mailbox, or for a day: what every collection of that mailbox saw of it,
 * and how it ended; where it was not seen, the likely cause from what is known.
 */
export async function whyNot(reader: Reader, question: WhyQuestion): Promise<readonly WhyAnswer[]> {
  const collections = await collectionsOfMailbox(reader, question.mailbox);
  if (collections.length === 0) {
    const answer = `No collection ever looked at a mailbox with the primary address ${question.mailbox}.`;
    return [{ collection: null, row: null, answer }];
  }
  const rows = await ledgerRowsAbout(reader, question);
  return collections.flatMap((collection): WhyAnswer[] => {
    const seen = rows.filter((row) => row.collection === collection.collection);
    if (seen.length === 0)
      return [{ collection: collection.collection, row: null, answer: whyUnseen(collection, question) }];
    return seen.map((row) => ({ collection: collection.collection, row, answer: whyEnded(row) }));
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
  if (collection.state !== 'done') return 'The mailbox was not finished in this collection; resume it.';
  const window = { from: collection.windowFrom, to: collection.windowTo };
  if (
    question.received !== undefined &&
    !isWithin(window, question.received.from) &&
    !isWithin(window, question.received.to)
  ) {
    return 'Nothing was listed: this time is outside the window that was asked for.';
  }
  if (collection.query !== null) {
    return `Not found by the search of the service for ${collection.query}, which narrowed this collection: it does not match, or the service had not indexed it. What is not found is not looked for in another way.`;
  }
  const windowed = window.from === null && window.to === null ? '' : 'it was received outside the window, ';
  return `Not seen in any visible folder of the window: ${windowed}it was deleted or purged before the collection, or it lies in a hidden folder, in Recoverable Items or in the archive, which were not looked at.`;
}
