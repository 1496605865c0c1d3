/**
 * State behind delta links that does not fit into a link.
 * Holds the newest rounds only: an older link answers that its state is gone, as Exchange's cache does.
 */
export interface RoundStore {
  put(value: unknown): string;
  get(key: string): unknown;
}

export function createRoundStore(limit: number): RoundStore {
  const rounds = new Map<string, unknown>();
  let serial = 0;
  return {
    put(value) {
      serial += 1;
      const key = serial.toString(36);
      rounds.set(key, value);
      if (rounds.size > limit)
        for (const oldest of rounds.keys()) {
          rounds.delete(oldest);
          break;
        }
      return key;
    },
    get(key) {
      return rounds.get(key);
    },
  };
}
