import { Failure } from '#evidence';
import type { ListedPage } from '../contract.ts';
import { dateOf, listedItem, listedProperties, ListedMessage } from './listed-message.ts';
import type { WalkCursor } from './walk-cursor.ts';
import { readCursor, writeCursor } from './walk-cursor.ts';
import type { GraphReader } from '#microsoft';
import { pageOf, query } from '#microsoft';

/** What is walked: a collection of messages in the order of one of their times. */
export interface Walk {
  /** Path of the collection, e.g. `/users/…/mailFolders/…/messages`. */
  readonly collection: string;
  readonly key: 'receivedDateTime' | 'lastModifiedDateTime';
  readonly from: Date | null;
  readonly to: Date | null;
  /** Further restriction on another property; must come after the key (`InefficientFilter`). */
  readonly also: string | null;
  /** Folder of items that do not say where they are. */
  readonly folder: string;
}

interface Page {
  readonly messages: readonly ListedMessage[];
  readonly nextLink: string | undefined;
  readonly top: number;
}

/** What is remembered of a second that fills pages, for as long as this process walks it. */
interface SecondState {
  readonly pass: number;
  readonly page: number;
  readonly link: string;
  readonly seen: Set<string>;
  readonly fresh: number;
}

const MessagePage = pageOf(ListedMessage);
const beginning = Date.UTC(1900, 0, 1);
const firstTop = 250;
const secondTop = 1000;
const leastTop = 25;
const mostPasses = 6;
const mostEmptyPages = 1000;

/**
 * Walks collections of messages by key, one page per call.
 *
 * - Each page asks for `key ge <where we are>`, ascending: nothing shifts when items vanish, as it does behind `$skip`.
 * - It goes on at the last second it saw, so that second is listed twice; stored times may be finer than shown ones.
 * - A second that fills a page is paged through by itself, in passes, until a pass brings nothing new; then the next.
 * - nextLinks live in memory only. After a restart, or when one has expired, the second begins again.
 * - A page shorter than asked, an empty page with a nextLink and repeated items are all legal.
 * - A page that takes the service too long is asked for again at half the size.
 */
