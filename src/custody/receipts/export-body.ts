import Type, { type Static } from 'typebox';
import { count, hex, instant } from './receipt-body.ts';

/** The form of receipts of exports that this version writes. */
export const exportReceiptFormat = 'chainmail-export-receipt-1';

const file = Type.Object({ path: Type.String({ minLength: 1 }), digest: hex, size: count });

/** What a receipt states about files that were handed out; every fact a reader needs is in it. */
export const exportBodySchema = Type.Object({
  format: Type.Literal(exportReceiptFormat),
  productVersion: Type.String(),
  receiptId: Type.String(),
  issuedAt: instant,
  exportId: Type.String(),
  matter: Type.Object({ id: Type.String(), name: Type.String() }),
  /** What was asked for: selection, form of the files, duplicates, numbers. */
  request: Type.Record(Type.String(), Type.Unknown()),
  startedBy: Type.String(),
  startedAt: instant,
  endedAt: instant,
  items: count,
  /** Items left out because another one says the same. */
  hidden: count,
  /** Messages and attachments. */
  records: count,
  /** Records of which something was not read or could not be written. */
  exceptions: count,
  /** Items that could not be handed out; absent when there are none. */
  missing: Type.Optional(count),
  /** Every file but those of `indexes` and the receipt; the manifest lists them with their digests. */
  files: Type.Object({ count, bytes: count }),
  /** The digest is that of the original bytes of the items: SHA-256 over the sorted, distinct digests. */
  members: Type.Object({ count, digest: hex }),
  /** `path` of the manifest (one JSON object a line: path, digest, size), and of all files that list others. */
  manifest: Type.String({ minLength: 1 }),
  indexes: Type.Array(file),
  /** In words: what is in it and what is not. */
  completeness: Type.Array(Type.String()),
  auditHead: Type.Object({ seq: count, hash: hex }),
  /** Receipts issued before for the same export, oldest first. */
  previousReceipts: Type.Array(Type.Object({ receiptId: Type.String(), bodyDigest: hex })),
});

export type ExportReceiptBody = Static<typeof exportBodySchema>;

/** What the issuer hands in; the rest is known here. */
export type ExportReceiptContent = Omit<
  ExportReceiptBody,
  'format' | 'receiptId' | 'issuedAt' | 'auditHead' | 'previousReceipts'
>;
