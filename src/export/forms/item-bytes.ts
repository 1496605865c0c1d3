import { createHash } from 'node:crypto';
import { Failure } from '#evidence';
import type { Vault } from '#vault';
import type { NewFile } from '../folder/export-folder.ts';
import type { ExportRow } from '../row.ts';

/** The original bytes of an item as a file of an export. */
export function nativeFile(vault: Vault, row: ExportRow, path: string): NewFile {
  const { digest, place } = row;
  return {
    path,
    size: place.size,
    digest,
    read: () => vault.open(place),
    damaged: (found) => damagedItem(row, found),
  };
}

/** The original bytes of an item, checked, in one piece. */
export async function readItem(vault: Vault, row: ExportRow): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of await vault.open(row.place)) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== row.digest) throw damagedItem(row, found);
  return bytes;
}

export function damagedItem({ digest, place, itemId }: ExportRow, found: string): Failure {
  return new Failure('malformed', `The bytes of item ${itemId} in ${place.pack} are not ${digest} but ${found}.`, {
    code: 'export-damaged-bytes',
    fix: 'Run `chainmail vault verify`, restore the pack from a backup, then run the same export again.',
  });
}

/** Whether something of an item was not read. */
export function isException({ message, exceptions }: ExportRow): boolean {
  return message === null || exceptions.length > 0;
}
