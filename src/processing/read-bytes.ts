import { Failure } from '#evidence';
import { messageLimits } from '#formats';
import type { BlobPlace, Vault } from '#vault';
import type { FoundException, ParseRequest } from './worker/protocol.ts';

/**
 * The bytes of a kept message, in a buffer of their own.
 * Of a message beyond the limit only as much is read as its header may take.
 * A message whose bytes are gone or shorter than promised is an exception; when the vault cannot be reached the
 * Failure (`unavailable`, `denied`) is passed on, because it is not the message's.
 */
export async function readBytes(vault: Vault, place: BlobPlace): Promise<ParseRequest | FoundException> {
  const length = place.size > messageLimits.messageBytes ? messageLimits.headerBytes : place.size;
  const bytes = new Uint8Array(length);
  let filled = 0;
  try {
    const range = length < place.size ? { start: 0, end: length } : undefined;
    for await (const piece of await vault.open(place, range)) {
      if (filled + piece.length > length) return unreadable('The vault holds more bytes than were kept.');
      bytes.set(piece, filled);
      filled += piece.length;
    }
  } catch (error) {
    if (error instanceof Failure && (error.kind === 'not-found' || error.kind === 'malformed'))
      return unreadable(error.message);
    throw error;
  }
  if (filled < length) return unreadable('The vault holds fewer bytes than were kept.');
  return { digest: place.digest, size: place.size, bytes };
}

function unreadable(detail: string): FoundException {
  return { part: '', reason: 'unreadable', detail };
}

/** Small messages that lie this close together are read with one look into the vault. */
const gap = 4096;
const stretchLength = 1024 * 1024;

/** A message of a pack, and how to read it. */
export interface Readable {
  readonly place: BlobPlace;
  /** As `readBytes`. */
  readonly read: () => Promise<ParseRequest | FoundException>;
}

/**
 * Messages of one pack, in the order in which they lie there. Looking a message up takes longer than reading it, so small
 * neighbours are read together, when the first of them is; where that fails each is read by itself, and found out about
 * by itself.
 */
export function* readNeighbours(vault: Vault, places: readonly BlobPlace[]): Generator<Readable> {
  // One stretch after the other, so that nobody holds the bytes of those that are over.
  for (const stretch of stretchesOf(places)) yield* readStretch(vault, stretch);
}

function readStretch(vault: Vault, stretch: readonly BlobPlace[]): readonly Readable[] {
  if (stretch.length === 1) return stretch.map((place) => ({ place, read: () => readBytes(vault, place) }));
  let all: Promise<Whole | null> | null = null;
  return stretch.map((place) => ({
    place,
    read: async () => {
      all ??= readTogether(vault, stretch);
      const whole = await all;
      if (whole === null) return readBytes(vault, place);
      const from = place.start - whole.start;
      return { digest: place.digest, size: place.size, bytes: whole.bytes.subarray(from, from + place.size) };
    },
  }));
}

interface Whole {
  readonly start: number;
  readonly bytes: Uint8Array;
}

function stretchesOf(places: readonly BlobPlace[]): readonly (readonly BlobPlace[])[] {
  const stretches: BlobPlace[][] = [];
  for (const place of places) {
    const open = stretches.at(-1);
    const [first, last] = [open?.[0], open?.at(-1)];
    const isNear = last !== undefined && place.start >= endOf(last) && place.start - endOf(last) <= gap;
    if (open !== undefined && isNear && first !== undefined && endOf(place) - first.start <= stretchLength)
      open.push(place);
    else stretches.push([place]);
  }
  return stretches;
}

function endOf({ start, size }: BlobPlace): number {
  return start + size;
}

/** Null where it could not be read as one. */
async function readTogether(vault: Vault, stretch: readonly BlobPlace[]): Promise<Whole | null> {
  const [first, last] = [stretch[0], stretch.at(-1)];
  if (first === undefined || last === undefined) return null;
  try {
    const read = await readBytes(vault, { ...first, size: endOf(last) - first.start });
    return 'reason' in read ? null : { start: first.start, bytes: read.bytes };
  } catch {
    return null;
  }
}
