import { asFailure, Failure } from '#evidence';
import type { ListedFolder, PlaceBeyond } from '#sources';
import { requireLeases } from '../ledger/lease.ts';
import { recordPlace, setPlaceExpectation, type Refusal } from '../ledger/store-places.ts';
import type { CollectionOptions, MailboxRun, Tools } from '../mailbox-run.ts';

/** The places beyond the visible folders that a collection looks at. */
export function placesBeyond({ hidden, recoverable }: CollectionOptions): readonly PlaceBeyond[] {
  return [...(hidden ? ['hidden' as const] : []), ...(recoverable ? ['recoverable' as const] : [])];
}

/**
 * All folders this collection looks at: the visible ones and those of the places it was asked for; none where the
 * service lists no visible ones, which every mailbox has. A place that is not
 * there or may not be read is recorded with the cause and holds up nothing else; what the mailbox itself is refused
 * with, is thrown.
 */
export async function listFolders(tools: Tools, run: MailboxRun): Promise<readonly ListedFolder[]> {
  const visible = await run.source.folders(run.signal);
  if (visible.length === 0) return [];
  const beyond: ListedFolder[] = [];
  for (const place of placesBeyond(run.options)) {
    const read = await readPlace(run, () => run.source.foldersBeyond(place, run.signal));
    await tools.database.transaction(async (tx) => {
      await requireLeases(tx, [run.lease]);
      await recordPlace(tx, run, { place, refusal: read.refusal });
    });
    beyond.push(...read.folders);
  }
  // A folder that became visible meanwhile is visible.
  return [...byId([...beyond, ...visible]).values()];
}

export interface SecondReading {
  readonly folders: readonly ListedFolder[];
  /** How many of them are visible. */
  readonly visible: number;
}

/** The same folders in another way, to notice one that was never listed. */
export async function listFoldersIndependently(tools: Tools, run: MailboxRun): Promise<SecondReading> {
  const visible = await run.source.foldersIndependently(run.signal);
  const beyond: ListedFolder[] = [];
  for (const place of placesBeyond(run.options)) {
    const read = await readPlace(run, () => run.source.foldersBeyondIndependently(place, run.signal));
    const foldersExpected = read.refusal === null ? read.folders.length : null;
    await tools.database.transaction(async (tx) => {
      await requireLeases(tx, [run.lease]);
      await setPlaceExpectation(tx, run, { place, foldersExpected });
    });
    beyond.push(...read.folders);
  }
  return { folders: [...byId([...beyond, ...visible]).values()], visible: visible.length };
}

async function readPlace(
  run: MailboxRun,
  read: () => Promise<readonly ListedFolder[]>,
): Promise<{ readonly folders: readonly ListedFolder[]; readonly refusal: Refusal | null }> {
  try {
    return { folders: await read(), refusal: null };
  } catch (thrown) {
    return { folders: [], refusal: await refusalOf(run, thrown) };
  }
}

/**
 * What stands in the way of a place or of a folder in it. Throws what is no refusal, and what the whole mailbox is
 * refused with.
 */
export async function refusalOf(run: MailboxRun, thrown: unknown): Promise<Refusal> {
  run.signal.throwIfAborted();
  if (!(thrown instanceof Failure) || (thrown.kind !== 'denied' && thrown.kind !== 'not-found')) throw thrown;
  await run.source.serviceTime(run.signal);
  const { code, message } = asFailure(thrown);
  return { code, cause: message };
}

function byId(folders: readonly ListedFolder[]): ReadonlyMap<string, ListedFolder> {
  return new Map(folders.map((folder) => [folder.sourceFolderId, folder]));
}
