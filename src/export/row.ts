import type { Digest, ItemId } from '#evidence';
import type { Address, Importance } from '#formats';
import type { BlobPlace } from '#vault';

/** One item to export. The rows of an export are frozen: the same ones in the same order when it is resumed. */
export interface ExportRow {
  /** Counted from 1. */
  readonly position: number;
  readonly digest: Digest;
  readonly place: BlobPlace;
  readonly itemId: ItemId;
  readonly custodian: string;
  /** Of the matter, whoever held a copy. */
  readonly custodians: readonly string[];
  readonly address: string;
  /** Names joined by `/`; never used as a path. */
  readonly folderPath: string;
  readonly folderPlace: string;
  readonly subject: string | null;
  readonly receivedAt: Date | null;
  /** The message is this record, counted from 0; its attachments are the ones behind it. */
  readonly firstRecord: number;
  /** First record of the item of this export that says the same and comes first. */
  readonly duplicateOf: number | null;
  /** What its bytes say; null when they were not read. */
  readonly message: MessageFacts | null;
  /** In the order of the message, those of attached messages behind them. */
  readonly attachments: readonly AttachmentFacts[];
  /** What was not read of it. */
  readonly exceptions: readonly { readonly part: string; readonly reason: string }[];
}

export interface MessageFacts {
  readonly from: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly bcc: readonly Address[];
  readonly sentAt: Date | null;
  readonly messageId: string | null;
  readonly inReplyTo: readonly string[];
  readonly threadId: string;
  readonly importance: Importance;
  readonly familyHash: string;
  readonly edrmMih: string | null;
}

export interface AttachmentFacts {
  /** IMAP part number. */
  readonly part: string;
  /** Part number of the attached message it belongs to; null in the message itself. */
  readonly parent: string | null;
  /** As the sender wrote it; never used as a path. */
  readonly name: string | null;
  readonly mediaType: string;
  readonly size: number | null;
  readonly digest: Digest | null;
  readonly message: AttachedFacts | null;
  /** Why its text is not there, or not whole; null when nothing is missing. */
  readonly textException: string | null;
}

/** What the header of an attached message says. */
export interface AttachedFacts {
  readonly subject: string | null;
  readonly from: readonly Address[];
  readonly to: readonly Address[];
  readonly sentAt: Date | null;
  readonly messageId: string | null;
}
