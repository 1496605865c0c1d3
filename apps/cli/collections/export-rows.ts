import { itemsOfCollection, type CollectedItem } from '#catalogue';
import type { CollectionRow } from '#collector';
import type { ExportRow } from '#export';
import type { Reader } from '#platform';
import { processingCounts, subjectsOf } from '#processing';

/** The selection of an export: what a collection has to show. */
export interface ExportRows {
  /** Tells this selection from others: an unfinished export goes on only while nothing was added to the collection. */
  readonly key: string;
  readonly count: number;
  read(): AsyncGenerator<ExportRow>;
}

const page = 500;

/** Every item of a collection, those it found already held included, in the order of mailbox and item. */
export async function exportRows(reader: Reader, collection: CollectionRow): Promise<ExportRows> {
  const items = await countItems(reader, collection);
  const { processed } = await processingCounts(reader, collection.id);
  return {
    key: `${collection.id} ${String(items)} ${String(processed)}`,
    count: items,
    async *read() {
      for await (const batch of pagesOf(reader, collection)) {
        const subjects = await subjectsOf(
          reader,
          collection.matter,
          batch.map(({ digest }) => digest),
        );
        for (const item of batch) yield rowOf(item, subjects.get(item.digest) ?? null);
      }
    },
  };
}

async function countItems(reader: Reader, collection: CollectionRow): Promise<number> {
  let count = 0;
  for await (const batch of pagesOf(reader, collection)) count += batch.length;
  return count;
}

async function* pagesOf(reader: Reader, collection: CollectionRow): AsyncGenerator<readonly CollectedItem[]> {
  let after: Parameters<typeof itemsOfCollection>[2]['after'] = null;
  for (;;) {
    const batch: readonly CollectedItem[] = await itemsOfCollection(reader, collection.id, { after, limit: page });
    if (batch.length > 0) yield batch;
    const last = batch.at(-1);
    if (last === undefined || batch.length < page) return;
    after = { mailbox: last.mailbox, item: last.item };
  }
}

function rowOf(item: CollectedItem, subject: string | null): ExportRow {
  const { digest, size, start, pack, custodian, address, folderPath, receivedAt } = item;
  return {
    digest,
    place: { pack, digest, start, size },
    itemId: item.item,
    custodian,
    address,
    folderPath,
    receivedAt,
    subject,
  };
}
