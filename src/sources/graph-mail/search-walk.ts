import type { Window } from '#evidence';
import { Failure } from '#evidence';
import type { GraphReader } from '#microsoft';
import { pageOf, query } from '#microsoft';
import type { ListedPage } from '../contract.ts';
import { dateOf, listedItem, listedProperties, ListedMessage } from './listed-message.ts';
import { floorSecond } from './message-page.ts';
import { readSearchCursor, type Stretch, writeSearchCursor } from './search-cursor.ts';

/** What is searched: the messages of a mailbox. */
export interface MailSearch {
  /** Path of the collection, `/users/…/messages`. */
  readonly collection: string;
  /** In the form that `$search` takes, without its outer quotation marks. */
  readonly search: string;
  readonly window: Window;
}

/** The service gives so many results of a search and says nothing of further ones. */
export const mostResults = 1000;
const pageTop = 250;
const mostTries = 5;
const second = 1000;
const Schema = pageOf(ListedMessage);

/**
 * Lists what a search finds, one stretch of received time per call.
 *
 * - A stretch that gives 1,000 results may have more: it is divided into two that lie side by side, each of which is
 *   asked for by itself, so that every instant is in exactly one stretch. Where it is divided follows from the results,
 *   newest first as they come; that it is divided right does not depend on their order.
 * - One second that gives 1,000 cannot be divided: its results are listed and the page says that there may be more.
 * - Results that change while they are paged, and links that grow stale, begin their stretch again.
 * - Bounds are whole seconds, outward: an item may lie just outside of the window.
 */
export function createSearchWalk(
  graph: GraphReader,
): (mail: MailSearch, cursor: string | null, signal: AbortSignal) => Promise<ListedPage> {
  return async (mail, cursor, signal) => {
    const [stretch, ...others] = cursor === null ? [stretchOf(mail.window)] : readSearchCursor(cursor);
    if (stretch === undefined) return { items: [], cursor: null };
    const messages = await resultsOf(graph, { ...mail, stretch }, signal);
    const items = messages.map((message) => listedItem(message, ''));
    if (messages.length < mostResults) return { items, cursor: writeSearchCursor(others) };
    const middle = middleOf(stretch, messages);
    if (middle !== null) {
      // The newer part first: it is the one that is small enough, so few stretches are open at a time.
      const parts = [
        { from: middle, to: stretch.to },
        { from: stretch.from, to: middle },
      ];
      return { items: [], cursor: writeSearchCursor([...parts, ...others]) };
    }
    return { items, cursor: writeSearchCursor(others), shortfalls: [shortfallOf(stretch)] };
  };
}

function shortfallOf({ from }: Stretch): string {
  const which = from === null ? 'without a received time' : `received at ${new Date(from).toISOString()}`;
  return `${String(mostResults)} messages ${which} match, which is all the service gives of a search: there may be more of them.`;
}

function stretchOf({ from, to }: Window): Stretch {
  return {
    from: from === null ? null : floorSecond(from.getTime()),
    to: to === null ? null : Math.ceil(to.getTime() / second) * second,
  };
}

/**
 * Where to divide: so that the newer part holds what came before the oldest result, else in the middle, else the
 * single second by itself. Null when the stretch is one second.
 */
function middleOf({ from, to }: Stretch, messages: readonly ListedMessage[]): number | null {
  const times = messages.flatMap((message) => dateOf(message.receivedDateTime)?.getTime() ?? []).map(floorSecond);
  const oldest = times.length === 0 ? null : Math.min(...times);
  const newest = times.length === 0 ? null : Math.max(...times);
  const isInside = (at: number | null): at is number =>
    at !== null && (from === null || at > from) && (to === null || at < to);
  const candidates = [oldest === null ? null : oldest + second, halfOf(from, to), oldest, newest];
  return candidates.find(isInside) ?? null;
}

function halfOf(from: number | null, to: number | null): number | null {
  return from === null || to === null ? null : floorSecond((from + to) / 2);
}

/** What a search finds in its window, undivided: at most 1,000 results. Failure `unavailable` as for a walk. */
export async function searchResults(
  graph: GraphReader,
  mail: MailSearch,
  signal: AbortSignal,
): Promise<readonly ListedMessage[]> {
  return resultsOf(graph, { ...mail, stretch: stretchOf(mail.window) }, signal);
}

interface Asked extends MailSearch {
  readonly stretch: Stretch;
}

/** All results of one stretch, at most 1,000, each once. Failure `unavailable` when its pages never hold still. */
async function resultsOf(graph: GraphReader, asked: Asked, signal: AbortSignal): Promise<readonly ListedMessage[]> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const found = await tryResults(graph, asked, signal);
    if (found !== null) return found;
  }
  throw new Failure('unavailable', 'The results of the search do not hold still.', {
    code: 'graph-search-unsteady',
    fix: 'Try again later.',
  });
}

/** Null when a link grew stale on the way. */
async function tryResults(
  graph: GraphReader,
  asked: Asked,
  signal: AbortSignal,
): Promise<readonly ListedMessage[] | null> {
  const found = new Map<string, ListedMessage>();
  const $search = parameter(bounded(asked));
  let target: string | undefined = `${asked.collection}${query({ $search, $select: listedProperties, $top: pageTop })}`;
  let pages = 0;
  while (target !== undefined && found.size < mostResults && pages < mostResults) {
    const page = await pageAt(graph, target, signal);
    if (page === null) return null;
    for (const message of page.value) found.set(message.id, message);
    target = page['@odata.nextLink'];
    pages += 1;
  }
  return [...found.values()];
}

async function pageAt(graph: GraphReader, target: string, signal: AbortSignal) {
  try {
    const { value } = await graph.request({ target, schema: Schema, signal });
    return value;
  } catch (error) {
    if (error instanceof Failure && error.kind === 'changed') return null;
    throw error;
  }
}

function bounded({ search, stretch: { from, to } }: Asked): string {
  const terms = [
    `(${search})`,
    ...(from === null ? [] : [`received>=${atSecond(from)}`]),
    ...(to === null ? [] : [`received<${atSecond(to)}`]),
  ];
  return terms.length === 1 ? search : terms.join(' AND ');
}

function atSecond(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

function parameter(search: string): string {
  return `"${search.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
