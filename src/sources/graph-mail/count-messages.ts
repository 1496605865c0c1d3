import Type from 'typebox';
import type { Failure, Window } from '#evidence';
import type { OpenConnection } from '#microsoft';
import { query, reachMailbox, segment } from '#microsoft';
import { mostResults, searchResults } from './search-walk.ts';

/** How many messages a window of a mailbox holds, before anything is collected. */
export type MessageCount =
  /** The connection may read the mailbox, and this many are there: zero means that there are none. */
  | { readonly kind: 'counted'; readonly messages: number; readonly zero: 'mailbox-empty' | 'window-empty' | null }
  /** Nothing is known of what is there. */
  | { readonly kind: 'refused'; readonly failure: Failure };

/** How many messages a query finds at the source, as far as the service tells. */
export type SearchEstimate =
  | { readonly kind: 'found'; readonly messages: number; readonly isAtLeast: boolean; readonly cannotTell: string }
  | { readonly kind: 'refused'; readonly failure: Failure };

export interface Counting {
  readonly window: Window;
  readonly signal: AbortSignal;
}

const Counted = Type.Object({ '@odata.count': Type.Integer({ minimum: 0 }) });

/**
 * How many messages were received in the window, over all folders a person sees (Deleted Items included; not what is
 * hidden or recoverable, which only the collection itself finds). Two requests, and a third to explain a zero.
 * A mailbox the connection may not open is never counted as an empty one.
 * Throws what is no answer: faults of the network and of the sign-in.
 */
export async function countMessages(
  open: OpenConnection,
  mailbox: string,
  { window, signal }: Counting,
): Promise<MessageCount> {
  const reach = await reachMailbox(open, mailbox, signal);
  if (reach.kind === 'unreachable') return { kind: 'refused', failure: reach.failure };
  const filter = filterOf(window);
  const messages = await count(open, mailbox, { filter, signal });
  if (messages > 0) return { kind: 'counted', messages, zero: null };
  const isEmpty = filter === null || (await count(open, mailbox, { filter: null, signal })) === 0;
  return { kind: 'counted', messages, zero: isEmpty ? 'mailbox-empty' : 'window-empty' };
}

async function count(
  open: OpenConnection,
  mailbox: string,
  { filter, signal }: { readonly filter: string | null; readonly signal: AbortSignal },
): Promise<number> {
  const options = { $count: 'true', $top: 1, $select: 'id', ...(filter === null ? {} : { $filter: filter }) };
  const target = `/users/${segment(mailbox)}/messages${query(options)}`;
  const { value } = await open.mailbox(mailbox).request({ target, schema: Counted, signal });
  return value['@odata.count'];
}

function filterOf({ from, to }: Window): string | null {
  const terms = [
    ...(from === null ? [] : [`receivedDateTime ge ${from.toISOString()}`]),
    ...(to === null ? [] : [`receivedDateTime lt ${to.toISOString()}`]),
  ];
  return terms.length === 0 ? null : terms.join(' and ');
}

const searchCannotTell =
  'The service searches its own index: what it has not indexed yet, or never does, is missing, and folders that are hidden or recoverable are not searched.';

/**
 * How many messages a query (in the form `$search` takes) finds in the window. The service gives no count of a search, so
 * its results are paged, at most 1,000 of them: four requests, and from there on it is "at least".
 * Throws as countMessages does.
 */
export async function estimateSearch(
  open: OpenConnection,
  mailbox: string,
  { search, window, signal }: Counting & { readonly search: string },
): Promise<SearchEstimate> {
  const reach = await reachMailbox(open, mailbox, signal);
  if (reach.kind === 'unreachable') return { kind: 'refused', failure: reach.failure };
  const collection = `/users/${segment(mailbox)}/messages`;
  const found = await searchResults(open.mailbox(mailbox), { collection, search, window }, signal);
  const isAtLeast = found.length >= mostResults;
  const more = isAtLeast
    ? ` It gives no more than ${String(mostResults)} results of a search, so there may be more.`
    : '';
  return { kind: 'found', messages: found.length, isAtLeast, cannotTell: `${searchCannotTell}${more}` };
}
