import { decodeCharset } from '../text/charset.ts';
import { DocumentFault, type DocumentFile } from './document.ts';
import { addException, addLine, type Extraction } from './extraction.ts';

/** Attributes of TNEF that are read (MS-OXTNEF, 2.1.3.2). */
const attribute = {
  subject: 0x0001_8004,
  body: 0x0002_800c,
  attachmentRendering: 0x0006_9002,
  attachmentTitle: 0x0001_8010,
  attachmentData: 0x0006_800f,
} as const;

interface Attribute {
  readonly id: number;
  readonly data: Buffer;
}

interface Packed {
  name: string;
  bytes: Uint8Array | null;
}

/**
 * What Outlook packed into a `winmail.dat`: subject and plain body where they are plain attributes, and the files in it.
 * Bodies kept as MAPI properties only (compressed RTF) are not read.
 */
export async function readTnef(extraction: Extraction, { bytes }: DocumentFile, depth: number): Promise<void> {
  const files: Packed[] = [];
  for (const { id, data } of attributesOf(bytes)) {
    if (id === attribute.subject || id === attribute.body) addLine(extraction, textOf(data));
    else if (id === attribute.attachmentRendering) files.push({ name: '', bytes: null });
    else if (id === attribute.attachmentTitle) nameLast(files, textOf(data));
    else if (id === attribute.attachmentData) fillLast(files, data);
  }
  for (const { name, bytes: inner } of files) {
    addLine(extraction, name);
    if (inner === null) continue;
    if (depth + 1 > extraction.limits.depth) {
      addException(extraction, { reason: 'nesting-limit', detail: `${name}: files are nested too deep.` });
      return;
    }
    await extraction.within({ bytes: inner, name, mediaType: null, charset: null }, depth + 1);
  }
}

/** DocumentFault `corrupt` when it ends within an attribute; those before it were given. */
function* attributesOf(bytes: Uint8Array): Generator<Attribute> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Signature and key; then level (1), id (4), length (4), data, checksum (2) again and again.
  for (let at = 6; at + 9 <= buffer.length;) {
    const level = buffer.readUInt8(at);
    if (level !== 1 && level !== 2) return;
    const id = buffer.readUInt32LE(at + 1);
    const length = buffer.readUInt32LE(at + 5);
    const end = at + 9 + length;
    if (end > buffer.length) throw new DocumentFault('corrupt', 'It ends too early.');
    yield { id, data: buffer.subarray(at + 9, end) };
    at = end + 2;
  }
}

function nameLast(files: Packed[], name: string): void {
  const last = files.at(-1);
  if (last === undefined) files.push({ name, bytes: null });
  else last.name = name;
}

function fillLast(files: Packed[], data: Uint8Array): void {
  const last = files.at(-1);
  if (last === undefined) files.push({ name: '', bytes: data });
  else last.bytes = data;
}

function textOf(data: Uint8Array): string {
  const end = data.indexOf(0);
  return decodeCharset(end === -1 ? data : data.subarray(0, end), null).text;
}
