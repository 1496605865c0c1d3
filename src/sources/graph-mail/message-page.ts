import { Failure } from '#evidence';
import type { GraphReader } from '#microsoft';
import { pageOf, query } from '#microsoft';
import { dateOf, listedProperties, ListedMessage } from './listed-message.ts';

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

export interface MessagePage {
  readonly messages: readonly ListedMessage[];
  readonly nextLink: string | undefined;
  /** Page size that was asked for. */
  readonly top: number;
}

export interface PageRequest {
  readonly graph: GraphReader;
  readonly walk: Walk;
  /** Instant from which, in milliseconds. */
  readonly at: number;
  /** Instant before which. */
  readonly until: Date | null;
  readonly top: number;
  readonly signal: AbortSignal;
}

const Schema = pageOf(ListedMessage);
const leastTop = 25;

/** The first page from an instant on, ascending. A page that takes too long is asked for again at half the size. */
export async function firstPage(request: PageRequest): Promise<MessagePage> {
  const { walk, until } = request;
  const filter = [
    `${walk.key} ge ${new Date(request.at).toISOString()}`,
    until === null ? null : `${walk.key} lt ${until.toISOString()}`,
    walk.also,
  ];
  const options = {
    $filter: filter.filter((part) => part !== null).join(' and '),
    $orderby: `${walk.key} asc`,
    $select: listedProperties,
  };
  for (let top = request.top; ; top = Math.max(leastTop, Math.floor(top / 2))) {
    try {
      return await get(request.graph, `${walk.collection}${query({ ...options, $top: top })}`, { ...request, top });
    } catch (error) {
      if (top <= leastTop || !isTooSlow(error)) throw error;
    }
  }
}

/** The page behind a nextLink; null when the link has expired or takes the service too long. */
export async function furtherPage(request: {
  graph: GraphReader;
  link: string;
  top: number;
  signal: AbortSignal;
}): Promise<MessagePage | null> {
  try {
    return await get(request.graph, request.link, request);
  } catch (error) {
    if (error instanceof Failure && (error.kind === 'changed' || isTooSlow(error))) return null;
    throw error;
  }
}

/** The time a message is ordered by; null when it has none. */
export function keyOf(walk: Walk, message: ListedMessage): number | null {
  return dateOf(message[walk.key])?.getTime() ?? null;
}

/** The start of the last second on a page. Failure `malformed` when it is not in the order that was asked for. */
export function lastSecond(walk: Walk, messages: readonly ListedMessage[]): number | null {
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

/** Graph shows whole seconds, while stored times may be finer. */
export function floorSecond(time: number): number {
  return Math.floor(time / 1000) * 1000;
}

async function get(
  graph: GraphReader,
  target: string,
  request: { top: number; signal: AbortSignal },
): Promise<MessagePage> {
  const giveUp = request.top > leastTop ? { giveUpOn: isTooSlow } : {};
  const { value } = await graph.request({ target, schema: Schema, signal: request.signal, ...giveUp });
  return { messages: value.value, nextLink: value['@odata.nextLink'], top: request.top };
}

function isTooSlow(error: unknown): boolean {
  return error instanceof Failure && error.code === 'graph-gateway-timeout';
}
