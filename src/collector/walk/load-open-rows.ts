import { Failure } from '#evidence';
import { heldItems, insertSightings } from '#catalogue';
import { requireLeases } from '../ledger/lease.ts';
import { endRows, openRows, setVersions, type StoredOpenRow } from '../ledger/store-ledger.ts';
import type { MailboxRun, OpenRow, RunFolder, Tools } from '../mailbox-run.ts';
import type { ProgressCounter } from '../progress.ts';
import { isSameVersion } from './enter-page.ts';

/**
 * The rows an earlier run left open, decided anew under the lease: another collection of the matter may have kept
 * the same items meanwhile. Those end `already-held`; the others get the version that is next now.
 */
export async function loadOpenRows(
  tools: Tools,
  run: MailboxRun,
  progress: ProgressCounter,
): Promise<readonly OpenRow[]> {
  const at = tools.clock.now();
  const decided = await tools.database.transaction(async (tx) => {
    await requireLeases(tx, [run.lease]);
    const rows = await openRows(tx, run, Number.MAX_SAFE_INTEGER);
    const held = await heldItems(
      tx,
      { matter: run.matter, id: run.mailbox },
      rows.map(({ item }) => item),
    );
    const heldNow = rows.flatMap((row) => {
      const known = held.get(row.item);
      return known === undefined || run.options.force || !isSameVersion(row, known)
        ? []
        : [{ row, version: known.version }];
    });
    const heldIds = new Set(heldNow.map(({ row }) => row.item));
    const open = rows
      .filter(({ item }) => !heldIds.has(item))
      .map((row) => toOpenRow(run, row, (held.get(row.item)?.version ?? 0) + 1));
    const { collection, mailbox } = run;
    const end = { collection, mailbox, ended: 'already-held' as const, reason: null, detail: null };
    await endRows(
      tx,
      heldNow.map(({ row }) => ({ ...end, item: row.item })),
      at,
    );
    const sightings = heldNow.map(({ row, version }) => ({
      item: row.item,
      version,
      changeKey: row.changeKey,
      folder: requireFolder(run, row.sourceFolderId).id,
    }));
    await insertSightings(tx, { matter: run.matter, mailbox, collection, custodian: run.custodian, at }, sightings);
    await setVersions(tx, run, open);
    return { open, ended: heldNow.length };
  });
  if (decided.ended > 0) progress.ended('already-held', decided.ended);
  return decided.open;
}

function toOpenRow(run: MailboxRun, { sourceFolderId, ...row }: StoredOpenRow, version: number): OpenRow {
  return { ...row, version, folder: requireFolder(run, sourceFolderId) };
}

function requireFolder(run: MailboxRun, sourceFolderId: string): RunFolder {
  const folder = run.folders.get(sourceFolderId);
  if (folder !== undefined) return folder;
  throw new Failure('bug', `The ledger names a folder of ${run.address} that the catalogue does not have.`, {
    code: 'unknown-folder',
  });
}
