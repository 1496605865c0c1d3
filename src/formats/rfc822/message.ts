import type { Digest } from '#evidence';

export interface Address {
  /** Display name, decoded; empty when there is none. */
  readonly name: string;
  /** As written, decoded; empty for what could not be read as an address. */
  readonly address: string;
  /** Name of the group (RFC 5322, 3.4) it was listed in. */
  readonly group?: string;
}

export interface HeaderField {
  /** As written. */
  readonly name: string;
  /** Unfolded and decoded (RFC 2047). */
  readonly value: string;
  /** The bytes of the field's body as they came, folding included; one character is one byte. */
  readonly raw: string;
}

/** Conversation of Exchange (MS-OXOMSG, 2.2.1.3). */
export interface ThreadIndex {
  readonly conversation: string;
  readonly startedAt: Date | null;
  /** How many replies deep. */
  readonly level: number;
}

export type Importance = 'low' | 'normal' | 'high';

export interface ParsedHeader {
  readonly fields: readonly HeaderField[];
  readonly subject: string | null;
  readonly from: readonly Address[];
  readonly sender: readonly Address[];
  readonly replyTo: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly bcc: readonly Address[];
  readonly sentAt: Date | null;
  /** With its angle brackets, as RFC 5322 writes it. */
  readonly messageId: string | null;
  readonly inReplyTo: readonly string[];
  readonly references: readonly string[];
  readonly threadTopic: string | null;
  readonly threadIndex: ThreadIndex | null;
  readonly importance: Importance;
  /** Value of Auto-Submitted (RFC 3834) unless it is `no`. */
  readonly autoSubmitted: string | null;
  /** EDRM Message Identification Hash; null without a Message-ID. */
  readonly edrmMih: string | null;
}

export type Disposition = 'inline' | 'attachment';

/** What a message's header and text say when it is attached to another. */
export interface AttachedMessage {
  readonly subject: string | null;
  readonly from: readonly Address[];
  readonly to: readonly Address[];
  readonly sentAt: Date | null;
  readonly messageId: string | null;
  readonly bodyText: string;
}

export interface ParsedAttachment {
  /** IMAP part number, `2.1.3`. */
  readonly part: string;
  /** Part number of the attached message it belongs to; null in the message itself. */
  readonly parent: string | null;
  /** 1 in the message itself, 2 in a message attached to it … */
  readonly depth: number;
  /** Decoded (RFC 2231, RFC 2047); never to be used as a path. */
  readonly name: string | null;
  readonly mediaType: string;
  readonly contentId: string | null;
  readonly disposition: Disposition;
  /** Of the decoded bytes; null when a limit stopped decoding. */
  readonly size: number | null;
  readonly digest: Digest | null;
  readonly isTnef: boolean;
  readonly message: AttachedMessage | null;
}

export const exceptionReasons = [
  'empty',
  'not-a-message',
  'message-too-large',
  'header-limit',
  'depth-limit',
  'part-limit',
  'decoded-limit',
  'body-text-limit',
  'address-limit',
] as const;

export type MessageExceptionReason = (typeof exceptionReasons)[number];

/** Something that was not read, and why. */
export interface MessageException {
  /** Part number; empty for the message itself. */
  readonly part: string;
  readonly reason: MessageExceptionReason;
  readonly detail: string;
}

/** Which part the text came from. */
export type BodySource = 'plain' | 'html' | 'mixed' | 'none';

export interface ParsedMessage extends ParsedHeader {
  readonly size: number;
  readonly bodyText: string;
  readonly bodySource: BodySource;
  readonly attachments: readonly ParsedAttachment[];
  /** SHA-256 of the normal form in the README of this room; equal for two renderings of one message. */
  readonly familyHash: string;
  readonly isDraft: boolean;
  readonly hasBcc: boolean;
  readonly isEncrypted: boolean;
  readonly isSigned: boolean;
  readonly hasTnef: boolean;
  /** Oddities that cost nothing: `date-invalid`, `boundary-missing`, `charset-unknown` … */
  readonly notes: readonly string[];
  readonly exceptions: readonly MessageException[];
}
