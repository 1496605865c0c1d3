import type { Digest } from '#evidence';
import type { MessageExceptionReason } from '#formats';

/** Why a message, or a part of it, was not read. Besides what the parser finds: what happened around it. */
export type ExceptionReason =
  MessageExceptionReason | 'altered' | 'unreadable' | 'time-limit' | 'out-of-memory' | 'crashed';

export interface FoundException {
  readonly part: string;
  readonly reason: ExceptionReason;
  readonly detail: string;
}

/** One message for a parser. */
export interface ParseRequest {
  readonly digest: Digest;
  /** Of the whole message. */
  readonly size: number;
  /** The message; only its beginning when `size` is beyond the limit. */
  readonly bytes: Uint8Array;
}

/**
 * What a parser makes of it, ready for the tables: JSON is written once, in the parser, and read once, by
 * Postgres.
 */
export interface ParsedRows {
  readonly digest: Digest;
  /** A JSON object, a row of `messages` without its thread; null when the message could not be read at all. */
  readonly message: string | null;
  /** JSON objects, rows of `attachments`. */
  readonly attachments: readonly string[];
  readonly exceptions: readonly FoundException[];
  /** Names by which this message and its relatives know each other. */
  readonly threadKeys: readonly string[];
}
