import type { ListingRange } from '../contract.ts';
import type { FolderTree } from './folder-tree.ts';
import { settlingTime } from './lazy-items.ts';
import type { LazyItems } from './lazy-items.ts';
import type { ItemRecord } from './item-record.ts';
import { firstPosition, mergedItems, orderedArray } from './ordered-items.ts';
import type { OrderedItems } from './ordered-items.ts';

type OrderBy = ListingRange['orderBy'];

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
  /** Every item of a folder that is not computed, and every one that is: use only to empty a folder. */
  numbersIn(folder: number): number[];
}

interface Lifted {
  /** Indexes of lazy items that are no longer computed, ascending. */
  readonly indexes: number[];
  unread: number;
}

const timeOf = (orderBy: OrderBy) => (record: ItemRecord) =>
  orderBy === 'receivedDateTime' ? record.facts.receivedDateTime : record.modified;

export interface ShelfOptions {
  readonly lazy: LazyItems;
  readonly folders: FolderTree;
  /** Items of one time are ordered by their id. */
  readonly idOf: (number: number) => string;
}

export function itemShelf({ lazy, folders, idOf }: ShelfOptions): ItemShelf {
  const stored = new Map<number, ItemRecord>();
  const members = new Map<number, Set<ItemRecord>>();
  const unread = new Map<number, number>();
  const orders = new Map<string, OrderedItems<ItemRecord>>();
  const numberOfName = new Map<string, number>();
  const nameOfNumber = new Map<number, string>();
  const gone = new Set<number>();
  const lifted = new Map<string | null, Lifted>();
  let next = firstStored;

  for (const node of folders.all()) {
    const name = node.folder.wellKnownName ?? node.folder.displayName;
    numberOfName.set(name, node.number);
    nameOfNumber.set(node.number, name);
  }
  const liftedOf = (name: string | null): Lifted => {
    const known = lifted.get(name) ?? { indexes: [], unread: 0 };
    lifted.set(name, known);
    return known;
  };

  function compute(index: number): ItemRecord {
    const facts = lazy.facts(index);
    const folder = numberOfName.get(lazy.folderOf(index)) ?? 0;
    const modified = facts.receivedDateTime + settlingTime;
    return {
      number: index,
      facts,
      created: facts.receivedDateTime,
      folder,
      moves: 0,
      change: index,
      modified,
      isRead: lazy.isRead(index),
      flagged: false,
      categories: [],
    };
  }
  const isLazy = (number: number): boolean => number < lazy.count && !gone.has(number);
  const find = (number: number): ItemRecord | undefined =>
    stored.get(number) ?? (isLazy(number) ? compute(number) : undefined);

  function lift(index: number): ItemRecord {
    const record = compute(index);
    gone.add(index);
    for (const name of [null, lazy.folderOf(index)]) {
      const part = liftedOf(name);
      part.indexes.splice(
        firstPosition(part.indexes.length, (at) => (part.indexes[at] ?? 0) >= index),
        0,
        index,
      );
      if (!record.isRead) part.unread += 1;
    }
    return record;
  }
  function forgetOrders(folder: number): void {
    for (const orderBy of ['receivedDateTime', 'lastModifiedDateTime']) {
      orders.delete(`${orderBy} ${folder}`);
      orders.delete(`${orderBy} all`);
    }
  }
  function take(number: number): ItemRecord {
    const record = stored.get(number);
    if (record === undefined) {
      if (!isLazy(number)) throw new Error('no such item');
      return lift(number);
    }
    stored.delete(number);
    members.get(record.folder)?.delete(record);
    if (!record.isRead) unread.set(record.folder, (unread.get(record.folder) ?? 0) - 1);
    forgetOrders(record.folder);
    return record;
  }
  function put(record: ItemRecord): void {
    stored.set(record.number, record);
    const inFolder = members.get(record.folder) ?? new Set();
    members.set(record.folder, inFolder.add(record));
    if (!record.isRead) unread.set(record.folder, (unread.get(record.folder) ?? 0) + 1);
    forgetOrders(record.folder);
  }

  // A listing of the whole mailbox leaves Recoverable Items out, as Graph's does.
  function* recordsOf(folder: number | null): Generator<ItemRecord> {
    for (const [number, records] of members) {
      const listed = folder === null ? folders.at(number)?.folder.place !== 'recoverable' : number === folder;
      if (listed) yield* records;
    }
  }
  function storedOrder(folder: number | null, orderBy: OrderBy): OrderedItems<ItemRecord> {
    const key = `${orderBy} ${folder ?? 'all'}`;
    const known = orders.get(key);
    if (known !== undefined) return known;
    const time = timeOf(orderBy);
    const sorted = [...recordsOf(folder)].sort(
      (a, b) => time(a) - time(b) || (idOf(a.number) < idOf(b.number) ? -1 : 1),
    );
    const order = orderedArray(sorted, time);
    orders.set(key, order);
    return order;
  }
  function lazyOrder(folder: number | null, orderBy: OrderBy): OrderedItems<ItemRecord> {
    const name = folder === null ? null : (nameOfNumber.get(folder) ?? '');
    const view = lazy.view(name);
    const { indexes } = liftedOf(name);
    const shift = orderBy === 'receivedDateTime' ? 0 : settlingTime;
    const liftedBelow = (index: number): number => firstPosition(indexes.length, (at) => (indexes[at] ?? 0) >= index);
    const below = (index: number): number => view.before(index) - liftedBelow(index);
    // The place in the view of the nth item that is still computed.
    function indexAt(position: number): number {
      if (indexes.length === 0) return view.indexAt(position);
      const place = firstPosition(view.length, (at) => below(view.indexAt(at) + 1) > position);
      return view.indexAt(place);
    }
    return {
      length: view.length - indexes.length,
      timeAt: (position) => lazy.received(indexAt(position)) + shift,
      at: (position) => compute(indexAt(position)),
      before: (time) => below(firstPosition(lazy.count, (index) => lazy.received(index) + shift >= time)),
    };
  }
  const order = (folder: number | null, orderBy: OrderBy) =>
    mergedItems(lazyOrder(folder, orderBy), storedOrder(folder, orderBy));

  return {
    nextNumber: () => next++,
    find,
    take,
    put,
    counts(folder) {
      const name = nameOfNumber.get(folder) ?? '';
      const view = lazy.view(name);
      const away = liftedOf(name);
      return {
        messages: view.length - away.indexes.length + (members.get(folder)?.size ?? 0),
        unread: view.unread - away.unread + (unread.get(folder) ?? 0),
      };
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