export function createKeyWalk(
  graph: GraphReader,
): (walk: Walk, cursor: string | null, signal: AbortSignal) => Promise<ListedPage> {
  const seconds = new Map<string, SecondState>();

  async function listFrom(walk: Walk, cursor: WalkCursor, signal: AbortSignal): Promise<ListedPage> {
    let page = await ask({ graph, walk, at: cursor.at, until: walk.to, top: cursor.top, signal });
    for (
      let empty = 0;
      !page.messages.some((message) => keyOf(walk, message) !== null) && page.nextLink !== undefined;
      empty += 1
    ) {
      if (empty > mostEmptyPages) throw endless();
      const further = await follow({ graph, link: page.nextLink, top: page.top, signal });
      page = further ?? (await ask({ graph, walk, at: cursor.at, until: walk.to, top: cursor.top, signal }));
    }
    const last = lastSecond(walk, page.messages);
    if (page.nextLink === undefined || last === null) return listed(walk, page.messages, null);
    const at = Math.max(last, cursor.at);
    const stuck = last <= floorSecond(cursor.at);
    return listed(walk, page.messages, { v: 1, at, top: page.top, ...(stuck ? { second: { pass: 0, page: 0 } } : {}) });
  }

  async function listSecond(
    walk: Walk,
    cursor: WalkCursor & { second: { pass: number; page: number } },
    signal: AbortSignal,
  ): Promise<ListedPage> {
    const known = seconds.get(secondName(walk, cursor.at));
    const state = known?.pass === cursor.second.pass && known.page === cursor.second.page ? known : undefined;
    const page = await secondPage(walk, cursor, state, signal);
    const restarted = state === undefined || page.restarted;
    const seen = state?.seen ?? (cursor.second.page === 0 ? (known?.seen ?? new Set<string>()) : new Set<string>());
    const before = seen.size;
    for (const message of page.messages) seen.add(message.id);
    const fresh = (restarted ? 0 : (state?.fresh ?? 0)) + seen.size - before;
    return listed(walk, page.messages, nextInSecond({ walk, cursor, page, seen, fresh, restarted }));
  }

  async function secondPage(
    walk: Walk,
    cursor: WalkCursor,
    state: SecondState | undefined,
    signal: AbortSignal,
  ): Promise<Page & { restarted: boolean }> {
    const further = state === undefined ? null : await follow({ graph, link: state.link, top: secondTop, signal });
    if (further !== null) return { ...further, restarted: false };
    const end = floorSecond(cursor.at) + 1000;
    const until = walk.to === null || walk.to.getTime() > end ? new Date(end) : walk.to;
    return { ...(await ask({ graph, walk, at: cursor.at, until, top: secondTop, signal })), restarted: true };
  }

  function nextInSecond(now: {
    walk: Walk;
    cursor: WalkCursor & { second: { pass: number; page: number } };
    page: Page;
    seen: Set<string>;
    fresh: number;
    restarted: boolean;
  }): WalkCursor | null {
    const { walk, cursor, page, seen, fresh } = now;
    const name = secondName(walk, cursor.at);
    const { pass } = cursor.second;
    const number = now.restarted ? 0 : cursor.second.page;
    const base = { v: 1, at: cursor.at, top: cursor.top } as const;
    if (page.nextLink !== undefined) {
      const second = { pass, page: number + 1 };
      seconds.set(name, { ...second, link: page.nextLink, seen, fresh });
      return { ...base, second };
    }
    const whole = number === 0 || fresh === 0;
    if (!whole && pass < mostPasses) {
      seconds.set(name, { pass: pass + 1, page: -1, link: '', seen, fresh: 0 });
      return { ...base, second: { pass: pass + 1, page: 0 } };
    }
    seconds.delete(name);
    const following = floorSecond(cursor.at) + 1000;
    return walk.to !== null && following >= walk.to.getTime() ? null : { ...base, at: following };
  }

  return async (walk, text, signal) => {
    const { second, ...cursor } = text === null ? startOf(walk) : readCursor(text);
    if (second === undefined) return await listFrom(walk, cursor, signal);
    return await listSecond(walk, { ...cursor, second }, signal);
  };
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

interface Ask {
  readonly graph: GraphReader;
  readonly walk: Walk;
  readonly at: number;
  readonly until: Date | null;
  readonly top: number;
  readonly signal: AbortSignal;
}

async function ask(request: Ask): Promise<Page> {
  const { walk, until } = request;
  const filter = [
    `${walk.key} ge ${new Date(request.at).toISOString()}`,
    until === null ? null : `${walk.key} lt ${until.toISOString()}`,
    walk.also,
  ];
  for (let top = request.top; ; top = Math.max(leastTop, Math.floor(top / 2))) {
    const options = {
      $filter: filter.filter((part) => part !== null).join(' and '),
      $orderby: `${walk.key} asc`,
      $select: listedProperties,
      $top: top,
    };
    try {
      return await get(request.graph, `${walk.collection}${query(options)}`, { top, signal: request.signal });
    } catch (error) {
      if (top <= leastTop || !isTooSlow(error)) throw error;
    }
  }
}

/** The page behind a nextLink; null when the link has expired. */
async function follow(request: {
  graph: GraphReader;
  link: string;
  top: number;
  signal: AbortSignal;
}): Promise<Page | null> {
  if (request.link === '') return null;
  try {
    return await get(request.graph, request.link, request);
  } catch (error) {
    if (error instanceof Failure && (error.kind === 'changed' || isTooSlow(error))) return null;
    throw error;
  }
}

async function get(graph: GraphReader, target: string, request: { top: number; signal: AbortSignal }): Promise<Page> {
  const giveUp = request.top > leastTop ? { giveUpOn: isTooSlow } : {};
  const { value } = await graph.request({ target, schema: MessagePage, signal: request.signal, ...giveUp });
  return { messages: value.value, nextLink: value['@odata.nextLink'], top: request.top };
}

function isTooSlow(error: unknown): boolean {
  return error instanceof Failure && error.code === 'graph-gateway-timeout';
}

function keyOf(walk: Walk, message: ListedMessage): number | null {
  return dateOf(message[walk.key])?.getTime() ?? null;
}

/** Start of the last second on the page. Failure `malformed` when the page is not in the order that was asked for. */
function lastSecond(walk: Walk, messages: readonly ListedMessage[]): number | null {
  let last: number | null = null;
  for (const message of messages) {
    const key = keyOf(walk, message);
    if (key === null) continue;
    if (last !== null && floorSecond(key) < last) {
      throw new Failure('malformed', 'The service listed messages in another order than it was asked for.', {
        code: 'graph-order-broken',
        fix: 'Report it: walking on could leave messages out.',
      });
    }
    last = floorSecond(key);
  }
  return last;
}

function floorSecond(time: number): number {
  return Math.floor(time / 1000) * 1000;
}

function secondName(walk: Walk, at: number): string {
  return `${walk.collection} ${walk.key} ${walk.also ?? ''} ${String(at)}`;
}

function endless(): Failure {
  return new Failure('unavailable', 'The service answers with empty pages that never end.', {
    code: 'graph-endless-pages',
    fix: 'Try again later.',
  });
}
