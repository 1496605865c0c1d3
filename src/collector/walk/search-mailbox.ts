import type { ListedPage } from '#sources';
import { findSearch } from '../ledger/store-searches.ts';
import type { MailboxRun, SourceQuery, Tools } from '../mailbox-run.ts';
import { enterPage } from './enter-page.ts';
import { enterFolders, type Walking } from './walk-folders.ts';

/**
 * Lists what the service's own search finds in a mailbox, in place of walking its folders; goes on where an earlier
 * run stopped. Folders are known only to say where an item lies: their counts say nothing of a search, and there is no
 * closing pass, because what arrives while it runs is not indexed at once.
 */
export async function searchMailbox(tools: Tools, walking: Walking, { search }: SourceQuery): Promise<void> {
  const { run } = walking;
  await learnFolders(tools, run);
  const begun = await findSearch(tools.database.reader, run);
  let cursor = begun?.cursor ?? null;
  if (begun !== null && cursor === null) return;
  do {
    run.signal.throwIfAborted();
    const page = await run.source.search({ search, window: run.window, cursor }, run.signal);
    await tools.onStep('page-listed');
    // A folder made since: what lies in it must not be taken for hidden.
    if (hasUnknownFolder(run, page)) await learnFolders(tools, run);
    const entered = await enterPage(tools, walking, {
      items: page.items,
      walk: null,
      search: { cursor: page.cursor, shortfalls: page.shortfalls ?? [] },
    });
    await tools.onStep('page-entered');
    await walking.handOver(entered.open);
    cursor = page.cursor;
  } while (cursor !== null);
}

async function learnFolders(tools: Tools, run: MailboxRun): Promise<void> {
  await enterFolders(tools, run, await run.source.folders(run.signal));
}

function hasUnknownFolder(run: MailboxRun, page: ListedPage): boolean {
  return page.items.some(({ sourceFolderId }) => !run.folders.has(sourceFolderId));
}
