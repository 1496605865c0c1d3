import type { Attachment, FolderChange, ListingRange, Mailbox, Message, TenantClock } from '../contract.ts';
import { newItemFacts } from '../mime/new-item.ts';
import { seededGuid } from '../random.ts';
import { changeLog } from './change-log.ts';
import type { ChangeLog, LoggedChange } from './change-log.ts';
import { folderTree } from './folder-tree.ts';
import type { FolderNode, FolderTree } from './folder-tree.ts';
import { itemIds } from './item-ids.ts';
import type { ItemIds } from './item-ids.ts';
import { messageOf } from './item-record.ts';
import type { ItemFacts, ItemRecord } from './item-record.ts';
import { itemShelf } from './item-shelf.ts';
import type { ItemShelf } from './item-shelf.ts';
import { noItems } from './lazy-items.ts';
import type { LazyItems } from './lazy-items.ts';

export interface MailboxOptions {
  readonly personId: string;
  readonly kind: Mailbox['kind'];
  readonly clock: TenantClock;
  readonly varyBytes?: boolean;
  readonly lazy?: LazyItems;
}

/** How an item stands in a mailbox when the tenant starts. */
export interface InitialState {
  readonly isRead?: boolean;
  readonly flagged?: boolean;
  readonly categories?: readonly string[];
  readonly modified?: number;
}

/** A mailbox with the powers of a seed: to fill it without leaving a trace in its changes. */
export interface SeedableMailbox extends Mailbox {
  place(facts: ItemFacts, folder: string, state?: InitialState): string;
}

interface Parts {
  readonly options: MailboxOptions;
  readonly ids: ItemIds;
  readonly tree: FolderTree;
  readonly shelf: ItemShelf;
  readonly log: ChangeLog;
  nextChange: number;
}

/** Opens a mailbox: the standard folders, the lazy items if there are any, nothing else. */
export function openMailbox(options: MailboxOptions): SeedableMailbox {
  const lazy = options.lazy ?? noItems;
  const label = `${options.kind} ${options.personId}`;
  const ids = itemIds(label);
  const tree = folderTree(ids);
  for (const each of lazy.folders) tree.create({ displayName: each.name, parent: each.parent });
  const shelf = itemShelf({ lazy, folders: tree, idOf: ids.immutable });
  const parts: Parts = { options, ids, tree, shelf, log: changeLog(), nextChange: 2 ** 40 };
  return {
    id: seededGuid(`mailbox guid ${label}`),
    personId: options.personId,
    kind: options.kind,
    ...folderReading(parts),
    ...itemReading(parts),
    ...itemPowers(parts),
    ...folderPowers(parts),
    place: (facts, folder, state) => place(parts, facts, { folder, ...state }).facts.internetMessageId,
  };
}

function folderOrThrow(parts: Parts, name: string): FolderNode {
  const node = parts.tree.find(name);
  if (node === undefined) throw new Error(`no such folder: ${name}`);
  return node;
}

function findRecord(parts: Parts, id: string): ItemRecord | undefined {
  const number = parts.ids.numberOf(id);
  const record = number === undefined ? undefined : parts.shelf.find(number);
  if (record === undefined) return undefined;
  const current = parts.ids.immutable(record.number) === id;
  // A mutable id from before a move names nothing any more.
  return current || parts.ids.mutable(record.number, record.folder, record.moves) === id ? record : undefined;
}

function recordOrThrow(parts: Parts, id: string): ItemRecord {
  const record = findRecord(parts, id);
  if (record === undefined) throw new Error(`no such item: ${id}`);
  return record;
}

function place(parts: Parts, facts: ItemFacts, state: InitialState & { folder: string }): ItemRecord {
  const record: ItemRecord = {
    number: parts.shelf.nextNumber(),
    facts,
    created: facts.receivedDateTime,
    folder: folderOrThrow(parts, state.folder).number,
    moves: 0,
    change: parts.nextChange++,
    modified: state.modified ?? facts.receivedDateTime + 2_000,
    isRead: state.isRead ?? false,
    flagged: state.flagged ?? false,
    categories: state.categories ?? [],
  };
  parts.shelf.put(record);
  return record;
}

function folderReading(parts: Parts) {
  const { tree, shelf, log } = parts;
  return {
    folders: () => tree.all().map((node) => node.folder),
    folder: (name: string) => tree.find(name)?.folder,
    childFolders: (parent: string) =>
      tree.childrenOf(folderOrThrow(parts, parent).folder.id).map((node) => node.folder),
    counts: (folder: string) => shelf.counts(folderOrThrow(parts, folder).number),
    generation: (folder: string) => log.generation(folderOrThrow(parts, folder).number),
    forgetChanges: (folder: string) => log.forget(folderOrThrow(parts, folder).number),
    changes(folder: string, generation: number): FolderChange[] | null {
      const { number } = folderOrThrow(parts, folder);
      const changed = log.since(number, generation);
      return changed === null ? null : changed.map((change) => changeOf(parts, number, change));
    },
  };
}

function changeOf(parts: Parts, folder: number, logged: LoggedChange): FolderChange {
  const record = parts.shelf.find(logged.number);
  if (record?.folder === folder) return { kind: 'upsert', message: messageOf(record, parts.ids) };
  return { kind: 'removed', id: parts.ids.immutable(logged.number), mutableId: logged.mutableId };
}

