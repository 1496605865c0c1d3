import { endlessPages, type GraphReader } from '#microsoft';
import type { ListedMessage } from './listed-message.ts';
import type { MessagePage, Walk } from './message-page.ts';
import { firstPage, floorSecond, furtherPage } from './message-page.ts';
import type { WalkCursor } from './walk-cursor.ts';

/** A cursor within a second that is listed by itself. */
export type SecondCursor = WalkCursor & { readonly second: { readonly pass: number; readonly page: number } };

export interface SecondStep {
  readonly messages: readonly ListedMessage[];
  /** Null when the second was the last of the walk. */
  readonly cursor: WalkCursor | null;
}

/** What is remembered of a second, for as long as this process walks it. */
interface Memory {
  readonly pass: number;
  readonly page: number;
  /** Where its next page is; null at the start of a pass. */
  readonly link: string | null;
  readonly seen: Set<string>;
  /** How many ids this pass has brought that were new. */
  readonly fresh: number;
}

/** Pages of one pass that bring nothing, over all those that do. */
const mostIdlePages = 100;
const secondTop = 1000;
const mostPasses = 6;

/**
 * Lists one second that fills pages: page by page behind nextLinks, and again from its start until a whole pass brings
 * nothing new, since such links count places and skip when listed items vanish. A second that fits in one page needs
 * one pass; one whose pages never end is given up (Failure `unavailable`). Without memory of it (another process, an expired link) its current pass begins again.
 */
export function createSecondWalk(
  graph: GraphReader,
): (walk: Walk, cursor: SecondCursor, signal: AbortSignal) => Promise<SecondStep> {
  const memories = new Map<string, Memory>();

  return async (walk, cursor, signal) => {
    const name = `${walk.collection} ${walk.key} ${walk.also ?? ''} ${String(cursor.at)}`;
    const memory = fitting(memories.get(name), cursor);
    const link = memory?.link ?? null;
    const further = link === null ? null : await furtherPage({ graph, link, top: secondTop, signal });
    const page =
      further ?? (await firstPage({ graph, walk, at: cursor.at, until: endOf(walk, cursor), top: secondTop, signal }));
    const seen = memory?.seen ?? new Set<string>();
    const known = seen.size;
    for (const message of page.messages) seen.add(message.id);
    const next = advance(cursor, page, {
      pass: cursor.second.pass,
      page: further === null ? 0 : cursor.second.page,
      link: page.nextLink ?? null,
      seen,
      fresh: (further === null ? 0 : (memory?.fresh ?? 0)) + seen.size - known,
    });
    if (next === null) {
      memories.delete(name);
      return { messages: page.messages, cursor: afterSecond(walk, cursor) };
    }
    memories.set(name, next);
    return { messages: page.messages, cursor: { ...cursor, second: { pass: next.pass, page: next.page } } };
  };
}

function fitting(memory: Memory | undefined, cursor: SecondCursor): Memory | undefined {
  return memory?.pass === cursor.second.pass && memory.page === cursor.second.page ? memory : undefined;
}

/** What to remember for the next page or the next pass; null when the second is over. */
function advance(cursor: SecondCursor, page: MessagePage, now: Memory): Memory | null {
  if (page.nextLink !== undefined) {
    // Every page but an empty one shows a message that no other page of its pass has shown.
    if (now.page > now.seen.size + mostIdlePages) throw endlessPages();
    return { ...now, page: now.page + 1 };
  }
  const inOnePage = now.page === 0;
  if (inOnePage || now.fresh === 0 || cursor.second.pass >= mostPasses) return null;
  return { ...now, pass: now.pass + 1, page: 0, link: null, fresh: 0 };
}

function endOf(walk: Walk, cursor: WalkCursor): Date {
  const end = floorSecond(cursor.at) + 1000;
  return walk.to !== null && walk.to.getTime() < end ? walk.to : new Date(end);
}

function afterSecond(walk: Walk, { top, at }: WalkCursor): WalkCursor | null {
  const next = floorSecond(at) + 1000;
  return walk.to !== null && next >= walk.to.getTime() ? null : { v: 1, at: next, top };
}
