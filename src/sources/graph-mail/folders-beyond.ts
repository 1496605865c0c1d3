import { Failure } from '#evidence';
import { query, segment, type GraphReader } from '#microsoft';
import type { ListedFolder, PlaceBeyond } from '../contract.ts';
import {
  children,
  fromTheStart,
  isSearchFolder,
  joinPath,
  listedFolder,
  MailFolder,
  nameOf,
  pageSize,
  readFoldersFlat,
  selected,
} from './mail-folders.ts';

/** What the tree of Recoverable Items is called at its top, whatever the language of the mailbox. */
const recoverableTop = 'Recoverable Items';
const recoverableRoot = 'recoverableitemsroot';
/** Folders of Recoverable Items that have a name of their own, beside their place below its root. */
const recoverableNames = [
  'recoverableitemsdeletions',
  'recoverableitemspurges',
  'recoverableitemsversions',
  'recoverableitemsdiscoveryholds',
] as const;

interface Wanted {
  readonly mailbox: string;
  readonly place: PlaceBeyond;
}

interface Found {
  readonly folder: MailFolder;
  readonly path: string;
  /** Whether it, or one above it, is hidden. */
  readonly isBeyond: boolean;
}

/**
 * All folders of a place, level by level. Every folder is asked for its children: the number of children that a folder
 * tells does not say whether it counts hidden ones.
 * Failures: `denied`, and `not-found` (`graph-place-not-there`) where the service knows no such place.
 *
 * Source: Graph v1.0, list mailFolders (`includeHiddenFolders`); Exchange, Recoverable Items folder. The root of
 * Recoverable Items answers by name without being documented; where it does not, the named folders are taken.
 */
export async function readFoldersBeyond(
  graph: GraphReader,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<readonly ListedFolder[]> {
  const { mailbox, place } = wanted;
  return fromTheStart(async () => {
    if (place === 'hidden') {
      const top = { target: allChildren(mailbox, null), path: null, isBeyond: false };
      return asListed(await walkDown(graph, { mailbox, levels: [top] }, signal), place);
    }
    const root = await namedFolder(graph, { mailbox, name: recoverableRoot }, signal);
    if (root === null) return readWellKnownRecoverable(graph, mailbox, signal);
    const start: Found = { folder: root, path: recoverableTop, isBeyond: true };
    const levels = [levelBelow(mailbox, start)];
    return asListed([start, ...(await walkDown(graph, { mailbox, levels }, signal))], place);
  });
}

/** Folders of Recoverable Items by their names. Failure `not-found` where none of them is there. */
async function readWellKnownRecoverable(
  graph: GraphReader,
  mailbox: string,
  signal: AbortSignal,
): Promise<readonly ListedFolder[]> {
  const named = await Promise.all(recoverableNames.map((name) => namedFolder(graph, { mailbox, name }, signal)));
  const found = named.filter((folder) => folder !== null);
  if (found.length === 0) {
    throw new Failure('not-found', 'The service knows no Recoverable Items of this mailbox.', {
      code: 'graph-place-not-there',
      fix: 'Check in Exchange Online PowerShell with `Get-MailboxFolderStatistics -FolderScope RecoverableItems`.',
    });
  }
  return found.map((folder) => listedFolder(folder, joinPath(recoverableTop, nameOf(folder)), 'recoverable'));
}

/**
 * The same in another way: recoverable folders by their names, hidden ones below the visible folders that change
 * tracking lists. Fails as `readFoldersBeyond` does.
 */
export async function readFoldersBeyondAgain(
  graph: GraphReader,
  { mailbox, place }: Wanted,
  signal: AbortSignal,
): Promise<readonly ListedFolder[]> {
  if (place === 'recoverable') return readWellKnownRecoverable(graph, mailbox, signal);
  const visible = await readFoldersFlat(graph, mailbox, signal);
  const levels = [
    { target: allChildren(mailbox, 'msgfolderroot'), path: null, isBeyond: false },
    ...visible.map(({ sourceFolderId, path }) => ({
      target: allChildren(mailbox, sourceFolderId),
      path,
      isBeyond: false,
    })),
  ];
  // The visible ones are all among the levels already.
  const walk = { mailbox, levels, isEntered: ({ isBeyond }: Found) => isBeyond };
  return fromTheStart(async () => asListed(await walkDown(graph, walk, signal), place));
}

interface Level {
  readonly target: string;
  readonly path: string | null;
  readonly isBeyond: boolean;
}

interface Walk {
  readonly mailbox: string;
  readonly levels: readonly Level[];
  /** Which of the folders found are asked for their children; all of them unless it says otherwise. */
  readonly isEntered?: (found: Found) => boolean;
}

function levelBelow(mailbox: string, { folder, path, isBeyond }: Found): Level {
  return { target: allChildren(mailbox, folder.id), path, isBeyond };
}

function allChildren(mailbox: string, folder: string | null): string {
  const base = `/users/${segment(mailbox)}/mailFolders`;
  const at = folder === null ? base : `${base}/${segment(folder)}/childFolders`;
  return `${at}${query({ includeHiddenFolders: 'true', $top: pageSize, $select: selected })}`;
}

/** Everything below; the levels of one depth are asked at once, as many as the mailbox's gate lets through. */
async function walkDown(
  graph: GraphReader,
  { mailbox, levels, isEntered = () => true }: Walk,
  signal: AbortSignal,
): Promise<readonly Found[]> {
  const found = new Map<string, Found>();
  for (let depth = levels; depth.length > 0;) {
    const below = await Promise.all(depth.map((level) => childrenOf(graph, level, signal)));
    const fresh = below.flat().filter(({ folder }) => !found.has(folder.id));
    for (const each of fresh) found.set(each.folder.id, each);
    depth = fresh.filter(isEntered).map((each) => levelBelow(mailbox, each));
  }
  return [...found.values()];
}

async function childrenOf(graph: GraphReader, level: Level, signal: AbortSignal): Promise<readonly Found[]> {
  const found: Found[] = [];
  for await (const page of children(graph, level, signal)) {
    for (const folder of page) {
      if (isSearchFolder(folder)) continue;
      const isBeyond = level.isBeyond || folder.isHidden === true;
      found.push({ folder, path: joinPath(level.path, nameOf(folder)), isBeyond });
    }
  }
  return found;
}

function asListed(found: readonly Found[], place: PlaceBeyond): readonly ListedFolder[] {
  return found.filter(({ isBeyond }) => isBeyond).map(({ folder, path }) => listedFolder(folder, path, place));
}

/** A folder by its name; null where the service does not know the name, which it says in several ways. */
async function namedFolder(
  graph: GraphReader,
  { mailbox, name }: { readonly mailbox: string; readonly name: string },
  signal: AbortSignal,
): Promise<MailFolder | null> {
  const target = `/users/${segment(mailbox)}/mailFolders/${segment(name)}${query({ $select: selected })}`;
  try {
    const { value } = await graph.request({ target, schema: MailFolder, signal });
    return value;
  } catch (error) {
    if (error instanceof Failure && unknownName.has(error.code)) return null;
    throw error;
  }
}

const unknownName = new Set(['graph-item-not-found', 'graph-folder-not-found', 'graph-id-malformed']);
