import { createHash } from 'node:crypto';
import type { ItemId } from './ids.ts';

/** Which part of a mailbox something was found in. */
export type Place = 'visible' | 'hidden' | 'recoverable' | 'archive';

/** One item as its source lists it: enough to decide whether its bytes are needed. */
export interface ListedItem {
  readonly id: ItemId;
  readonly changeKey: string;
  /** The source's id of the folder it is in now. */
  readonly sourceFolderId: string;
  /** Null when the source gave none. */
  readonly receivedAt: Date | null;
  readonly isDraft: boolean;
  readonly internetMessageId: string | null;
  /** See `fingerprint`. */
  readonly fingerprint: string;
}

export interface FingerprintParts {
  readonly subject: string | null;
  readonly sentAt: string | null;
  readonly internetMessageId: string | null;
  readonly sender: string | null;
  readonly isDraft: boolean;
  readonly size: number | null;
}

/**
 * Listing fingerprint: equal fingerprints under different change keys mean that only flags, categories or
 * the folder changed, so the bytes need not be fetched again.
 */
export function fingerprint(parts: FingerprintParts): string {
  const fields = [
    parts.subject,
    parts.sentAt,
    parts.internetMessageId,
    parts.sender,
    parts.isDraft ? 'draft' : 'sent',
    parts.size === null ? null : String(parts.size),
  ];
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex').slice(0, 32);
}
