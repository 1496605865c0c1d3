import { Failure, type ExportId, type ReceiptId } from '#evidence';
import { findCollection } from '#collector';
import { findReceipt, receiptsOfCollection, receiptsOfExport, type AnyReceipt } from '#custody';
import type { Reader } from '#platform';

/** The newest receipt of a collection or an export, or the receipt of this id. Failure `not-found`. */
export async function findReceiptOf(reader: Reader, id: string): Promise<AnyReceipt> {
  const collection = await findCollection(reader, id).catch((thrown: unknown) => {
    if (thrown instanceof Failure && thrown.kind === 'not-found') return null;
    throw thrown;
  });
  if (collection === null) {
    const exported = isWholeId(id) ? (await receiptsOfExport(reader, id as ExportId)).at(-1) : undefined;
    return exported ?? (await findReceipt(reader, id as ReceiptId));
  }
  const newest = (await receiptsOfCollection(reader, collection.id)).at(-1);
  if (newest !== undefined) return newest;
  throw new Failure('not-found', `The collection ${collection.id} has no receipt yet: it is ${collection.status}.`, {
    code: 'receipt-not-issued',
    fix: `A receipt is issued when a collection is over: chainmail collection resume ${collection.id}`,
  });
}

function isWholeId(id: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
}
