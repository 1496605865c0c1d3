import { Failure, type CollectionId, type ExportId, type ReceiptId } from '#evidence';
import { newId, type Clock, type Database, type Reader, type Transaction } from '#platform';
import { recordAct } from '../audit/record-act.ts';
import { canonicalJson, hashText } from '../canonical-json.ts';
import type { SigningKey } from '../keys/signing-key.ts';
import { exportReceiptFormat, type ExportReceiptContent } from './export-body.ts';
import { receiptFormat, type ReceiptContent } from './receipt-body.ts';
import { isExportReceipt, parseReceipt, type AnyReceipt, type ExportReceipt, type Receipt } from './receipt-file.ts';
import {
  findStoredReceipt,
  insertReceipt,
  listReceipts,
  type ReceiptSubject,
  type StoredReceipt,
} from './store-receipts.ts';

interface Issuing {
  readonly key: SigningKey;
  readonly clock: Clock;
  /** Who asked for it: `person:<name>` or `system`. */
  readonly actor: string;
}

export interface ReceiptIssue extends Issuing {
  readonly content: ReceiptContent;
}

export interface ExportReceiptIssue extends Issuing {
  readonly content: ExportReceiptContent;
}

/**
 * Issues, signs and stores the receipt of a collection, and records that. The audit head it names is the entry of its
 * own issue. A collection may have several receipts; each names those before it. With a transaction: as the last thing
 * in it, as everybody else who records an act waits until it ends.
 * Failure `malformed` when the content is not what a receipt may hold.
 */
export async function issueReceipt(
  store: Database | Transaction,
  { content, ...issuing }: ReceiptIssue,
): Promise<Receipt> {
  const subject = { kind: 'collection', id: content.collectionId as CollectionId } as const;
  const issued = { subject, content: { ...content, format: receiptFormat } };
  const receipt =
    'pool' in store ? await store.transaction((tx) => issue(tx, issuing, issued)) : await issue(store, issuing, issued);
  return asCollectionReceipt(receipt);
}

/** Like `issueReceipt`, for what was handed out. */
export async function issueExportReceipt(
  database: Database,
  { content, ...issuing }: ExportReceiptIssue,
): Promise<ExportReceipt> {
  const subject = { kind: 'export', id: content.exportId as ExportId } as const;
  const issued = { subject, content: { ...content, format: exportReceiptFormat } };
  return asExportReceipt(await database.transaction((tx) => issue(tx, issuing, issued)));
}

async function issue(
  tx: Transaction,
  { key, clock, actor }: Issuing,
  { subject, content }: { readonly subject: ReceiptSubject; readonly content: object },
): Promise<AnyReceipt> {
  const id = newId<ReceiptId>();
  const at = clock.now();
  const about = { receipt: id, [subject.kind]: subject.id, key: key.fingerprint };
  // Comes first, because its lock also keeps two receipts of one subject from not knowing each other.
  const auditHead = await recordAct(tx, { actor, action: 'receipt.issued', subject: about, at });
  const previousReceipts = (await listReceipts(tx, subject)).map((previous) => ({
    receiptId: previous.id,
    bodyDigest: hashText(previous.body),
  }));
  const body = { ...content, receiptId: id, issuedAt: at.toISOString(), auditHead, previousReceipts };
  const text = canonicalJson(body);
  const signature = key.sign(text);
  const stored = { id, subject, body: text, signature, keyFingerprint: key.fingerprint, createdAt: at };
  const receipt = toReceipt({ ...stored, publicKeyPem: key.publicKeyPem });
  await insertReceipt(tx, stored);
  return receipt;
}

const wholeId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A receipt as it was issued. Failure `not-found` when there is none of that id. */
export async function findReceipt(reader: Reader, id: ReceiptId): Promise<AnyReceipt> {
  const stored = wholeId.test(id) ? await findStoredReceipt(reader, id) : null;
  if (stored !== null) return toReceipt(stored);
  throw new Failure('not-found', `There is no receipt ${id}.`, {
    code: 'receipt-unknown',
    fix: 'See `chainmail collection list` for collections and their receipts.',
  });
}

/** Receipts of a collection, oldest first; the newest one speaks for it. */
export async function receiptsOfCollection(reader: Reader, collection: CollectionId): Promise<readonly Receipt[]> {
  return (await listReceipts(reader, { kind: 'collection', id: collection })).map(toReceipt).map(asCollectionReceipt);
}

/** Receipts of an export, oldest first; the newest one speaks for it. */
export async function receiptsOfExport(reader: Reader, id: ExportId): Promise<readonly ExportReceipt[]> {
  return (await listReceipts(reader, { kind: 'export', id })).map(toReceipt).map(asExportReceipt);
}

function asCollectionReceipt(receipt: AnyReceipt): Receipt {
  if (!isExportReceipt(receipt)) return receipt;
  throw new Failure('bug', `Receipt ${receipt.body.receiptId} is of an export.`, { code: 'receipt-kind' });
}

function asExportReceipt(receipt: AnyReceipt): ExportReceipt {
  if (isExportReceipt(receipt)) return receipt;
  throw new Failure('bug', `Receipt ${receipt.body.receiptId} is of a collection.`, { code: 'receipt-kind' });
}

/** What is stored is held to the same rules as a file from elsewhere. */
function toReceipt(stored: Omit<StoredReceipt, 'createdAt'>): AnyReceipt {
  const body: unknown = JSON.parse(stored.body);
  const { keyFingerprint, publicKeyPem: publicKey, signature: value } = stored;
  const text = canonicalJson({ body, signature: { algorithm: 'Ed25519', keyFingerprint, publicKey, value } });
  return parseReceipt(Buffer.from(text)).receipt;
}
