import { createHash } from 'node:crypto';

/**
 * A seeded source of choices. The same seed gives the same choices for ever,
 * which is what makes two tenants of one seed equal byte for byte.
 */
export interface Random {
  /** A number from 0 up to, not including, 1. */
  fraction(): number;
  /** A whole number from 0 up to, not including, `bound`. */
  below(bound: number): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly T[]): T;
  /** `count` different choices (fewer when there are not so many), in random order. */
  sample<T>(choices: readonly T[], count: number): T[];
}

/** A source of choices for `seed`; sources of different seeds are independent. */
export function seededRandom(seed: string): Random {
  let state = hash32(seed);
  // Mulberry32: small, fast, and good enough for made-up mail.
  function fraction(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }
  const below = (bound: number): number => Math.floor(fraction() * bound);
  function pick<T>(choices: readonly T[]): T {
    const chosen = choices[below(choices.length)];
    if (chosen === undefined) throw new RangeError('nothing to pick from');
    return chosen;
  }
  function sample<T>(choices: readonly T[], count: number): T[] {
    const left = [...choices];
    const taken: T[] = [];
    while (taken.length < count && left.length > 0) taken.push(...left.splice(below(left.length), 1));
    return taken;
  }
  return {
    fraction,
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (probability) => fraction() < probability,
    pick,
    sample,
  };
}

/** A 32-bit number for a text (FNV-1a with a final mix). */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** `length` bytes (at most 32) that depend on nothing but the label. */
export function seededBytes(label: string, length: number): Buffer {
  return createHash('sha256').update(label).digest().subarray(0, length);
}

/** A version 4 GUID that depends on nothing but the label. */
export function seededGuid(label: string): string {
  const bytes = seededBytes(label, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
