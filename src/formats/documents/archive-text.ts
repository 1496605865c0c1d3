import { createGunzip } from 'node:zlib';
import { tarMembers } from '../tar/read-tar.ts';
import { DocumentFault, type DocumentFile } from './document.ts';
import { addException, addLine, countInflated, type Extraction, guarded } from './extraction.ts';
import { openZip, readMember } from './zip-file.ts';

/** The names of what a ZIP holds, and the text of each file in it. */
export async function readZip(extraction: Extraction, { bytes }: DocumentFile, depth: number): Promise<void> {
  const zip = await openZip(bytes);
  const files = zip.members.filter(({ isFolder }) => !isFolder);
  refuseMore(extraction, files.length);
  for (const member of files.slice(0, extraction.limits.members)) {
    if (extraction.isFull) return;
    addLine(extraction, member.name);
    await guarded(extraction, member.name, async () => {
      const inner = await readMember(zip, member, extraction);
      await readInner(extraction, { name: member.name, bytes: inner }, depth);
    });
  }
  if (zip.isCut) throw new DocumentFault('member-limit', 'The archive holds more files than are listed.');
}

/** The text of what is packed by gzip (RFC 1952). */
export async function readGzip(extraction: Extraction, { bytes, name }: DocumentFile, depth: number): Promise<void> {
  const inner = await inflate(extraction, bytes);
  const innerName = name?.replace(/\.tgz$/i, '.tar').replace(/\.gz$/i, '') ?? '';
  await readInner(extraction, { name: innerName, bytes: inner }, depth);
}

/** As a ZIP. What is damaged ends it; what came before stays. */
export async function readTar(extraction: Extraction, { bytes }: DocumentFile, depth: number): Promise<void> {
  const input = {
    size: bytes.length,
    read: (start: number, length: number) => Promise.resolve(bytes.subarray(start, start + length)),
  };
  let count = 0;
  for await (const member of tarMembers(input)) {
    if (!member.isFile) continue;
    count += 1;
    refuseMore(extraction, count);
    if (extraction.isFull || count > extraction.limits.members) return;
    addLine(extraction, member.name);
    const inner = bytes.subarray(member.start, member.start + member.size);
    await readInner(extraction, { name: member.name, bytes: inner }, depth);
  }
}

async function readInner(
  extraction: Extraction,
  file: { readonly name: string; readonly bytes: Uint8Array },
  depth: number,
): Promise<void> {
  if (depth + 1 > extraction.limits.depth) {
    addException(extraction, {
      reason: 'nesting-limit',
      detail: `${file.name}: archives are nested deeper than ${String(extraction.limits.depth)}.`,
    });
    return;
  }
  await extraction.within({ ...file, mediaType: null, charset: null }, depth + 1);
  addLine(extraction, '');
}

function refuseMore(extraction: Extraction, count: number): void {
  const { members } = extraction.limits;
  const isFirstBeyond = count > members && !extraction.exceptions.some(({ reason }) => reason === 'member-limit');
  if (!isFirstBeyond) return;
  addException(extraction, {
    reason: 'member-limit',
    detail: `Only the first ${String(members)} files of the archive are read.`,
  });
}

async function inflate(extraction: Extraction, bytes: Uint8Array): Promise<Uint8Array> {
  const { ratio, fileBytes } = extraction.limits;
  const most = Math.min(fileBytes, Math.max(1024 * 1024, bytes.length * ratio));
  const pieces: Buffer[] = [];
  let length = 0;
  const gunzip = createGunzip();
  gunzip.end(bytes);
  for await (const piece of gunzip) {
    const part = piece as Buffer;
    length += part.length;
    if (length > most) {
      gunzip.destroy();
      throw new DocumentFault('ratio-limit', `Unpacked, it is larger than ${String(most)} bytes.`);
    }
    countInflated(extraction, part.length);
    pieces.push(part);
  }
  return Buffer.concat(pieces, length);
}
