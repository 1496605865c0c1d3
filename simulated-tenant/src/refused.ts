/** One call that was refused for what it asked, not for who asked. */
export interface RefusedCall {
  readonly at: number;
  readonly method: string;
  readonly url: string;
  readonly appId: string | null;
}

/** A bounded list with a counter that never forgets. */
export interface Refused {
  readonly count: number;
  readonly calls: readonly RefusedCall[];
  add(call: RefusedCall): void;
  clear(): void;
}

export function createRefused(limit: number): Refused {
  let calls: RefusedCall[] = [];
  let count = 0;
  return {
    get count() {
      return count;
    },
    get calls() {
      return calls;
    },
    add(call) {
      count += 1;
      calls.push(call);
      if (calls.length > limit) calls = calls.slice(-limit);
    },
    clear() {
      calls = [];
      count = 0;
    },
  };
}
