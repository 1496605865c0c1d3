/** Branded identifiers: a matter's id cannot be handed in where a mailbox's is wanted. */

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type MatterId = Branded<'MatterId'>;
export type CustodianId = Branded<'CustodianId'>;
export type ConnectionId = Branded<'ConnectionId'>;
export type MailboxId = Branded<'MailboxId'>;
/** Our id of a mail folder of one mailbox (not the source's). */
export type FolderId = Branded<'FolderId'>;
export type CollectionId = Branded<'CollectionId'>;
export type PackId = Branded<'PackId'>;
export type ReceiptId = Branded<'ReceiptId'>;
export type ExportId = Branded<'ExportId'>;

/** The source's immutable id of an item within its mailbox; case-sensitive, may hold `/`, `+` and `=`. */
export type ItemId = Branded<'ItemId'>;

/** SHA-256 of the original bytes: 64 lower-case hexadecimal digits. */
export type Digest = Branded<'Digest'>;

const digestPattern = /^[0-9a-f]{64}$/;

/** Whether a text has the form of a digest. */
export function isDigest(text: string): text is Digest {
  return digestPattern.test(text);
}
