import { decodeCharset } from '../text/charset.ts';
import { DocumentFault, type DocumentFile } from './document.ts';
import { addException, addLine, type Extraction, guarded } from './extraction.ts';

/** Attributes of TNEF that are read (MS-OXTNEF, 2.1.3.2). */
const attribute = {
  subject: 0x0001_8004,
  body: 0x0002_800c,
  attachmentRendering: 0x0006_9002,
  attachmentTitle: 0x0001_8010,
  attachmentData: 0x0006_800f,
  messageProperties: 0x0006_9003,
} as const;

/** How compressed RTF is marked (MS-OXRTFCP, 2.1.3.1). */
const compressedRtf = 'LZFu';

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
 * A body that is there as compressed RTF only is not read, which is an exception. Files before a damaged place are read.
 */
export async function readTnef(extraction: Extraction, { bytes }: DocumentFile, depth: number): Promise<void> {
  const files: Packed[] = [];
  await guarded(extraction, '', () => {
    readAttributes(extraction, bytes, files);
  });
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

function readAttributes(extraction: Extraction, bytes: Uint8Array, files: Packed[]): void {
  let hasBody = false;
  let hasCompressed = false;
  for (const { id, data } of attributesOf(bytes)) {
    if (id === attribute.body) hasBody = true;
    if (id === attribute.messageProperties) hasCompressed = data.includes(compressedRtf);
    if (id === attribute.subject || id === attribute.body) addLine(extraction, textOf(data));
    else if (id === attribute.attachmentRendering) files.push({ name: '', bytes: null });
    else if (id === attribute.attachmentTitle) nameLast(files, textOf(data));
    else if (id === attribute.attachmentData) fillLast(files, data);
  }
  if (hasCompressed && !hasBody)
    throw new DocumentFault('unsupported', 'The text of its message, which is compressed RTF, is not read.');
}

/** DocumentFault `corrupt` when it ends within an attribute, or goes on with none; those before were given. */
function* attributesOf(bytes: Uint8Array): Generator<Attribute> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Signature and key; then level (1), id (4), length (4), data, checksum (2) again and again.
  let at = 6;
  for (; at + 9 <= buffer.length && isLevel(buffer.readUInt8(at));) {
    const id = buffer.readUInt32LE(at + 1);
    const length = buffer.readUInt32LE(at + 5);
    const end = at + 9 + length;
    if (end > buffer.length) break;
    yield { id, data: buffer.subarray(at + 9, end) };
    at = end + 2;
  }
  // Mail programs fill up with zeros and line ends.
  const isOver = at > 6 && buffer.subarray(at).every((byte) => byte === 0 || byte === 0x0a || byte === 0x0d);
  if (!isOver) throw new DocumentFault('corrupt', 'It ends too early, or goes on with what it cannot hold.');
}

function isLevel(byte: number): boolean {
  return byte === 1 || byte === 2;
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
