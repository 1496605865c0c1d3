import type { MatterId, PackId } from '#evidence';
import { Failure } from '#evidence';
import {
  adoptMailbox,
  adoptMatter,
  adoptPack as adoptPackRow,
  ensureCustodian,
  ensureFolders,
  insertBlobs,
  insertItems,
  recordRenames,
  renamedFolders,
  type NewItem,
  type Rename,
} from '#catalogue';
import type { Clock, Database, Transaction } from '#platform';
import type { BlobPlace, ManifestEntry, Vault } from '#vault';
import type { Place } from '#evidence';
import {
  adoptCollection,
  adoptCollectionMailbox,
  adoptFolderWalks,
  adoptLedgerRows,
  completedCollections,
} from './store-upkeep.ts';
import { underLeases } from './under-leases.ts';

export interface AdoptedPack {
  readonly path: string;
  readonly items: number;
  /** Members whose bytes are not what their name says; they were not entered. */
  readonly corrupt: number;
}

/**
 * Enters a sealed pack that the database does not know, or knows as given up, from its manifest: matter, mailbox,
 * custodian, folders, blobs, items, and ledger rows of the collections that kept them. Every member is re-hashed first.
 * Failures: `malformed` when the pack has no readable manifest; `conflict` when somebody works on its collection or
 * mailbox, or when its collection is complete without it: what a receipt was signed over takes nothing in.
 */
export async function adoptPack(
  tools: { database: Database; vault: Vault; clock: Clock },
  file: { path: string; bytes: number },
): Promise<AdoptedPack> {
  const manifest = await tools.vault.manifest(file.path);
  const places = new Map<string, BlobPlace>();
  let corrupt = 0;
  for await (const member of tools.vault.verify(file.path)) {
    if (member.kind === 'intact') places.set(member.place.digest, member.place);
    else corrupt += 1;
  }
  const entries = manifest.filter(({ digest }) => places.has(digest));
  const first = entries[0];
  if (first === undefined) return { path: file.path, items: 0, corrupt };
  const pack = { matter: first.matter, id: packIdOf(file.path) };
  const digest = await tools.vault.packDigest(file.path);
  const at = tools.clock.now();
  const enter = async (tx: Transaction): Promise<number> => {
    await refuseCompleted(tx, entries);
    await adoptMatter(tx, { id: pack.matter, name: first.matterName, at });
    await adoptPackRow(tx, { ...pack, path: file.path, bytes: file.bytes, members: places.size, digest, at });
    await insertBlobs(tx, pack, [...places.values()]);
    const entered = await enterEntries(tx, pack, { entries, at });
    await recordRenames(tx, entered.renamed, at);
    return entered.items;
  };
  const items = await underLeases(tools, entries, () => tools.database.transaction(enter));
  return { path: file.path, items, corrupt };
}

async function refuseCompleted(tx: Transaction, entries: readonly ManifestEntry[]): Promise<void> {
  const completed = await completedCollections(tx, [...new Set(entries.map(({ collection }) => collection))]);
  if (completed.length === 0) return;
  throw new Failure('conflict', `The collection ${completed.join(', ')} is complete without this pack.`, {
    code: 'pack-of-complete-collection',
    fix: 'Find out where the pack comes from. What is in it is not part of what was collected.',
  });
}

async function enterEntries(
  tx: Transaction,
  pack: { matter: MatterId; id: PackId },
  { entries, at }: { entries: readonly ManifestEntry[]; at: Date },
): Promise<{ readonly items: number; readonly renamed: readonly Rename[] }> {
  let entered = 0;
  const renamed: Rename[] = [];
  for (const group of Map.groupBy(entries, ({ collection, mailbox }) => `${collection} ${mailbox}`).values()) {
    const adopted = await itemsOfMailbox(tx, pack.matter, { entries: group, at });
    renamed.push(...adopted.renamed);
    entered += await insertItems(tx, pack, adopted.items);
  }
  return { items: entered, renamed };
}

/** Enters what one collection kept of one mailbox, and returns its items. */
async function itemsOfMailbox(
  tx: Transaction,
  matter: MatterId,
  { entries, at }: { entries: readonly ManifestEntry[]; at: Date },
): Promise<{ readonly items: readonly NewItem[]; readonly renamed: readonly Rename[] }> {
  const [first] = entries;
  if (first === undefined) return { items: [], renamed: [] };
  const { collection, tenant, address } = first;
  const adopted = await adoptMailbox(tx, {
    id: first.mailbox,
    matter,
    tenant,
    sourceMailbox: first.sourceMailbox,
    kind: 'primary',
    address,
    displayName: address,
    at: new Date(first.collectedAt),
  });
  const mailbox = adopted.id;
  const custodian = await ensureCustodian(tx, { matter, name: first.custodian, at });
  const listed = uniqueFolders(entries);
  const renamed = [...adopted.renamed, ...(await renamedFolders(tx, mailbox, listed))];
  const folders = await ensureFolders(tx, { mailbox, at }, listed);
  await adoptCollection(tx, { id: collection, matter, tenant, at });
  await adoptCollectionMailbox(tx, { collection, mailbox, custodian });
  await adoptFolderWalks(tx, { collection, mailbox, folders: [...folders.values()] });
  const items = entries.map((entry): NewItem => {
    const folder = folders.get(entry.sourceFolderId);
    if (folder === undefined) throw new Failure('bug', 'A folder was not entered.', { code: 'unknown-folder' });
    const { item, version, changeKey, fingerprint, isDraft, internetMessageId, digest } = entry;
    const receivedAt = entry.receivedAt === null ? null : new Date(entry.receivedAt);
    const facts = { item, version, changeKey, fingerprint, isDraft, internetMessageId, digest, receivedAt };
    return { ...facts, mailbox, folder, custodian, collection, collectedAt: new Date(entry.collectedAt) };
  });
  await adoptLedgerRows(tx, { collection, mailbox }, items);
  return { items, renamed };
}

function uniqueFolders(entries: readonly ManifestEntry[]) {
  const folders = new Map(
    entries.map((entry) => [
      entry.sourceFolderId,
      { sourceFolderId: entry.sourceFolderId, path: entry.folderPath, place: entry.place as Place },
    ]),
  );
  return [...folders.values()];
}

function packIdOf(path: string): PackId {
  const id = /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.tar$/.exec(path)?.[1];
  if (id === undefined) throw new Failure('malformed', `${path} is not named like a pack.`, { code: 'pack-name' });
  return id as PackId;
}
