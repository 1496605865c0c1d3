import type { Folder, Place } from '../contract.ts';
import type { ItemIds } from './item-ids.ts';

/** A folder as the mailbox keeps it: with its number, which its id encodes. */
export interface FolderNode {
  readonly number: number;
  readonly folder: Folder;
}

/** A folder to create: its parent is a well-known name, a folder id, or absent for the top level. */
export interface NewFolder {
  readonly displayName: string;
  readonly parent?: string;
  readonly isHidden?: boolean;
  readonly otherItemCount?: number;
}

export interface FolderTree {
  all(): readonly FolderNode[];
  find(idOrWellKnownName: string): FolderNode | undefined;
  at(number: number): FolderNode | undefined;
  childrenOf(id: string): readonly FolderNode[];
  create(folder: NewFolder): FolderNode;
  /** Takes the folder and all below it away, and says which they were, deepest last. */
  remove(id: string): readonly FolderNode[];
}

interface StandardFolder {
  readonly name: string;
  readonly wellKnown: string | null;
  readonly parent: string | null;
  readonly place: Place;
}

const top = 'msgfolderroot';
const dumpster = 'recoverableitemsroot';

// What a mailbox has on its first day (reference: mailFolder well-known names).
const standardFolders: readonly StandardFolder[] = [
  { name: 'Top of Information Store', wellKnown: top, parent: null, place: 'visible' },
  { name: 'Inbox', wellKnown: 'inbox', parent: top, place: 'visible' },
  { name: 'Drafts', wellKnown: 'drafts', parent: top, place: 'visible' },
  { name: 'Sent Items', wellKnown: 'sentitems', parent: top, place: 'visible' },
  { name: 'Deleted Items', wellKnown: 'deleteditems', parent: top, place: 'visible' },
  { name: 'Junk Email', wellKnown: 'junkemail', parent: top, place: 'visible' },
  { name: 'Archive', wellKnown: 'archive', parent: top, place: 'visible' },
  { name: 'Outbox', wellKnown: 'outbox', parent: top, place: 'visible' },
  { name: 'Conversation History', wellKnown: 'conversationhistory', parent: top, place: 'visible' },
  { name: 'Recoverable Items', wellKnown: dumpster, parent: null, place: 'recoverable' },
  { name: 'Deletions', wellKnown: 'recoverableitemsdeletions', parent: dumpster, place: 'recoverable' },
  { name: 'Purges', wellKnown: 'recoverableitemspurges', parent: dumpster, place: 'recoverable' },
  { name: 'Versions', wellKnown: 'recoverableitemsversions', parent: dumpster, place: 'recoverable' },
  { name: 'DiscoveryHolds', wellKnown: 'recoverableitemsdiscoveryholds', parent: dumpster, place: 'recoverable' },
  { name: 'SubstrateHolds', wellKnown: null, parent: dumpster, place: 'recoverable' },
  { name: 'Calendar Logging', wellKnown: null, parent: dumpster, place: 'recoverable' },
];

/** The folders of a new mailbox: the standard ones, then whatever is created. */
export function folderTree(ids: ItemIds): FolderTree {
  const nodes = new Map<string, FolderNode>();
  const byNumber = new Map<number, FolderNode>();
  const byWellKnownName = new Map<string, FolderNode>();
  let next = 1;

  function add(folder: Omit<Folder, 'id'>): FolderNode {
    const number = next++;
    const node = { number, folder: { id: ids.folder(number), ...folder } };
    nodes.set(node.folder.id, node);
    byNumber.set(number, node);
    if (folder.wellKnownName !== null) byWellKnownName.set(folder.wellKnownName, node);
    return node;
  }
  const find = (name: string): FolderNode | undefined => nodes.get(name) ?? byWellKnownName.get(name.toLowerCase());
  function parentOf(name: string): FolderNode {
    const parent = find(name);
    if (parent === undefined) throw new Error(`no such folder: ${name}`);
    return parent;
  }
  function create(folder: NewFolder): FolderNode {
    const parent = parentOf(folder.parent ?? top).folder;
    const hidden = folder.isHidden === true || parent.place === 'hidden';
    const place = parent.place === 'recoverable' ? 'recoverable' : hidden ? 'hidden' : 'visible';
    return add({
      displayName: folder.displayName,
      parentFolderId: parent.id,
      wellKnownName: null,
      isHidden: place !== 'visible',
      place,
      otherItemCount: folder.otherItemCount ?? 0,
    });
  }
  const childrenOf = (id: string): FolderNode[] =>
    [...nodes.values()].filter((node) => node.folder.parentFolderId === id);
  function remove(id: string): FolderNode[] {
    const node = parentOf(id);
    if (node.folder.wellKnownName !== null) throw new Error(`a standard folder stays: ${node.folder.displayName}`);
    const gone = [node, ...childrenOf(node.folder.id).flatMap((child) => remove(child.folder.id))];
    nodes.delete(node.folder.id);
    byNumber.delete(node.number);
    return gone;
  }
  for (const each of standardFolders) {
    add({
      displayName: each.name,
      parentFolderId: each.parent === null ? null : parentOf(each.parent).folder.id,
      wellKnownName: each.wellKnown,
      isHidden: each.place !== 'visible',
      place: each.place,
      otherItemCount: each.wellKnown === 'inbox' ? 2 : 0,
    });
  }
  return { all: () => [...nodes.values()], find, at: (number) => byNumber.get(number), childrenOf, create, remove };
}
