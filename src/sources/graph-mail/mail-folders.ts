import type { Static } from 'typebox';
import Type from 'typebox';
import { Failure, type Place } from '#evidence';
import type { GraphReader } from '#microsoft';
import { pageOf, pages, query, segment } from '#microsoft';
import type { ListedFolder } from '../contract.ts';

/** A number of things in a folder: no folder holds fewer than none, or billions. */
const Count = Type.Integer({ minimum: 0, maximum: 2_000_000_000 });

const Counted = Type.Intersect([pageOf(Type.Unknown()), Type.Object({ '@odata.count': Type.Optional(Count) })]);

export const MailFolder = Type.Object({
  id: Type.String(),
  '@odata.type': Type.Optional(Type.String()),
  '@removed': Type.Optional(Type.Unknown()),
  displayName: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  parentFolderId: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  childFolderCount: Type.Optional(Type.Union([Count, Type.Null()])),
  totalItemCount: Type.Optional(Type.Union([Count, Type.Null()])),
  isHidden: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
});
export type MailFolder = Static<typeof MailFolder>;

/** A folder that is not walked, and why. */
export interface ExcludedFolder {
  readonly name: string;
  readonly path: string;
  readonly reason: 'search-folder';
}

export interface FolderTree {
  readonly folders: readonly ListedFolder[];
  readonly excluded: readonly ExcludedFolder[];
}

export const selected = 'id,displayName,parentFolderId,childFolderCount,totalItemCount,isHidden';
export const pageSize = 250;
const deltaPageSize = 200;

/**
 * All visible folders by the documented way: the top level, then the children of every folder that has some.
 * A folder met twice is taken once; one that is deleted while its children are read has none.
 * Search folders only show what rests elsewhere: they are left out and named.
 */
export async function readFolderTree(graph: GraphReader, mailbox: string, signal: AbortSignal): Promise<FolderTree> {
  return fromTheStart(() => walkFolderTree(graph, mailbox, signal));
}

async function walkFolderTree(graph: GraphReader, mailbox: string, signal: AbortSignal): Promise<FolderTree> {
  const base = `/users/${segment(mailbox)}/mailFolders`;
  const options = query({ $top: pageSize, $select: selected });
  const folders: ListedFolder[] = [];
  const excluded: ExcludedFolder[] = [];
  const seen = new Set<string>();
  const open: { target: string; above: string | null }[] = [{ target: `${base}${options}`, above: null }];
  for (let level = open.pop(); level !== undefined; level = open.pop()) {
    const { above, target } = level;
    for await (const page of above === null
      ? pages(graph, MailFolder, { target, signal })
      : children(graph, level, signal)) {
      for (const folder of page) {
        if (seen.has(folder.id) || folder.isHidden === true) continue;
        seen.add(folder.id);
        const path = joinPath(above, nameOf(folder));
        if (isSearchFolder(folder)) {
          excluded.push({ name: nameOf(folder), path, reason: 'search-folder' });
          continue;
        }
        folders.push(listedFolder(folder, path));
        if ((folder.childFolderCount ?? 0) > 0)
          open.push({ target: `${base}/${segment(folder.id)}/childFolders${options}`, above: path });
      }
    }
  }
  return { folders, excluded };
}

/** The folders below another; none when that one is gone by now. */
export async function* children(
  graph: GraphReader,
  { target }: { readonly target: string },
  signal: AbortSignal,
): AsyncGenerator<readonly MailFolder[]> {
  try {
    yield* pages(graph, MailFolder, { target, signal });
  } catch (error) {
    if (!(error instanceof Failure) || !goneFolder.has(error.code)) throw error;
  }
}

const goneFolder = new Set(['graph-item-not-found', 'graph-folder-not-found']);

/** Reads a list; once more from its start when the service no longer knows the place that had been reached. */
export async function fromTheStart<Result>(read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'changed') throw error;
    return read();
  }
}

/**
 * All visible folders in another way: the flat listing that change tracking gives. Paths are put together from parents.
 */
export async function readFoldersFlat(
  graph: GraphReader,
  mailbox: string,
  signal: AbortSignal,
): Promise<readonly ListedFolder[]> {
  return fromTheStart(() => trackFolders(graph, mailbox, signal));
}

async function trackFolders(
  graph: GraphReader,
  mailbox: string,
  signal: AbortSignal,
): Promise<readonly ListedFolder[]> {
  const target = `/users/${segment(mailbox)}/mailFolders/delta${query({ $select: selected })}`;
  const byId = new Map<string, MailFolder>();
  for await (const page of pages(graph, MailFolder, {
    target,
    signal,
    prefer: [`odata.maxpagesize=${String(deltaPageSize)}`],
  })) {
    for (const folder of page) {
      if (folder['@removed'] !== undefined) byId.delete(folder.id);
      else byId.set(folder.id, folder);
    }
  }
  const shown = [...byId.values()].filter((folder) => folder.isHidden !== true && !isSearchFolder(folder));
  return shown.map((folder) => listedFolder(folder, pathOf(folder, byId)));
}

/** How many items of the folder the service counts, apart from any walk. */
export async function countMessages(
  graph: GraphReader,
  collection: string,
  request: { filter: string | undefined; signal: AbortSignal },
): Promise<number> {
  const { filter, signal } = request;
  const target = `${collection}${query({ $count: 'true', $top: 1, $select: 'id', $filter: filter })}`;
  const { value } = await graph.request({ target, schema: Counted, signal });
  if (value['@odata.count'] !== undefined) return value['@odata.count'];
  const counted = await graph.request({
    target: `${collection}/$count${query({ $filter: filter })}`,
    schema: Count,
    signal,
  });
  return counted.value;
}

function pathOf(folder: MailFolder, byId: ReadonlyMap<string, MailFolder>): string {
  const names: string[] = [];
  const seen = new Set<string>();
  for (let at: MailFolder | undefined = folder; at !== undefined; at = byId.get(at.parentFolderId ?? '')) {
    if (seen.has(at.id)) {
      throw new Failure('malformed', `The folder "${nameOf(folder)}" is its own ancestor.`, {
        code: 'graph-folder-circle',
        fix: 'Report it with the request id.',
      });
    }
    seen.add(at.id);
    names.unshift(escapeName(nameOf(at)));
  }
  return names.join('/');
}

export function joinPath(above: string | null, name: string): string {
  return above === null ? escapeName(name) : `${above}/${escapeName(name)}`;
}

function escapeName(name: string): string {
  return name.replaceAll('/', '∕');
}

export function nameOf(folder: MailFolder): string {
  return folder.displayName ?? '';
}

export function isSearchFolder(folder: MailFolder): boolean {
  return folder['@odata.type']?.toLowerCase() === '#microsoft.graph.mailsearchfolder';
}

export function listedFolder(folder: MailFolder, path: string, place: Place = 'visible'): ListedFolder {
  return {
    sourceFolderId: folder.id,
    parentFolderId: folder.parentFolderId ?? null,
    name: nameOf(folder),
    path,
    place,
    totalItemCount: folder.totalItemCount ?? 0,
  };
}
