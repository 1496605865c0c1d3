import type { ItemRecord } from './item-record.ts';
import type { LazyItems } from './lazy-items.ts';
import { settlingTime } from './lazy-items.ts';
import { firstPosition, type OrderedItems } from './ordered-items.ts';

/** The lazy items of a mailbox without those that were taken out of it, which is all that is kept. */
export interface ComputedItems {
  find(index: number): ItemRecord | undefined;
  /** From now on the item is somebody else's to keep. */
  lift(index: number): ItemRecord;
  counts(folder: string): { messages: number; unread: number };
  /** The items of a folder (null = of all) by time; `shift` is added to when they were received. */
  order(folder: string | null, shift: number): OrderedItems<ItemRecord>;
}

interface Lifted {
  /** Indexes, ascending. */
  readonly indexes: number[];
  unread: number;
}

/** How many of the ascending indexes are below this one. */
const below = (indexes: readonly number[], index: number): number =>
  firstPosition(indexes.length, (at) => (indexes[at] ?? 0) >= index);

export function computedItems(lazy: LazyItems, folderNumber: (name: string) => number): ComputedItems {
  const gone = new Set<number>();
  const lifted = new Map<string | null, Lifted>();
  const nothing: Lifted = { indexes: [], unread: 0 };

  function compute(index: number): ItemRecord {
    const facts = lazy.facts(index);
    return {
      number: index,
      facts,
      created: facts.receivedDateTime,
      folder: folderNumber(lazy.folderOf(index)),
      moves: 0,
      change: index,
      modified: facts.receivedDateTime + settlingTime,
      isRead: lazy.isRead(index),
      flagged: false,
      categories: [],
    };
  }
  return {
    find: (index) => (index < lazy.count && !gone.has(index) ? compute(index) : undefined),
    lift(index) {
      const record = compute(index);
      gone.add(index);
      for (const name of [null, lazy.folderOf(index)]) {
        const part = lifted.get(name) ?? { indexes: [], unread: 0 };
        lifted.set(name, part);
        part.indexes.splice(below(part.indexes, index), 0, index);
        if (!record.isRead) part.unread += 1;
      }
      return record;
    },
    counts(folder) {
      const view = lazy.view(folder);
      const away = lifted.get(folder) ?? nothing;
      return { messages: view.length - away.indexes.length, unread: view.unread - away.unread };
    },
    order(folder, shift) {
      const view = lazy.view(folder);
      const { indexes } = lifted.get(folder) ?? nothing;
      const left = (index: number): number => view.before(index) - below(indexes, index);
      function indexAt(position: number): number {
        if (indexes.length === 0) return view.indexAt(position);
        return view.indexAt(firstPosition(view.length, (at) => left(view.indexAt(at) + 1) > position));
      }
      return {
        length: view.length - indexes.length,
        timeAt: (position) => lazy.received(indexAt(position)) + shift,
        at: (position) => compute(indexAt(position)),
        before: (time) => left(firstPosition(lazy.count, (index) => lazy.received(index) + shift >= time)),
      };
    },
  };
}
