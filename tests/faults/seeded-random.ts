/** A small generator (mulberry32), so that a run can be had again from its seed. Numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The seed of a test: that of the environment, else one from the clock. Tests print it. */
export function chosenSeed(): number {
  return Number(process.env['SOAK_SEED'] ?? Date.now() % 1_000_000);
}
