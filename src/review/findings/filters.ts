/** What a reviewer narrows results by, beside the query. All must hold; of one list, any. */
export interface Filters {
  readonly custodians?: readonly string[];
  readonly mailboxes?: readonly string[];
  readonly folders?: readonly string[];
  readonly collections?: readonly string[];
  /** Received at or after. */
  readonly from?: Date;
  /** Received before. */
  readonly to?: Date;
  /** Addresses of senders. */
  readonly senders?: readonly string[];
  /** Domains of senders, subdomains apart. */
  readonly domains?: readonly string[];
  /** Endings of attachment names. */
  readonly fileTypes?: readonly string[];
  readonly hasAttachment?: boolean;
  readonly kinds?: readonly ('email' | 'meetings')[];
  readonly marks?: readonly Mark[];
  readonly tags?: readonly string[];
  /** Items without any tag. */
  readonly isUntagged?: boolean;
  readonly holds?: readonly string[];
  /** Items that say the same: all of them (default), one of all that were found, or one for each custodian. */
  readonly duplicates?: DuplicateView;
}

export const duplicateViews = ['show', 'hide', 'per-custodian'] as const;
export type DuplicateView = (typeof duplicateViews)[number];

/** What processing noticed of a message, and where it lay. */
export const marks = [
  'draft',
  'deleted',
  'purged',
  'unreadable',
  'exception',
  'has-bcc',
  'encrypted',
  'signed',
  'nested-mail',
] as const;
export type Mark = (typeof marks)[number];
