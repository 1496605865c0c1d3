import { Failure } from '#evidence';
import type { BlobPlace } from './contract.ts';

/**
 * The bytes of a pack that a range of a blob covers; `end` is not part of it.
 * Failure `malformed` when the place or the range cannot be, or the pack is shorter than promised.
 */
export function rangeInPack(
  place: BlobPlace,
  range: { readonly start: number; readonly end: number } | undefined,
  packBytes: number,
): { readonly from: number; readonly to: number } {
  const { start, end } = range ?? { start: 0, end: place.size };
  const numbers = [place.start, place.size, start, end];
  if (!numbers.every((each) => Number.isSafeInteger(each) && each >= 0) || start > end || end > place.size) {
    throw new Failure('malformed', `There is no range ${String(start)}–${String(end)} of ${place.digest}.`, {
      code: 'vault-range',
    });
  }
  if (place.start + place.size > packBytes) {
    throw new Failure('malformed', `The pack ${place.pack} is shorter than it must be to hold ${place.digest}.`, {
      code: 'vault-pack-short',
      fix: 'Run `chainmail vault verify`; restore the pack from a backup.',
    });
  }
  return { from: place.start + start, to: place.start + end };
}
