/** A tar file is a row of blocks of this many bytes. */
export const tarBlock = 512;

/** The largest size eleven octal digits can say: one byte less than 8 GiB. */
export const largestOctalSize = 0o77777777777;

/** Where the fields of a header block are (POSIX.1-2017, pax, "ustar Interchange Format"). */
export const field = {
  name: { at: 0, length: 100 },
  mode: { at: 100, length: 8 },
  owner: { at: 108, length: 8 },
  group: { at: 116, length: 8 },
  size: { at: 124, length: 12 },
  modified: { at: 136, length: 12 },
  checksum: { at: 148, length: 8 },
  type: { at: 156, length: 1 },
  magic: { at: 257, length: 6 },
  version: { at: 263, length: 2 },
  prefix: { at: 345, length: 155 },
} as const;

/** The checksum of a header block: the sum of its bytes, its own field read as spaces. */
export function headerChecksum(block: Uint8Array): number {
  let sum = 0;
  for (const byte of block) sum += byte;
  const { at, length } = field.checksum;
  for (const byte of block.subarray(at, at + length)) sum -= byte;
  return sum + length * 0x20;
}

/** How many zero bytes follow a body of this size, so that the next header begins on a block. */
export function paddingAfter(size: number): number {
  const rest = size % tarBlock;
  return rest === 0 ? 0 : tarBlock - rest;
}