function itemReading(parts: Parts) {
  const { ids, shelf } = parts;
  const content = (message: Message) => {
    const { facts } = recordOrThrow(parts, message.id);
    return { facts, source: facts.content };
  };
  function bounds(range: ListingRange): { folder: number | null; low: number; high: number } {
    const folder = range.folderId === null ? null : folderOrThrow(parts, range.folderId).number;
    const low = range.from === null ? 0 : shelf.before(folder, range.orderBy, range.from);
    const high = range.to === null ? shelf.length(folder) : shelf.before(folder, range.orderBy, range.to);
    return { folder, low, high: Math.max(low, high) };
  }
  return {
    list(range: ListingRange, skip: number, limit: number): Message[] {
      const { folder, low, high } = bounds(range);
      const ascending = range.direction === 'asc';
      const start = ascending ? low + skip : Math.max(low, high - skip - limit);
      const end = ascending ? Math.min(high, start + limit) : high - skip;
      const records = end > start ? shelf.slice(folder, range.orderBy, { start, end }) : [];
      const messages = records.map((record) => messageOf(record, ids));
      return ascending ? messages : messages.reverse();
    },
    count(range: ListingRange): number {
      const { low, high } = bounds(range);
      return high - low;
    },
    message(id: string): Message | undefined {
      const record = findRecord(parts, id);
      return record === undefined ? undefined : messageOf(record, ids);
    },
    body: (message: Message) => content(message).source.body(),
    attachments: (message: Message) => attachmentsOf(parts, message),
    internetMessageHeaders(message: Message) {
      const { facts, source } = content(message);
      return source.headers(facts);
    },
    mime(message: Message, variant: number) {
      const { facts, source } = content(message);
      return source.mime(facts, variant);
    },
  };
}

function attachmentsOf(parts: Parts, message: Message): Attachment[] {
  const record = recordOrThrow(parts, message.id);
  return record.facts.content.attachments().map((part, ordinal) => ({
    id: parts.ids.attachment(record.number, ordinal),
    kind: part.kind,
    name: part.name,
    contentType: part.contentType,
    isInline: part.isInline,
    contentId: part.contentId,
    bytes: part.bytes,
    // Exchange counts the properties around the bytes as well.
    get size() {
      return (part.bytes()?.length ?? 0) + 348 + part.name.length * 4;
    },
  }));
}

function logged(parts: Parts, record: ItemRecord): LoggedChange {
  return { number: record.number, mutableId: parts.ids.mutable(record.number, record.folder, record.moves) };
}

/** Changes an item in place and leaves the change where deltas find it. */
function change(parts: Parts, id: string, alter: (record: ItemRecord) => void): Message {
  const record = parts.shelf.take(recordOrThrow(parts, id).number);
  const before = { folder: record.folder, ...logged(parts, record) };
  alter(record);
  record.change = parts.nextChange++;
  record.modified = parts.options.clock.now();
  parts.shelf.put(record);
  if (before.folder !== record.folder) parts.log.record(before.folder, before);
  parts.log.record(record.folder, logged(parts, record));
  return messageOf(record, parts.ids);
}

function moveTo(parts: Parts, id: string, destination: string): Message {
  const target = folderOrThrow(parts, destination).number;
  return change(parts, id, (record) => {
    record.folder = target;
    record.moves += 1;
  });
}

function itemPowers(parts: Parts) {
  const { clock, varyBytes } = parts.options;
  function add(facts: ItemFacts, state: InitialState & { folder: string }): Message {
    const record = place(parts, facts, { ...state, modified: clock.now() });
    parts.log.record(record.folder, logged(parts, record));
    return messageOf(record, parts.ids);
  }
  return {
    deliver(message: Parameters<Mailbox['deliver']>[0]): Message {
      const facts = newItemFacts(message, {
        now: clock.now(),
        number: parts.nextChange,
        varyBytes: varyBytes === true,
      });
      return add(facts, { folder: message.folder, isRead: message.isRead ?? message.isDraft ?? false });
    },
    copy(id: string, destination: string): Message {
      const { facts, isRead, flagged, categories } = recordOrThrow(parts, id);
      return add(facts, { folder: destination, isRead, flagged, categories });
    },
    move: (id: string, destination: string) => moveTo(parts, id, destination),
    delete: (id: string) => void moveTo(parts, id, 'recoverableitemsdeletions'),
    purge: (id: string) => void moveTo(parts, id, 'recoverableitemspurges'),
    vanish(id: string): void {
      const record = parts.shelf.take(recordOrThrow(parts, id).number);
      parts.log.record(record.folder, logged(parts, record));
    },
    touch: (id: string, state: Parameters<Mailbox['touch']>[1]) =>
      change(parts, id, (record) => {
        record.isRead = state.isRead ?? record.isRead;
        record.flagged = state.flagged ?? record.flagged;
        record.categories = state.categories ?? record.categories;
      }),
  };
}

function folderPowers(parts: Parts) {
  return {
    createFolder: (folder: Parameters<Mailbox['createFolder']>[0]) =>
      parts.tree.create({
        displayName: folder.displayName,
        ...(folder.parentFolderId === undefined ? {} : { parent: folder.parentFolderId }),
        isHidden: folder.isHidden === true,
      }).folder,
    deleteFolder(id: string): void {
      const root = folderOrThrow(parts, id).folder;
      const below = (folderId: string): FolderNode[] =>
        parts.tree.childrenOf(folderId).flatMap((child) => [child, ...below(child.folder.id)]);
      for (const node of [folderOrThrow(parts, id), ...below(root.id)]) {
        for (const number of parts.shelf.numbersIn(node.number)) {
          moveTo(parts, parts.ids.immutable(number), 'recoverableitemsdeletions');
        }
      }
      parts.tree.remove(root.id);
    },
  };
}
