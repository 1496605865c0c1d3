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
