import type { ListedFolder, ListedPage } from '#sources';
import { requireLeases } from '../ledger/lease.ts';
import { updateCollectionMailbox, updateFolderWalk } from '../ledger/store-collections.ts';
import { thereByFolder } from '../report/store-report.ts';
import type { MailboxRun, RunFolder, Tools } from '../mailbox-run.ts';
import { enterPage } from './enter-page.ts';
import { listFolders, listFoldersIndependently } from './list-folders.ts';
import { endUnread, enterFolders, readExpectations, walkFolder, type Walking } from './walk-folders.ts';

/** Clocks of service and store are not one clock: changes are asked for from a little before the walk began. */
const overlapMs = 120_000;

/**
 * Law 7, after the walk: folders are read again, and in a second way; what changed since the walk began is
 * listed mailbox-wide; a folder that lists fewer items than the service counts is walked once more.
 * Repeated until a round finds nothing new; when the last round still did, the mailbox is recorded as unsettled.
 */
export async function closingPass(tools: Tools, walking: Walking, walkStartedAt: Date): Promise<void> {
  const { run } = walking;
  let since = walkStartedAt;
  for (let round = 1; round <= tools.settings.closingRounds; round += 1) {
    await tools.onStep('closing-pass-begun');
    const begun = await run.source.serviceTime(run.signal);
    const folders = await readFolders(tools, run);
    const found =
      (await walkNewFolders(tools, walking, folders.added)) +
      (await listChanges(tools, walking, { since })) +
      (await listChangesBeyond(tools, walking, { listed: folders.listed, since })) +
      (await walkShortFolders(tools, walking, folders.listed));
    const change = { foundMore: found, closingPass: found === 0 ? ('settled' as const) : ('unsettled' as const) };
    await tools.database.transaction(async (tx) => {
      await requireLeases(tx, [run.lease]);
      await updateCollectionMailbox(tx, run, change);
    });
    if (found === 0) return;
    since = begun;
  }
}

async function readFolders(
  tools: Tools,
  run: MailboxRun,
): Promise<{ readonly listed: readonly ListedFolder[]; readonly added: readonly RunFolder[] }> {
  const [listed, independent] = await Promise.all([listFolders(tools, run), listFoldersIndependently(tools, run)]);
  const all = new Map([...independent.folders, ...listed].map((folder) => [folder.sourceFolderId, folder]));
  const added = await enterFolders(tools, run, [...all.values()]);
  await tools.database.transaction((tx) => updateCollectionMailbox(tx, run, { foldersExpected: independent.visible }));
  return { listed: [...all.values()], added };
}

async function walkNewFolders(tools: Tools, walking: Walking, added: readonly RunFolder[]): Promise<number> {
  let found = 0;
  for (const folder of added) found += await walkFolder(tools, walking, { folder, cursor: null });
  return found;
}

/** What changed mailbox-wide, or in one folder. Returns how many items were not in the ledger before. */
async function listChanges(
  tools: Tools,
  walking: Walking,
  { since: begun, ...of }: { readonly since: Date; readonly sourceFolderId?: string },
): Promise<number> {
  const { run } = walking;
  const { window } = run;
  const since = new Date(begun.getTime() - overlapMs);
  let cursor: string | null = null;
  let found = 0;
  do {
    run.signal.throwIfAborted();
    const page: ListedPage = await run.source.changedSince({ ...of, since, window, cursor }, run.signal);
    const entered = await enterPage(tools, walking, { items: page.items, walk: null });
    await walking.handOver(entered.open);
    found += entered.fresh;
    cursor = page.cursor;
  } while (cursor !== null);
  return found;
}

/**
 * What changed mailbox-wide need not show folders beyond the visible ones: those that hold anything are asked one by
 * one.
 */
async function listChangesBeyond(
  tools: Tools,
  walking: Walking,
  { listed, since }: { readonly listed: readonly ListedFolder[]; readonly since: Date },
): Promise<number> {
  const { run } = walking;
  let found = 0;
  for (const { sourceFolderId, place, totalItemCount } of listed) {
    const folder = run.folders.get(sourceFolderId);
    if (folder === undefined || place === 'visible' || totalItemCount === 0) continue;
    try {
      found += await listChanges(tools, walking, { since, sourceFolderId });
    } catch (thrown) {
      await endUnread(tools, run, { folder, thrown });
    }
  }
  return found;
}

/**
 * Folders of which fewer items are there than the service counts are walked once more from the start.
 * Returns how many items were not in the ledger before.
 */
export async function walkShortFolders(
  tools: Tools,
  walking: Walking,
  folders: readonly ListedFolder[],
): Promise<number> {
  const { run } = walking;
  await readExpectations(tools, run, folders);
  const counts = await thereByFolder(tools.database.reader, run);
  const short: RunFolder[] = [];
  for (const folder of run.folders.values()) {
    const count = counts.get(folder.id);
    if (count !== undefined && count.expected !== null && count.there < count.expected) short.push(folder);
  }
  let found = 0;
  for (const folder of short) {
    await tools.database.transaction((tx) =>
      updateFolderWalk(tx, { collection: run.collection, folder: folder.id }, { state: 'walking', cursor: null }),
    );
    found += await walkFolder(tools, walking, { folder, cursor: null });
  }
  return found;
}
