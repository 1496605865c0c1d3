export { cleanText, truncateText } from './text/clean-text.ts';
export { decodeCharset } from './text/charset.ts';
export { htmlToText } from './text/html-text.ts';
export { messageLimits } from './rfc822/limits.ts';
export type { MessageLimits } from './rfc822/limits.ts';
export type * from './rfc822/message.ts';
export { exceptionReasons } from './rfc822/message.ts';
export { openMessage, parseHeaderOnly, parseMessage, parserVersion, type OpenMessage } from './rfc822/parse-message.ts';
export { edrmMessageIdentificationHash } from './rfc822/header/identifiers.ts';
export * from './tar/read-ahead.ts';
export * from './tar/read-tar.ts';
export * from './tar/write-tar.ts';
export { csvLine } from './load-file/csv-line.ts';
export { datLine } from './load-file/dat-line.ts';
export { byteOrderMark, encodeText, textEncodings, type TextEncoding } from './load-file/text-encoding.ts';
export { readMbox, type MboxEvent } from './mbox/read-mbox.ts';
export { mboxMessage, mboxSeparator, type MboxSender } from './mbox/write-mbox.ts';
export { htmlBody } from './rfc822/html-body.ts';
export { attachedFiles, type AttachedFile } from './rfc822/attached-files.ts';
export type {
  DocumentException,
  DocumentExceptionReason,
  DocumentFile,
  DocumentKind,
  DocumentLimits,
  DocumentText,
} from './documents/document.ts';
export { documentExceptionReasons, documentLimits } from './documents/document.ts';
export { extractorVersion, extractText } from './documents/extract-text.ts';
