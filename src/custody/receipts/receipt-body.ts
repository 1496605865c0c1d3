import Type, { type Static } from 'typebox';

/** The form of receipts that this version writes; a reader refuses forms it does not know. */
export const receiptFormat = 'chainmail-receipt-1';

export const count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
export const hex = Type.String({ pattern: '^[0-9a-f]{64}$' });
export const instant = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$' });
export const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

const endCounts = Type.Object({
  listed: count,
  kept: count,
  alreadyHeld: count,
  filtered: count,
  skipped: count,
  failed: count,
});

const folder = Type.Object({
  path: Type.String(),
  /** visible, hidden, recoverable or archive. Absent in receipts of earlier versions, whose folders are all visible. */
  place: Type.Optional(Type.String()),
  state: Type.String(),
  /** In the window, as the service counted apart from the walk; null when it did not say. */
  expected: orNull(count),
  /** All items of the folder, whatever their date or class. */
  expectedTotal: orNull(count),
  counts: endCounts,
});

const mailbox = Type.Object({
  address: Type.String(),
  custodian: Type.String(),
  state: Type.String(),
  folders: Type.Array(folder),
  failure: orNull(Type.Object({ code: Type.String(), cause: Type.String() })),
});

/** What a receipt states about one collection; every fact a reader needs is in it. */
export const receiptBodySchema = Type.Object({
  format: Type.Literal(receiptFormat),
  productVersion: Type.String(),
  receiptId: Type.String(),
  issuedAt: instant,
  collectionId: Type.String(),
  status: Type.String(),
  matter: Type.Object({ id: Type.String(), name: Type.String() }),
  connection: Type.Object({ name: Type.String(), clientId: Type.String(), tenantId: Type.String() }),
  startedBy: Type.String(),
  window: Type.Object({ from: orNull(instant), to: orNull(instant) }),
  options: Type.Record(Type.String(), Type.Unknown()),
  startedAt: instant,
  endedAt: orNull(instant),
  mailboxes: Type.Array(mailbox),
  totals: endCounts,
  processed: count,
  exceptions: count,
  bytes: count,
  packs: Type.Array(Type.Object({ path: Type.String(), digest: hex, members: count })),
  /** In words: what was looked at, what was not, what does not add up. */
  completeness: Type.Array(Type.String()),
  /** `digest` is SHA-256 over the sorted, distinct member digests, each followed by a line feed. */
  members: Type.Object({ count, digest: hex }),
  /**
   * Whose and from where: SHA-256 over the sorted, distinct SHA-256 of the manifest lines of the collection, each
   * followed by a line feed. Absent where the packs could not be read again, and in receipts of earlier versions.
   */
  attribution: Type.Optional(Type.Object({ count, digest: hex })),
  auditHead: Type.Object({ seq: count, hash: hex }),
  /** Receipts issued before for the same collection, oldest first. */
  previousReceipts: Type.Array(Type.Object({ receiptId: Type.String(), bodyDigest: hex })),
});

export type ReceiptBody = Static<typeof receiptBodySchema>;

/** What the issuer hands in; the rest is known here. */
export type ReceiptContent = Omit<ReceiptBody, 'format' | 'receiptId' | 'issuedAt' | 'auditHead' | 'previousReceipts'>;
