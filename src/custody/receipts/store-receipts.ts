import { sql } from 'kysely';
import type { CollectionId, ExportId, ReceiptId } from '#evidence';
import type { Reader, Transaction } from '#platform';
import type { AuditHead } from '../audit/chain.ts';

/** What a receipt speaks of. */
export type ReceiptSubject =
  { readonly kind: 'collection'; readonly id: CollectionId } | { readonly kind: 'export'; readonly id: ExportId };

export interface StoredReceipt {
  readonly id: ReceiptId;
  readonly subject: ReceiptSubject;
  /** The signed text, byte for byte. */
  readonly body: string;
  readonly signature: string;
  readonly keyFingerprint: string;
  readonly publicKeyPem: string;
  readonly createdAt: Date;
}

export async function insertReceipt(tx: Transaction, receipt: Omit<StoredReceipt, 'publicKeyPem'>): Promise<void> {
  await tx
    .insertInto('receipts')
    .values({
      id: receipt.id,
      collection_id: receipt.subject.kind === 'collection' ? receipt.subject.id : null,
      export_id: receipt.subject.kind === 'export' ? receipt.subject.id : null,
      kind: receipt.subject.kind,
      body: receipt.body,
      signature: receipt.signature,
      key_fingerprint: receipt.keyFingerprint,
      created_at: receipt.createdAt,
    })
    .execute();
}

/** Receipts of one collection or export, oldest first. */
export async function listReceipts(reader: Reader, { kind, id }: ReceiptSubject): Promise<readonly StoredReceipt[]> {
  const column = kind === 'collection' ? 'r.collection_id' : 'r.export_id';
  const rows = await receipts(reader).where(column, '=', id).orderBy('r.id').execute();
  return rows.map(toReceipt);
}

export async function findStoredReceipt(reader: Reader, id: ReceiptId): Promise<StoredReceipt | null> {
  const row = await receipts(reader).where('r.id', '=', id).executeTakeFirst();
  return row === undefined ? null : toReceipt(row);
}

// Canonical JSON sorts members, so this is among the first, and quotes within a text are escaped, so no text looks like
// it. The database cannot read the body as JSON: it has no NUL.
const headPattern = /^\{(?:"attribution":\{[^{}]*\},)?"auditHead":\{"hash":"([0-9a-f]{64})","seq":(\d{1,16})\}/;

/** The audit heads that receipts name. */
export async function receiptHeads(reader: Reader): Promise<readonly AuditHead[]> {
  const result = await sql<{ start: string }>`select left(body, 400) as start from receipts order by id`.execute(
    reader,
  );
  return result.rows.flatMap(({ start }) => {
    const [, hash, seq] = headPattern.exec(start) ?? [];
    return hash === undefined ? [] : [{ seq: Number(seq), hash }];
  });
}

function receipts(reader: Reader) {
  return reader
    .selectFrom('receipts as r')
    .innerJoin('signing_keys as k', 'k.fingerprint', 'r.key_fingerprint')
    .select([
      'r.id',
      'r.collection_id',
      'r.export_id',
      'r.body',
      'r.signature',
      'r.key_fingerprint',
      'k.public_key',
      'r.created_at',
    ]);
}

function toReceipt(row: Awaited<ReturnType<ReturnType<typeof receipts>['executeTakeFirstOrThrow']>>): StoredReceipt {
  return {
    id: row.id as ReceiptId,
    subject:
      row.collection_id === null
        ? { kind: 'export', id: row.export_id as ExportId }
        : { kind: 'collection', id: row.collection_id as CollectionId },
    body: row.body,
    signature: row.signature,
    keyFingerprint: row.key_fingerprint,
    publicKeyPem: row.public_key,
    createdAt: row.created_at,
  };
}
