import { ensureFolders, recordRenames, renamedFolders } from '#catalogue';
import { Failure, type FolderId } from '#evidence';
import type { ListedFolder } from '#sources';
import { requireLeases } from '../ledger/lease.ts';
import { beginFolderWalks, folderWalks, setFolderExpectations, updateFolderWalk } from '../ledger/store-collections.ts';
import { enterSearchedFolders } from '../ledger/store-searches.ts';
import type { MailboxRun, OpenRow, RunFolder, Tools } from '../mailbox-run.ts';
import type { ProgressCounter } from '../progress.ts';
import { enterPage } from './enter-page.ts';

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

/** Walks every folder that is not done, from where its cursor stands. */
export async function walkFolders(tools: Tools, walking: Walking): Promise<void> {
  const { run } = walking;
  const walks = await folderWalks(tools.database.reader, run);
  for (const folder of run.folders.values()) {
    const walk = walks.get(folder.id);
    if (walk?.state === 'walking') await walkFolder(tools, walking, { folder, cursor: walk.cursor });
  }
}

/**
 * Walks one folder, page by page; a folder deleted meanwhile ends `gone`, its mail is found where it went.
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
    const page = await listPage(walking, from.folder, cursor);
    if (page === null) {
      await endGoneFolder(tools, run, from.folder.id);
      return fresh;
    }
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

async function listPage(walking: Walking, folder: RunFolder, cursor: string | null) {
  const { run } = walking;
  try {
    const request = { sourceFolderId: folder.sourceFolderId, window: run.window, cursor };
    return await run.source.list(request, run.signal);
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.kind === 'not-found' && (await isGone(run, folder))) return null;
    throw thrown;
  }
}

async function isGone(run: MailboxRun, folder: RunFolder): Promise<boolean> {
  const folders = await run.source.folders(run.signal);
  return !folders.some((listed) => listed.sourceFolderId === folder.sourceFolderId);
}

async function endGoneFolder(tools: Tools, run: MailboxRun, folder: FolderId): Promise<void> {
  await tools.database.transaction(async (tx) => {
    await requireLeases(tx, [run.lease]);
    await updateFolderWalk(tx, { collection: run.collection, folder }, { state: 'gone', cursor: null });
  });
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
      expected: listed.totalItemCount === 0 ? 0 : await expectedIn(run, listed.sourceFolderId),
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

async function expectedIn(run: MailboxRun, sourceFolderId: string): Promise<number | null> {
  try {
    return await run.source.expected(sourceFolderId, run.window, run.signal);
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.kind === 'not-found') return null;
    throw thrown;
  }
}
