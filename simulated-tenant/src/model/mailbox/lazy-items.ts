import type { ItemFacts } from './item-record.ts';

/**
 * Items that are computed from their index and never stored: a mailbox of any length in no memory.
 * Laws: `received` grows with the index; an item's folder never depends on anything but its index;
 * every view can be counted and addressed in constant time.
 */
export interface LazyItems {
  readonly count: number;
  received(index: number): number;
  /** Name of the folder of an item: well-known, or a display name in `folders`. */
  folderOf(index: number): string;
  isRead(index: number): boolean;
  facts(index: number): ItemFacts;
  /** The items of one folder, or of all folders. */
  view(folder: string | null): LazyView;
  /** Folders beside the standard ones, in order of creation (parents first). */
  readonly folders: readonly { name: string; parent: string }[];
}

/** A part of the items, in the order of their index. */
export interface LazyView {
  readonly length: number;
  readonly unread: number;
  indexAt(position: number): number;
  /** How many items of the view have an index below this one. */
  before(index: number): number;
}

/** When a lazy item was last modified: a little after it came. */
export const settlingTime = 4_000;

export const noItems: LazyItems = {
  count: 0,
  folders: [],
  received: () => 0,
  folderOf: () => 'inbox',
  isRead: () => true,
  facts: () => {
    throw new RangeError('there are no lazy items');
  },
  view: () => ({ length: 0, unread: 0, indexAt: () => 0, before: () => 0 }),
};
