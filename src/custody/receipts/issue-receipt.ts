import { Failure, type CollectionId, type ReceiptId } from '#evidence';
import { newId, type Clock, type Database, type Reader } from '#platform';
import { recordAct } from '../audit/record-act.ts';
import { canonicalJson, hashText } from '../canonical-json.ts';
import type { SigningKey } from '../keys/signing-key.ts';
import { receiptFormat, type ReceiptBody, type ReceiptContent } from './receipt-body.ts';
import { parseReceipt, type Receipt } from './receipt-file.ts';
import { findStoredReceipt, insertReceipt, listReceipts, type StoredReceipt } from './store-receipts.ts';

export interface ReceiptIssue {
  readonly key: SigningKey;
  readonly clock: Clock;
  /** Who asked for it: `person:<name>` or `system`. */
  readonly actor: string;
  readonly content: ReceiptContent;
}

/**
 * Issues, signs and stores a receipt, and records that. The audit head it names is the entry of its own issue.
 * A collection may have several receipts; each names those before it.
 * Failure `malformed` when the content is not what a receipt may hold.
 */
export async function issueReceipt(database: Database, { key, clock, actor, content }: ReceiptIssue): Promise<Receipt> {
  const id = newId<ReceiptId>();
  const at = clock.now();
  const collection = content.collectionId as CollectionId;
  return database.transaction(async (tx) => {
    const subject = { receipt: id, collection, key: key.fingerprint };
    // Comes first, because its lock also keeps two receipts of one collection from not knowing each other.
    const auditHead = await recordAct(tx, { actor, action: 'receipt.issued', subject, at });
    const previousReceipts = (await listReceipts(tx, collection)).map((previous) => ({
      receiptId: previous.id,
      bodyDigest: hashText(previous.body),
    }));
    const own = {
      format: receiptFormat,
      receiptId: id,
      issuedAt: at.toISOString(),
      auditHead,
      previousReceipts,
    } as const;
    const body: ReceiptBody = { ...content, ...own };
    const text = canonicalJson(body);
    const stored = {
      id,
      collection,
      body: text,
      signature: key.sign(text),
      keyFingerprint: key.fingerprint,
      createdAt: at,
    };
    const receipt = toReceipt({ ...stored, publicKeyPem: key.publicKeyPem });
    await insertReceipt(tx, stored);
    return receipt;
  });
}

/** A receipt as it was issued. Failure `not-found` when there is none of that id. */
export async function findReceipt(reader: Reader, id: ReceiptId): Promise<Receipt> {
  const stored = await findStoredReceipt(reader, id);
  if (stored !== null) return toReceipt(stored);
  throw new Failure('not-found', `There is no receipt ${id}.`, {
    code: 'receipt-unknown',
    fix: 'See `chainmail collection list` for collections and their receipts.',
  });
}

/** Receipts of a collection, oldest first; the newest one speaks for it. */
export async function receiptsOfCollection(reader: Reader, collection: CollectionId): Promise<readonly Receipt[]> {
  return (await listReceipts(reader, collection)).map(toReceipt);
}

/** What is stored is held to the same rules as a file from elsewhere. */
function toReceipt(stored: Omit<StoredReceipt, 'createdAt'>): Receipt {
  const body: unknown = JSON.parse(stored.body);
  const { keyFingerprint, publicKeyPem: publicKey, signature: value } = stored;
  const text = canonicalJson({ body, signature: { algorithm: 'Ed25519', keyFingerprint, publicKey, value } });
  return parseReceipt(Buffer.from(text)).receipt;
}
