import { isAscii, isUtf8 } from 'node:buffer';
import { DocumentFault, type DocumentFile, type DocumentKind } from './document.ts';
import { openZip } from './zip-file.ts';

/** How a file begins; bytes as Latin-1. */
const beginnings: readonly (readonly [string, DocumentKind])[] = [
  ['{\\rtf', 'rtf'],
  ['\x1f\x8b\x08', 'gzip'],
  ['\x78\x9f\x3e\x22', 'tnef'],
  ['\x89PNG\r\n', 'image'],
  ['\xff\xd8\xff', 'image'],
  ['GIF8', 'image'],
  ['BM', 'image'],
  ['II*\0', 'image'],
  ['MM\0*', 'image'],
  ['\x01\0\0\0', 'image'],
  ['\xd7\xcd\xc6\x9a', 'image'],
  ['\0\0\x01\0', 'image'],
  ['8BPS', 'image'],
  ['ID3', 'media'],
  ['OggS', 'media'],
  ['fLaC', 'media'],
  ['\x1aE\xdf\xa3', 'media'],
  ['Rar!\x1a\x07', 'other-archive'],
  ["7z\xbc\xaf'\x1c", 'other-archive'],
  ['\xfd7zXZ\0', 'other-archive'],
  ['BZh', 'other-archive'],
  ['MSCF', 'other-archive'],
  ['\x28\xb5\x2f\xfd', 'other-archive'],
];

const headLength = 4096;
/** PKCS #7 (RFC 5652): 1.2.840.113549.1.7.n near the start. */
const pkcs7 = Buffer.from([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07]);
const mailFields =
  /^(?:from|to|cc|subject|date|received|return-path|message-id|mime-version|content-type|delivered-to|reply-to|x-[\w-]+|dkim-signature|sender|thread-[\w-]+|in-reply-to|references|bcc|authentication-results|arc-[\w-]+|importance):/i;

/**
 * What a file is, by its bytes; name and declared type decide only between kinds of text.
 * A ZIP whose directory cannot be read is a ZIP.
 */
export async function recogniseKind(file: DocumentFile): Promise<DocumentKind> {
  const buffer = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength);
  if (buffer.length === 0) return 'empty';
  const head = buffer.toString('latin1', 0, headLength);
  if (head.slice(0, 1024).includes('%PDF-')) return 'pdf';
  if (/^PK(?:\x03\x04|\x05\x06|\x07\x08)/.test(head)) return kindOfZip(file.bytes);
  if (head.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return kindOfCompoundFile(buffer);
  const begun = beginnings.find(([beginning]) => head.startsWith(beginning));
  if (begun !== undefined && !(begun[0] === 'BM' && isText(buffer))) return begun[1];
  if (/^RIFF[\s\S]{4}WEBP/.test(head)) return 'image';
  if (/^RIFF/.test(head)) return 'media';
  if (/^[\s\S]{4}ftyp/.test(head)) return /^[\s\S]{8}(?:hei|mif|avif)/.test(head) ? 'image' : 'media';
  if (head.slice(257, 262) === 'ustar') return 'tar';
  const signed = kindOfPkcs7(buffer, file);
  if (signed !== null) return signed;
  return isText(buffer) ? kindOfText(head, file) : kindOfRest(file);
}

async function kindOfZip(bytes: Uint8Array): Promise<DocumentKind> {
  const zip = await openZip(bytes).catch((thrown: unknown) => {
    if (thrown instanceof DocumentFault) return null;
    throw thrown;
  });
  if (zip === null) return 'zip';
  const names = new Set(zip.members.map(({ name }) => name.toLowerCase()));
  if (names.has('[content_types].xml')) {
    const has = (folder: string): boolean => zip.members.some(({ name }) => name.toLowerCase().startsWith(folder));
    if (has('word/')) return 'word';
    if (has('xl/')) return 'sheet';
    if (has('ppt/')) return 'slides';
  }
  const mimetype = zip.members.find(({ name }) => name === 'mimetype');
  const isOpenDocument = names.has('content.xml') && (mimetype !== undefined || names.has('meta-inf/manifest.xml'));
  return isOpenDocument ? 'open-document' : 'zip';
}

