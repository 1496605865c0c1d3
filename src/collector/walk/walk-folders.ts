import { ensureFolders, recordRenames, renamedFolders } from '#catalogue';
import { Failure, type Place } from '#evidence';
import type { ListedFolder, ListedPage } from '#sources';
import { requireLeases } from '../ledger/lease.ts';
import { beginFolderWalks, folderWalks, setFolderExpectations, updateFolderWalk } from '../ledger/store-collections.ts';
import { refuseFolder } from '../ledger/store-places.ts';
import { enterSearchedFolders } from '../ledger/store-searches.ts';
import type { MailboxRun, OpenRow, RunFolder, Tools } from '../mailbox-run.ts';
import type { ProgressCounter } from '../progress.ts';
import { enterPage } from './enter-page.ts';
import { listFolders, refusalOf } from './list-folders.ts';

export interface Walking {
  readonly run: MailboxRun;
  readonly progress: ProgressCounter;
  /** Called with rows to fetch; resolves when there is room for more (bounded open rows). */
  readonly handOver: (rows: readonly OpenRow[]) => Promise<void>;
}

/** Makes folders known to the catalogue and to this run, and plans a walk for those that have none (of a search: none). Returns the new ones. */
export async function enterFolders(
  tools: Tools,
  run: MailboxRun,
  listed: readonly ListedFolder[],
): Promise<readonly RunFolder[]> {
  const ids = await tools.database.transaction(async (tx) => {
    await requireLeases(tx, [run.lease]);
    const at = tools.clock.now();
    const renamed = await renamedFolders(tx, run.mailbox, listed);
    const entered = await ensureFolders(tx, { mailbox: run.mailbox, at }, listed);
    await (run.options.query === undefined ? beginFolderWalks : enterSearchedFolders)(tx, run, [...entered.values()]);
    await recordRenames(tx, renamed, at);
    return entered;
  });
  const added: RunFolder[] = [];
  for (const folder of listed) {
    const id = ids.get(folder.sourceFolderId);
    if (id === undefined) continue;
    const known = run.folders.has(folder.sourceFolderId);
    const entry = { id, sourceFolderId: folder.sourceFolderId, path: folder.path, place: folder.place };
    run.folders.set(folder.sourceFolderId, entry);
    if (!known) added.push(entry);
  }
  return added;
}

/** Mail that is deleted while it is walked goes this way, so that it is met once more and not missed. */
const order: Record<Place, number> = { visible: 0, hidden: 1, archive: 2, recoverable: 3 };

/** Walks every folder that is not done, from where its cursor stands; those of Recoverable Items last. */
export async function walkFolders(tools: Tools, walking: Walking): Promise<void> {
  const { run } = walking;
  const walks = await folderWalks(tools.database.reader, run);
  const folders = [...run.folders.values()].sort((a, b) => order[a.place] - order[b.place]);
  for (const folder of folders) {
    const walk = walks.get(folder.id);
    if (walk?.state === 'walking') await walkFolder(tools, walking, { folder, cursor: walk.cursor });
  }
}

/**
 * Walks one folder, page by page; a folder deleted meanwhile ends `gone`, its mail is found where it went. One beyond
 * the visible ones that may not be read ends `refused`, and the mailbox goes on.
 * Returns how many items were not in the ledger before.
 */
export async function walkFolder(
  tools: Tools,
  walking: Walking,
  from: { folder: RunFolder; cursor: string | null },
): Promise<number> {
  const { run } = walking;
  let { cursor } = from;
  let fresh = 0;
  for (;;) {
    run.signal.throwIfAborted();
    const page = await listPage(tools, walking, { folder: from.folder, cursor });
    if (page === null) return fresh;
    await tools.onStep('page-listed');
    const entered = await enterPage(tools, walking, {
      items: page.items,
      walk: { folder: from.folder, cursor: page.cursor },
    });
    await tools.onStep('page-entered');
    fresh += entered.fresh;
    await walking.handOver(entered.open);
    if (page.cursor === null) break;
    cursor = page.cursor;
  }
  await tools.onStep('folder-done');
  return fresh;
}

interface AskedPage {
  readonly folder: RunFolder;
  readonly cursor: string | null;
}

/** Null when the folder is gone or refused, and its walk has ended so. */
async function listPage(tools: Tools, { run }: Walking, { folder, cursor }: AskedPage): Promise<ListedPage | null> {
  try {
    const request = { sourceFolderId: folder.sourceFolderId, window: run.window, cursor };
    return await run.source.list(request, run.signal);
  } catch (thrown) {
    await endUnread(tools, run, { folder, thrown });
    return null;
  }
}

/**
 * Ends the walk of a folder that cannot be read: `gone` when the service lists it no longer, `refused` beyond the
 * visible ones. Throws what is neither.
 */
export async function endUnread(
  tools: Tools,
  run: MailboxRun,
  { folder, thrown }: { readonly folder: Pick<RunFolder, 'id' | 'sourceFolderId' | 'place'>; readonly thrown: unknown },
): Promise<void> {
  const of = { collection: run.collection, folder: folder.id };
  const mayBeGone = thrown instanceof Failure && thrown.kind === 'not-found';
  const isGone = mayBeGone && !(await isListed(tools, run, folder.sourceFolderId));
  if (!isGone && folder.place === 'visible') throw thrown;
  const refusal = isGone ? null : await refusalOf(run, thrown);
  await tools.database.transaction(async (tx) => {
    await requireLeases(tx, [run.lease]);
    if (refusal === null) await updateFolderWalk(tx, of, { state: 'gone', cursor: null });
    else await refuseFolder(tx, of, refusal);
  });
}

async function isListed(tools: Tools, run: MailboxRun, sourceFolderId: string): Promise<boolean> {
  const folders = await listFolders(tools, run);
  return folders.some((listed) => listed.sourceFolderId === sourceFolderId);
}

/**
 * Law 7: what the service says each folder holds in the window, read apart from the walk, as many at once as the
 * service allows. Returns the sum.
 */
export async function readExpectations(
  tools: Tools,
  run: MailboxRun,
  folders: readonly ListedFolder[],
): Promise<number> {
  const known = folders.flatMap((listed) => {
    const folder = run.folders.get(listed.sourceFolderId);
    return folder === undefined ? [] : [{ listed, folder: folder.id }];
  });
  const counted = await Promise.all(
    known.map(async ({ listed, folder }) => ({
      folder,
      expected: listed.totalItemCount === 0 ? 0 : await expectedIn(run, listed),
      expectedTotal: listed.totalItemCount,
    })),
  );
  const answered = counted.flatMap(({ expected, ...rest }) => (expected === null ? [] : [{ ...rest, expected }]));
  await tools.database.transaction(async (tx) => {
    await requireLeases(tx, [run.lease]);
    await setFolderExpectations(tx, run.collection, answered);
  });
  return answered.reduce((sum, { expected }) => sum + expected, 0);
}

/** Null where the folder is gone, or, beyond the visible ones, may not be counted. */
async function expectedIn(run: MailboxRun, { sourceFolderId, place }: ListedFolder): Promise<number | null> {
  try {
    return await run.source.expected(sourceFolderId, run.window, run.signal);
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.kind === 'not-found') return null;
    if (place === 'visible') throw thrown;
    await refusalOf(run, thrown);
    return null;
  }
}
