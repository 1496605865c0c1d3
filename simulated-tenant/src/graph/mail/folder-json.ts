import type { Folder, Mailbox } from '../../model/contract.ts';
import { unknownProperty } from '../protocol/graph-error.ts';

export const folderPropertyNames = [
  'id',
  'displayName',
  'parentFolderId',
  'childFolderCount',
  'unreadItemCount',
  'totalItemCount',
  'isHidden',
] as const;
type FolderProperty = (typeof folderPropertyNames)[number];

/** Children as a listing shows them. Those of the dumpster are hidden from the tree, not from who names their parent. */
export function shownChildren(mailbox: Mailbox, parent: Folder, withHidden: boolean): readonly Folder[] {
  const children = mailbox.childFolders(parent.id);
  return withHidden || parent.place === 'recoverable' ? children : children.filter(({ isHidden }) => !isHidden);
}

/** What a folder says of itself; hidden children are not counted. */
export function folderValues(mailbox: Mailbox, folder: Folder): Record<FolderProperty, unknown> {
  const { messages, unread } = mailbox.counts(folder.id);
  return {
    id: folder.id,
    displayName: folder.displayName,
    parentFolderId: folder.parentFolderId ?? mailbox.folder('msgfolderroot')?.parentFolderId ?? null,
    childFolderCount: shownChildren(mailbox, folder, false).length,
    unreadItemCount: unread,
    totalItemCount: messages + folder.otherItemCount,
    isHidden: folder.isHidden,
  };
}

/** Errors: GraphError 400 for a property that mailFolder does not have (there is no `wellKnownName` in v1.0). */
export function folderWriter(
  mailbox: Mailbox,
  select: readonly string[] | undefined,
): (folder: Folder) => Record<string, unknown> {
  const names = select?.map((asked) => {
    const known = folderPropertyNames.find((name) => name.toLowerCase() === asked.toLowerCase());
    if (known === undefined) throw unknownProperty(asked, 'mailFolder');
    return known;
  });
  return (folder) => {
    const values = folderValues(mailbox, folder);
    if (names === undefined) return values;
    return Object.fromEntries([
      ['id', values.id],
      ...names.filter((name) => name !== 'id').map((name) => [name, values[name]] as const),
    ]);
  };
}
