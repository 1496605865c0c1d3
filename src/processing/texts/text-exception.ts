import type { DocumentExceptionReason } from '#formats';

/** Why an attached file, or a part of it, was not read. Besides what its reader finds: what happened around it. */
export type TextExceptionReason =
  DocumentExceptionReason | 'altered' | 'unreadable' | 'time-limit' | 'out-of-memory' | 'crashed';
