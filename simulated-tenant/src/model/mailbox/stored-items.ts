import type { ListingRange } from '../contract.ts';
import type { FolderTree } from './folder-tree.ts';
import type { ItemRecord } from './item-record.ts';
import { orderedArray, type OrderedItems } from './ordered-items.ts';

export type OrderBy = ListingRange['orderBy'];

/** Items kept one by one, by folder, sorted when somebody lists them and not before. */
export interface StoredItems {
  find(number: number): ItemRecord | undefined;
  add(record: ItemRecord): void;
  remove(record: ItemRecord): void;
  counts(folder: number): { messages: number; unread: number };
  /** The items of a folder (null = of all but Recoverable Items, as Graph lists a mailbox). */
  order(folder: number | null, orderBy: OrderBy): OrderedItems<ItemRecord>;
}

const timeOf = (orderBy: OrderBy) => (record: ItemRecord) =>
  orderBy === 'receivedDateTime' ? record.facts.receivedDateTime : record.modified;

export function storedItems(folders: FolderTree, idOf: (number: number) => string): StoredItems {
  const byNumber = new Map<number, ItemRecord>();
  const members = new Map<number, Set<ItemRecord>>();
  const unread = new Map<number, number>();
  const orders = new Map<string, OrderedItems<ItemRecord>>();

  function settle(record: ItemRecord, step: 1 | -1): void {
    if (!record.isRead) unread.set(record.folder, (unread.get(record.folder) ?? 0) + step);
    for (const orderBy of ['receivedDateTime', 'lastModifiedDateTime']) {
      orders.delete(`${orderBy} ${record.folder}`);
      orders.delete(`${orderBy} all`);
    }
  }
  function* listed(folder: number | null): Generator<ItemRecord> {
    for (const [number, records] of members) {
      const wanted = folder === null ? folders.at(number)?.folder.place !== 'recoverable' : number === folder;
      if (wanted) yield* records;
    }
  }
  return {
    find: (number) => byNumber.get(number),
    add(record) {
      byNumber.set(record.number, record);
      members.set(record.folder, (members.get(record.folder) ?? new Set()).add(record));
      settle(record, 1);
    },
    remove(record) {
      byNumber.delete(record.number);
      members.get(record.folder)?.delete(record);
      settle(record, -1);
    },
    counts: (folder) => ({ messages: members.get(folder)?.size ?? 0, unread: unread.get(folder) ?? 0 }),
    order(folder, orderBy) {
      const key = `${orderBy} ${folder ?? 'all'}`;
      const known = orders.get(key);
      if (known !== undefined) return known;
      const time = timeOf(orderBy);
      // Items of one time are ordered by their id.
      const sorted = [...listed(folder)].sort(
        (a, b) => time(a) - time(b) || (idOf(a.number) < idOf(b.number) ? -1 : 1),
      );
      const order = orderedArray(sorted, time);
      orders.set(key, order);
      return order;
    },
  };
}
