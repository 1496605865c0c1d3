import { digestMembers, type ExportReceiptContent } from '#custody';
import type { Reader } from '#platform';
import { manifestNames } from './folder/manifest.ts';
import { missingName } from './missing-rows.ts';
import { countUnread, digestsOfExport, type BegunExport } from './store-exports.ts';
import type { WholeExport } from './write-export.ts';

/** What a receipt states about an export. */
export async function receiptContent(
  reader: Reader,
  begun: BegunExport,
  outcome: { readonly whole: WholeExport; readonly endedAt: Date; readonly productVersion: string },
): Promise<ExportReceiptContent> {
  const { whole, endedAt, productVersion } = outcome;
  const unread = await countUnread(reader, begun.id, begun.matter);
  return {
    productVersion,
    exportId: begun.id,
    matter: { id: begun.matter, name: begun.matterName },
    request: { ...begun.request },
    startedBy: begun.startedBy,
    startedAt: begun.startedAt.toISOString(),
    endedAt: endedAt.toISOString(),
    items: whole.items,
    hidden: begun.hidden,
    records: begun.records,
    exceptions: whole.exceptions,
    ...(whole.missing.length === 0 ? {} : { missing: whole.missing.length }),
    files: { count: whole.files, bytes: whole.bytes },
    members: digestMembers(await digestsOfExport(reader, begun.id, whole.missing)),
    manifest: manifestNames.jsonl,
    indexes: [...whole.indexes],
    completeness: completeness(begun, whole, unread),
  };
}

function completeness(begun: BegunExport, whole: WholeExport, unread: number): string[] {
  const { hidden, request } = begun;
  const selected =
    'collection' in request
      ? 'In it: what the collection kept, and what it found already held.'
      : 'query' in request
        ? 'In it: what the query found when the export was begun.'
        : 'In it: everything that was kept for the matter when the export was begun.';
  const sentences = [selected];
  if (hidden > 0) {
    sentences.push(
      `Left out: ${String(hidden)} items that say the same as one that is in it (equal family hash). Whoever held a copy is named as one of its custodians.`,
    );
  }
  const missing = whole.missing.length;
  if (missing > 0) {
    sentences.push(
      `NOT IN IT: ${String(missing)} ${missing === 1 ? 'item' : 'items'} that the vault could not give, because a pack is missing or damaged; ${missingName} says which, and why.`,
    );
  }
  if (whole.exceptions > missing) {
    sentences.push(
      `Of ${String(whole.exceptions - missing)} records something could not be read; their original bytes are in it, and why is said in the catalogue.`,
    );
  }
  if (unread > 0)
    sentences.push(`${String(unread)} items were not processed yet: only their original bytes are in it.`);
  if (request['format'] === 'dat' || request['format'] === 'csv') {
    sentences.push('Text was extracted where TextPath names a file; a record without one has no text that was read.');
  }
  return sentences;
}
