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
    if (!isWholeId(id)) throw nothingOfThisId(id);
    return (await receiptsOfExport(reader, id as ExportId)).at(-1) ?? (await receiptOfId(reader, id));
  }
  const newest = (await receiptsOfCollection(reader, collection.id)).at(-1);
  if (newest !== undefined) return newest;
  throw new Failure('not-found', `The collection ${collection.id} has no receipt yet: it is ${collection.status}.`, {
    code: 'receipt-not-issued',
    fix: `A receipt is issued when a collection is over: chainmail collection resume ${collection.id}`,
  });
}

async function receiptOfId(reader: Reader, id: string): Promise<AnyReceipt> {
  try {
    return await findReceipt(reader, id as ReceiptId);
  } catch (thrown) {
    throw thrown instanceof Failure && thrown.kind === 'not-found' ? nothingOfThisId(id) : thrown;
  }
}

/** It may be meant as the id of any of three things, and may be of another data folder. */
function nothingOfThisId(id: string): Failure {
  return new Failure('not-found', `There is no collection, no export and no receipt ${id} in this data folder.`, {
    code: 'nothing-of-this-id',
    fix: 'See `chainmail collection list`; of a collection the first characters do, of an export or a receipt give the whole id.',
  });
}

function isWholeId(id: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
}
