import type { TarInput } from './read-tar.ts';

/** Reads a tar file in large steps, for whoever goes through it from front to back. */
export function readTarAhead(input: TarInput, step: number): TarInput {
  let from = 0;
  let held: Uint8Array = new Uint8Array(0);
  return {
    size: input.size,
    read: async (start, length) => {
      if (length >= step) return input.read(start, length);
      if (start < from || start + length > from + held.length) {
        held = await input.read(start, step);
        from = start;
      }
      return held.subarray(start - from, start - from + length);
    },
  };
}
