import type { ItemId } from '#evidence';
import { requireLeases } from '../ledger/lease.ts';
import { goneRows, reopenGone } from '../ledger/store-ledger.ts';
import type { MailboxRun, Tools } from '../mailbox-run.ts';
import type { ProgressCounter } from '../progress.ts';
import { walkShortFolders } from './closing-pass.ts';
import { listFolders } from './list-folders.ts';
import type { Walking } from './walk-folders.ts';

/**
 * Looks once more for every item that was said to be gone, when all else of its mailbox is done: a service that is
 * short of its data for a while says the same of items it still has. Rows of those that are there are opened again.
 * Returns how many.
 */
export async function lookAgain(tools: Tools, run: MailboxRun, progress: ProgressCounter): Promise<number> {
  const found: ItemId[] = [];
  for (const { item } of await goneRows(tools.database.reader, run)) {
    if ((await run.source.find(item, run.signal)) !== null) found.push(item);
  }
  if (found.length === 0) return 0;
  await tools.database.transaction(async (tx) => {
    await requireLeases(tx, [run.lease]);
    await reopenGone(tx, run, found);
  });
  progress.ended('skipped', -found.length);
  return found.length;
}

/**
 * Counts folders anew whose items are said to be gone, and walks those once more that hold more than is there of them.
 * What the service lists as somebody else's is said to be gone, too.
 */
export async function walkGone(tools: Tools, walking: Walking): Promise<void> {
  const { run } = walking;
  const gone = new Set((await goneRows(tools.database.reader, run)).map(({ sourceFolderId }) => sourceFolderId));
  const folders = await listFolders(tools, run);
  await walkShortFolders(
    tools,
    walking,
    folders.filter(({ sourceFolderId }) => gone.has(sourceFolderId)),
  );
}

/** Whether anything of this mailbox is said to be gone. */
export async function isAnythingGone(tools: Tools, run: MailboxRun): Promise<boolean> {
  return (await goneRows(tools.database.reader, run)).length > 0;
}
