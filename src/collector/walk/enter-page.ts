import { isWithin, type ItemId, type ListedItem, type Window } from '#evidence';
import { heldItems, insertSightings, type HeldItem, type NewSighting } from '#catalogue';
import type { Transaction } from '#platform';
import { requireLeases } from '../ledger/lease.ts';
import { updateFolderWalk } from '../ledger/store-collections.ts';
import { enterListed, type NewLedgerRow } from '../ledger/store-ledger.ts';
import { type MailboxSearch, recordSearch } from '../ledger/store-searches.ts';
import type { MailboxRun, OpenRow, RunFolder, Tools } from '../mailbox-run.ts';
import type { ProgressCounter } from '../progress.ts';

export interface Page {
  readonly items: readonly ListedItem[];
  /** The walk this page belongs to and where it goes on; null for pages of the closing pass. */
  readonly walk: { folder: RunFolder; cursor: string | null } | null;
  /** The search it belongs to, and where that goes on. */
  readonly search?: MailboxSearch;
}

export interface EnteredPage {
  /** How many items were not in the ledger before. */
  readonly fresh: number;
  /** Those of them whose bytes must be fetched. */
  readonly open: readonly OpenRow[];
}

interface Entering {
  readonly item: ListedItem;
  readonly folder: RunFolder;
  readonly held: HeldItem | undefined;
}

/**
 * Law 1, listing: one transaction writes the page's ledger rows and the walk's cursor, under the fence.
 * Items of folders this collection does not look at are not listed.
 */
export async function enterPage(
  tools: Tools,
  { run, progress }: { readonly run: MailboxRun; readonly progress: ProgressCounter },
  page: Page,
): Promise<EnteredPage> {
  const at = tools.clock.now();
  const listed = lastListed(run, page.items);
  const entered = await tools.database.transaction(async (tx) => {
    await requireLeases(tx, [run.lease]);
    const held = await heldItems(tx, { matter: run.matter, id: run.mailbox }, [...listed.keys()]);
    const rows = [...listed.values()].map((entry) => decide(run, { ...entry, held: held.get(entry.item.id) }));
    const fresh = await enterListed(tx, run, { rows: rows.map(({ row }) => row), at });
    const known = rows.filter(({ row }) => fresh.has(row.item));
    await enterSightings(tx, run, { sightings: known.flatMap(({ sighting }) => sighting ?? []), at });
    if (page.walk !== null) {
      const { folder, cursor } = page.walk;
      const change = { state: cursor === null ? ('done' as const) : ('walking' as const), cursor };
      await updateFolderWalk(tx, { collection: run.collection, folder: folder.id }, change);
    }
    if (page.search !== undefined) await recordSearch(tx, run, page.search);
    return known;
  });
  progress.listed(entered.length);
  for (const { row } of entered) if (row.ended !== null) progress.ended(row.ended);
  return { fresh: entered.length, open: entered.flatMap(({ open }) => open ?? []) };
}

/** One entry an item; where a page lists an item twice, the last one counts. */
function lastListed(
  run: MailboxRun,
  items: readonly ListedItem[],
): Map<ItemId, { item: ListedItem; folder: RunFolder }> {
  const listed = new Map<ItemId, { item: ListedItem; folder: RunFolder }>();
  for (const item of items) {
    const folder = run.folders.get(item.sourceFolderId);
    if (folder !== undefined) listed.set(item.id, { item, folder });
  }
  return listed;
}

interface Decided {
  readonly row: NewLedgerRow;
  readonly open: OpenRow | null;
  readonly sighting: NewSighting | null;
}

/**
 * Whether bytes are needed. Held under the same change key: no. Held under another, with the same listing
 * fingerprint: only flags, categories or the folder changed, so no, unless it is a draft. Else a new version.
 */
function decide(run: MailboxRun, { item, folder, held }: Entering): Decided {
  const facts = {
    item: item.id,
    changeKey: item.changeKey,
    fingerprint: item.fingerprint,
    isDraft: item.isDraft,
    internetMessageId: item.internetMessageId,
    receivedAt: item.receivedAt,
  };
  const ended = (end: 'filtered' | 'already-held', reason: string | null, version: number): NewLedgerRow => ({
    ...facts,
    folder: folder.id,
    version,
    ended: end,
    reason,
  });
  const next = (held?.version ?? 0) + 1;
  if (item.receivedAt !== null && !mayBeWithin(run.window, item.receivedAt)) {
    return { row: ended('filtered', 'outside-window', next), open: null, sighting: null };
  }
  if (item.isDraft && !run.options.drafts) {
    return { row: ended('filtered', 'draft', next), open: null, sighting: null };
  }
  if (held !== undefined && !run.options.force && isSameVersion(item, held)) {
    const sighting = { item: item.id, version: held.version, changeKey: item.changeKey, folder: folder.id };
    return { row: ended('already-held', null, held.version), open: null, sighting };
  }
  const row = { ...facts, folder: folder.id, version: next, ended: null, reason: null };
  return { row, open: { ...facts, folder, version: next }, sighting: null };
}

/** The service shows whole seconds of times it stores more finely: what is shown may lie up to a second later. */
function mayBeWithin(window: Window, shown: Date): boolean {
  return isWithin(window, shown) || isWithin(window, new Date(shown.getTime() + 999));
}

/** Whether what is held is what is listed. A source that gives no change key tells nothing. */
export function isSameVersion(
  item: Pick<ListedItem, 'changeKey' | 'isDraft' | 'fingerprint'>,
  held: HeldItem,
): boolean {
  if (item.changeKey === '') return false;
  if (item.changeKey === held.changeKey) return true;
  return !item.isDraft && !held.isDraft && item.fingerprint === held.fingerprint;
}

async function enterSightings(
  tx: Transaction,
  run: MailboxRun,
  entry: { sightings: readonly NewSighting[]; at: Date },
): Promise<void> {
  const context = {
    matter: run.matter,
    mailbox: run.mailbox,
    collection: run.collection,
    custodian: run.custodian,
    at: entry.at,
  };
  await insertSightings(tx, context, entry.sightings);
}
