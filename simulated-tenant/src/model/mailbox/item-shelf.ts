import { computedItems } from './computed-items.ts';
import type { FolderTree } from './folder-tree.ts';
import type { ItemRecord } from './item-record.ts';
import { settlingTime, type LazyItems } from './lazy-items.ts';
import { mergedItems } from './ordered-items.ts';
import { storedItems, type OrderBy } from './stored-items.ts';

/** Numbers of stored items begin here; those below belong to lazy items. */
const firstStored = 2 ** 40;

/**
 * The items of a mailbox, wherever they are: computed from an index as long as nothing happened to
 * them, stored from their first change on. Answers listings over both as if they were one.
 */
export interface ItemShelf {
  /** A number for an item about to be stored. */
  nextNumber(): number;
  find(number: number): ItemRecord | undefined;
  /** The record to change in place: takes it out of the order it is in until `put`. */
  take(number: number): ItemRecord;
  put(record: ItemRecord): void;
  counts(folder: number): { messages: number; unread: number };
  slice(folder: number | null, orderBy: OrderBy, window: { start: number; end: number }): ItemRecord[];
  /** How many items have an earlier time. */
  before(folder: number | null, orderBy: OrderBy, time: number): number;
  length(folder: number | null): number;
  /** Every item of a folder: use only to empty it. */
  numbersIn(folder: number): number[];
}

export interface ShelfOptions {
  readonly lazy: LazyItems;
  readonly folders: FolderTree;
  readonly idOf: (number: number) => string;
}

/** Expects the folders of the lazy items to be there already. */
export function itemShelf({ lazy, folders, idOf }: ShelfOptions): ItemShelf {
  const numberOfName = new Map<string, number>();
  const nameOfNumber = new Map<number, string>();
  for (const { folder, number } of folders.all()) {
    const name = folder.wellKnownName ?? folder.displayName;
    numberOfName.set(name, number);
    nameOfNumber.set(number, name);
  }
  const computed = computedItems(lazy, (name) => numberOfName.get(name) ?? 0);
  const stored = storedItems(folders, idOf);
  let next = firstStored;

  const nameOf = (folder: number): string => nameOfNumber.get(folder) ?? '';
  const order = (folder: number | null, orderBy: OrderBy) =>
    mergedItems(
      computed.order(folder === null ? null : nameOf(folder), orderBy === 'receivedDateTime' ? 0 : settlingTime),
      stored.order(folder, orderBy),
    );
  const find = (number: number): ItemRecord | undefined => stored.find(number) ?? computed.find(number);
  return {
    nextNumber: () => next++,
    find,
    take(number) {
      const record = stored.find(number);
      if (record !== undefined) {
        stored.remove(record);
        return record;
      }
      if (computed.find(number) === undefined) throw new Error('no such item');
      return computed.lift(number);
    },
    put: stored.add,
    counts(folder) {
      const [one, other] = [computed.counts(nameOf(folder)), stored.counts(folder)];
      return { messages: one.messages + other.messages, unread: one.unread + other.unread };
    },
    slice: (folder, orderBy, window) => order(folder, orderBy).slice(window.start, window.end),
    before: (folder, orderBy, time) => order(folder, orderBy).before(time),
    length: (folder) => order(folder, 'receivedDateTime').length,
    numbersIn: (folder) =>
      order(folder, 'receivedDateTime')
        .slice(0, Infinity)
        .map((record) => record.number),
  };
}
