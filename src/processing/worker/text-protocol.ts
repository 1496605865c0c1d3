import type { Digest } from '#evidence';
import type { DocumentKind } from '#formats';
import type { TextExceptionReason } from '../texts/text-exception.ts';

/** What a text process is told: the message it is to read from, then its parts one by one. */
export type TextRequest =
  | { readonly kind: 'open'; readonly bytes: Uint8Array }
  | { readonly kind: 'read'; readonly part: string; readonly digest: Digest };

/** What it answers: that the message is there, or the text of a part. */
export type TextReply = { readonly kind: 'opened' } | ({ readonly kind: 'read' } & ReadText);

export interface ReadText {
  readonly format: DocumentKind;
  readonly text: string;
  readonly exceptions: readonly { readonly reason: TextExceptionReason; readonly detail: string }[];
}
