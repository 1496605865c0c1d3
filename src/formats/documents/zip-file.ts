import { type Entry, fromBufferPromise, getFileNameLowLevel, type ZipFile } from 'yauzl';
import { DocumentFault } from './document.ts';
import { countInflated, type Extraction } from './extraction.ts';

export interface ZipMember {
  /** As it stands there: never a path. */
  readonly name: string;
  readonly isFolder: boolean;
  readonly entry: Entry;
}

export interface OpenZip {
  readonly members: readonly ZipMember[];
  /** Whether the directory goes on beyond the members listed. */
  readonly isCut: boolean;
  readonly file: ZipFile;
}

const mostMembers = 20_000;
const harmless = 1024 * 1024;

/** The directory of a ZIP (APPNOTE 6.3). DocumentFault `corrupt` when it has none that can be read. */
export async function openZip(bytes: Uint8Array): Promise<OpenZip> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    // Names are decoded here: the library refuses an archive for one name such as `../x`, which is only shown.
    const file = await fromBufferPromise(buffer, { lazyEntries: true, decodeStrings: false });
    const members: ZipMember[] = [];
    for await (const entry of file.eachEntry()) {
      if (members.length >= mostMembers) return { members, isCut: true, file };
      const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
      members.push({ name, isFolder: name.endsWith('/'), entry });
    }
    return { members, isCut: false, file };
  } catch (thrown) {
    throw new DocumentFault('corrupt', `The ZIP cannot be read: ${thrown instanceof Error ? thrown.message : ''}`);
  }
}

/** Members by name, `slide2` before `slide10`. */
export function matching(zip: OpenZip, pattern: RegExp): readonly ZipMember[] {
  const number = ({ name }: ZipMember): number => Number(/(\d+)\.xml$/i.exec(name)?.[1] ?? 0);
  return zip.members
    .filter(({ name }) => pattern.test(name))
    .sort((left, right) => number(left) - number(right) || (left.name < right.name ? -1 : 1));
}

/**
 * The unpacked bytes of one member.
 * DocumentFault `encrypted`; `ratio-limit`, `inflated-limit` (found while unpacking, whatever the directory claims);
 * `corrupt`.
 */
export async function readMember(zip: OpenZip, { entry }: ZipMember, extraction: Extraction): Promise<Buffer> {
  if (entry.isEncrypted()) throw new DocumentFault('encrypted', 'It is encrypted.');
  const { ratio, partBytes } = extraction.limits;
  const most = Math.min(partBytes, Math.max(harmless, entry.compressedSize * ratio));
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of await streamOf(zip.file, entry)) {
    const bytes = piece as Buffer;
    length += bytes.length;
    if (length > most) {
      if (most === partBytes)
        throw new DocumentFault('inflated-limit', `Unpacked, it is larger than ${String(most)} bytes.`);
      throw new DocumentFault('ratio-limit', `Unpacked, it is more than ${String(ratio)} times as large.`);
    }
    countInflated(extraction, bytes.length);
    pieces.push(bytes);
  }
  return Buffer.concat(pieces, length);
}

async function streamOf(file: ZipFile, entry: Entry): Promise<AsyncIterable<unknown>> {
  try {
    return await file.openReadStreamPromise(entry);
  } catch (thrown) {
    throw new DocumentFault('corrupt', `It cannot be unpacked: ${thrown instanceof Error ? thrown.message : ''}`);
  }
}
