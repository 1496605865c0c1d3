import { Failure } from '#evidence';
import { endlessPages, type GraphReader } from '#microsoft';
import type { ListedPage } from '../contract.ts';
import type { ListedMessage } from './listed-message.ts';
import { listedItem } from './listed-message.ts';
import type { MessagePage, PageRequest, Walk } from './message-page.ts';
import { firstPage, floorSecond, furtherPage, keyOf, lastSecond } from './message-page.ts';
import { createSecondWalk } from './second-walk.ts';
import type { WalkCursor } from './walk-cursor.ts';
import { readCursor, writeCursor } from './walk-cursor.ts';

const beginning = Date.UTC(1900, 0, 1);
const firstTop = 250;
const mostEmptyPages = 1000;

/**
 * Walks collections of messages by key, one page per call.
 *
 * - Each page asks for `key ge <where we are>`, ascending: nothing shifts when items vanish, as it does behind `$skip`.
 * - It goes on at the last second it saw, so that second is listed twice; stored times may be finer than shown ones.
 * - A second that fills a page is listed by itself (see createSecondWalk), then the walk goes on behind it.
 * - nextLinks live in memory only: what is written into a cursor is an instant.
 * - A page shorter than asked, an empty page with a nextLink and repeated items are all legal.
 */
export function createKeyWalk(
  graph: GraphReader,
): (walk: Walk, cursor: string | null, signal: AbortSignal) => Promise<ListedPage> {
  const listSecond = createSecondWalk(graph);

  async function listFrom(walk: Walk, cursor: WalkCursor, signal: AbortSignal): Promise<ListedPage> {
    const page = await filledPage({ graph, walk, at: cursor.at, until: walk.to, top: cursor.top, signal });
    const last = lastSecond(walk, page.messages);
    if (page.nextLink === undefined || last === null) return listed(walk, page.messages, null);
    if (last < floorSecond(cursor.at)) throw filterIgnored();
    const stuck = last <= floorSecond(cursor.at);
    const next = { v: 1 as const, at: Math.max(last, cursor.at), top: page.top };
    return listed(walk, page.messages, stuck ? { ...next, second: { pass: 0, page: 0 } } : next);
  }

  return async (walk, text, signal) => {
    const { second, ...cursor } = text === null ? startOf(walk) : readCursor(text);
    if (second === undefined) return listFrom(walk, cursor, signal);
    const step = await listSecond(walk, { ...cursor, second }, signal);
    return listed(walk, step.messages, step.cursor);
  };
}

/** The first page that shows a key, or the last one. Empty pages before it are passed over. */
async function filledPage(request: PageRequest): Promise<MessagePage> {
  const { graph, walk, signal } = request;
  let page = await firstPage(request);
  for (let empty = 0; empty < mostEmptyPages; empty += 1) {
    if (page.nextLink === undefined || page.messages.some((message) => keyOf(walk, message) !== null)) return page;
    const further = await furtherPage({ graph, link: page.nextLink, top: page.top, signal });
    page =
      further === null ? await firstPage(request) : { ...further, messages: [...page.messages, ...further.messages] };
  }
  throw endlessPages();
}

/** Walking on would never come to an end. */
function filterIgnored(): Failure {
  return new Failure('malformed', 'The service listed messages from before the time it was asked for, and no others.', {
    code: 'graph-filter-ignored',
    fix: 'Try again; if it stays, report it with the request id.',
  });
}

function startOf(walk: Walk): WalkCursor {
  return { v: 1, at: walk.from?.getTime() ?? beginning, top: firstTop };
}

function listed(walk: Walk, messages: readonly ListedMessage[], cursor: WalkCursor | null): ListedPage {
  return {
    items: messages.map((message) => listedItem(message, walk.folder)),
    cursor: cursor === null ? null : writeCursor(cursor),
  };
}