/** Office wraps a document under a password into a compound file (MS-OFFCRYPTO, 2.3.4.4). */
function kindOfCompoundFile(buffer: Buffer): DocumentKind {
  return buffer.includes(Buffer.from('EncryptedPackage', 'utf16le')) ? 'encrypted' : 'legacy-office';
}

function kindOfPkcs7(buffer: Buffer, { name }: DocumentFile): DocumentKind | null {
  if (buffer[0] !== 0x30) return null;
  const at = buffer.subarray(0, 64).indexOf(pkcs7);
  if (at === -1) return null;
  // 2 is signed data, 3 an envelope, 23 an authenticated one (9.16.1.23 has another prefix and is not met in mail).
  const isSigned = buffer[at + pkcs7.length] === 2;
  if (!isSigned) return 'encrypted';
  return name?.toLowerCase().endsWith('.p7m') === true ? 'other-archive' : 'signature';
}

/** No control characters but those of text; UTF-16 shows by its mark. */
function isText(buffer: Buffer): boolean {
  if (hasUtf16Mark(buffer)) return true;
  const head = buffer.subarray(0, 65_536);
  let controls = 0;
  for (const byte of head) {
    if (byte === 0) return false;
    if (byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x1b) controls += 1;
  }
  if (isAscii(head) || isUtf8(head)) return controls * 50 <= head.length;
  return controls * 200 <= head.length;
}

export function hasUtf16Mark(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

function kindOfText(head: string, { name, mediaType }: DocumentFile): DocumentKind {
  const start = head.replace(/^\xef\xbb\xbf/, '').trimStart();
  const extension = /\.([a-z0-9]{1,5})$/i.exec(name ?? '')?.[1]?.toLowerCase() ?? '';
  if (/^BEGIN:VCALENDAR/i.test(start)) return 'calendar';
  if (mediaType === 'message/rfc822' || mediaType === 'message/global') return 'message';
  if (isMail(start, extension)) return 'message';
  if (mediaType === 'text/html' || extension === 'html' || extension === 'htm') return 'html';
  return /^<(?:!doctype\s+html|html|head|body)[\s>]/i.test(start) ? 'html' : 'text';
}

/** Starts like a header (RFC 5322): by its name one known field is enough, else four in a row are asked for. */
function isMail(start: string, extension: string): boolean {
  const lines = start.split(/\r?\n/).filter((line) => !/^(?:[ \t]|From )/.test(line));
  const asked = extension === 'eml' || extension === 'mht' ? 1 : 4;
  return lines.slice(0, asked).length === asked && lines.slice(0, asked).every((line) => mailFields.test(line));
}

const readable = /^(?:pdf|docx?|docm|xlsx?|xlsm|pptx?|pptm|od[tspg]|rtf|zip|t?gz|tar|msg|eml|ics|html?|txt|csv)$/i;
const readableType =
  /^(?:application\/(?:pdf|rtf|zip|msword|vnd\.(?:ms-excel|ms-powerpoint|openxmlformats|oasis))|message\/|text\/)/i;

/** Whether a file says of itself that it has text that is read here. */
export function claimsText({ name, mediaType }: DocumentFile): boolean {
  const extension = /\.([a-z0-9]{1,5})$/i.exec(name ?? '')?.[1] ?? '';
  return readable.test(extension) || readableType.test(mediaType ?? '');
}

/** Bytes that are nothing known: text only if declared so, in a charset that uses every byte value. */
function kindOfRest({ mediaType, charset }: DocumentFile): DocumentKind {
  if (mediaType?.startsWith('image/') === true) return 'image';
  if (mediaType?.startsWith('audio/') === true || mediaType?.startsWith('video/') === true) return 'media';
  return mediaType?.startsWith('text/') === true && /^utf-?(?:16|32)/i.test(charset ?? '') ? 'text' : 'unknown';
}
