/** What one message may cost. Exceeding one is a named exception; what is known by then is kept. */
export interface MessageLimits {
  /** Bytes of one message that are read at all. Exchange Online takes at most 150 MB. Above it only the header is read. */
  readonly messageBytes: number;
  /** Bytes of one header block (of the message, of a part); what follows in that block is not read. */
  readonly headerBytes: number;
  /** Header fields of one block. */
  readonly headerFields: number;
  /** Nesting of multiparts and attached messages together; what lies deeper is kept as one attachment. */
  readonly depth: number;
  /** Parts of a message at all depths; further parts are not listed. */
  readonly parts: number;
  /** Bytes decoded over all parts; further attachments are listed without size and digest. */
  readonly decodedBytes: number;
  /** UTF-16 units of body text kept, of the message and of each attached message. */
  readonly bodyText: number;
  /** Bytes of one text part that are decoded into text. Its markup may be far longer than its text. */
  readonly bodySource: number;
  /** Addresses kept of one header field. */
  readonly addresses: number;
  /** Message identifiers kept of References; the first ten and the last ones stay. */
  readonly references: number;
}

const mebibyte = 1024 * 1024;

export const messageLimits: MessageLimits = {
  messageBytes: 192 * mebibyte,
  headerBytes: mebibyte,
  headerFields: 5000,
  depth: 64,
  parts: 5000,
  decodedBytes: 512 * mebibyte,
  bodyText: 4 * mebibyte,
  bodySource: 16 * mebibyte,
  addresses: 20_000,
  references: 200,
};
