import { createHash } from 'node:crypto';
import type { Digest } from '#evidence';
import type { Reading } from '../reading.ts';
import { addException } from '../reading.ts';
import type { Entity } from './entity.ts';
import { remainingBytes } from './entity.ts';
import { decodeTransfer } from './transfer-encoding.ts';

/** Size and SHA-256 of a part's decoded bytes; null for both when a limit stopped decoding. */
export function digestPart(
  entity: Entity,
  reading: Reading,
): { readonly size: number | null; readonly digest: Digest | null } {
  const remaining = remainingBytes(reading);
  const hash = createHash('sha256');
  let size = 0;
  for (const piece of decodeTransfer(entity.body, entity.encoding)) {
    size += piece.length;
    if (size > remaining) {
      reading.decodedBytes = reading.limits.decodedBytes;
      const detail = `More than ${String(reading.limits.decodedBytes)} bytes would have to be decoded.`;
      addException(reading, { part: entity.part, reason: 'decoded-limit', detail });
      return { size: null, digest: null };
    }
    hash.update(piece);
  }
  reading.decodedBytes += size;
  return { size, digest: hash.digest('hex') as Digest };
}

/** Outlook's container (MS-OXTNEF), by type or by its customary name. */
export function isTnef(entity: Entity): boolean {
  return (
    entity.mediaType === 'application/ms-tnef' ||
    entity.mediaType === 'application/vnd.ms-tnef' ||
    entity.fileName?.toLowerCase() === 'winmail.dat'
  );
}
