/** A file as it hung at a message, decoded. */
export interface DocumentFile {
  readonly bytes: Uint8Array;
  /** As the sender declared them: hints only, the bytes themselves say what they are. */
  readonly name: string | null;
  readonly mediaType: string | null;
  readonly charset: string | null;
}

/** What a file turned out to be. */
export const documentKinds = [
  'empty',
  'text',
  'html',
  'calendar',
  'message',
  'pdf',
  'word',
  'sheet',
  'slides',
  'open-document',
  'rtf',
  'zip',
  'gzip',
  'tar',
  'tnef',
  'image',
  'media',
  'signature',
  'encrypted',
  'legacy-office',
  'other-archive',
  'unknown',
] as const;

export type DocumentKind = (typeof documentKinds)[number];

export const documentExceptionReasons = [
  'encrypted',
  'corrupt',
  'unsupported',
  'too-large',
  'inflated-limit',
  'ratio-limit',
  'member-limit',
  'nesting-limit',
  'page-limit',
  'text-limit',
] as const;

export type DocumentExceptionReason = (typeof documentExceptionReasons)[number];

/** Something of a file that was not read, and why. */
export interface DocumentException {
  readonly reason: DocumentExceptionReason;
  readonly detail: string;
}

export interface DocumentText {
  readonly kind: DocumentKind;
  /** Empty for what has no text, an image say. */
  readonly text: string;
  readonly exceptions: readonly DocumentException[];
}

/** Bounds of one file with everything packed into it. Beyond one there is an exception; what is known by then is kept. */
export interface DocumentLimits {
  /** Bytes of a file that are read at all. */
  readonly fileBytes: number;
  /** Bytes unpacked, over all levels. */
  readonly inflatedBytes: number;
  /** Bytes of one packed part of a document (XML), unpacked. */
  readonly partBytes: number;
  /** How many times larger a packed file may grow, once it is larger than a mebibyte. */
  readonly ratio: number;
  /** Archives within archives, messages within them. */
  readonly depth: number;
  /** Files of one archive. */
  readonly members: number;
  readonly pages: number;
  /** UTF-16 units of text kept. */
  readonly text: number;
}

const mebibyte = 1024 * 1024;

export const documentLimits: DocumentLimits = {
  fileBytes: 128 * mebibyte,
  inflatedBytes: 256 * mebibyte,
  partBytes: 64 * mebibyte,
  ratio: 400,
  depth: 4,
  members: 5000,
  pages: 10_000,
  text: 4 * mebibyte,
};

/** Ends the reading of a file; what was read of it before stays. */
export class DocumentFault extends Error {
  override readonly name = 'DocumentFault';
  readonly reason: DocumentExceptionReason;

  constructor(reason: DocumentExceptionReason, detail: string) {
    super(detail);
    this.reason = reason;
  }
}
