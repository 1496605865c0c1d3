import type { ListedItem, Window } from '#evidence';
import { everything } from '#evidence';
import type { ListedPage, MailSource } from './contract.ts';

export const noEnd = new AbortController().signal;

/** A whole walk of one folder: its pages, and every item once (as it was listed last). */
export interface Walked {
  readonly pages: readonly ListedPage[];
  readonly items: ReadonlyMap<string, ListedItem>;
}

const mostPages = 10_000;

/** For tests: walks a folder from a cursor (null: from the start) to its end. */
export async function walkFolder(
  source: MailSource,
  folder: string,
  options: { window?: Window; cursor?: string | null } = {},
): Promise<Walked> {
  const { window = everything, cursor: from = null } = options;
  return walkPages(from, (cursor) => source.list({ sourceFolderId: folder, window, cursor }, noEnd));
}

/** For tests: everything that changed since an instant. */
export async function walkChanges(source: MailSource, since: Date, window: Window = everything): Promise<Walked> {
  return walkPages(null, (cursor) => source.changedSince({ since, window, cursor }, noEnd));
}

/** For tests: the bytes of one item. */
export async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts);
}

async function walkPages(from: string | null, next: (cursor: string | null) => Promise<ListedPage>): Promise<Walked> {
  const pages: ListedPage[] = [];
  const items = new Map<string, ListedItem>();
  let cursor = from;
  do {
    const page = await next(cursor);
    pages.push(page);
    for (const item of page.items) items.set(item.id, item);
    cursor = page.cursor;
    if (pages.length > mostPages) throw new Error('The walk does not end.');
  } while (cursor !== null);
  return { pages, items };
}
