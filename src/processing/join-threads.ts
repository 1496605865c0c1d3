export interface ThreadMember {
  readonly digest: string;
  readonly keys: readonly string[];
}

export interface JoinedThreads {
  /** By digest of the message. */
  readonly threads: ReadonlyMap<string, string>;
  /** By key: the thread it belongs to now. */
  readonly keys: ReadonlyMap<string, string>;
  /** Threads that turned out to be part of another one. */
  readonly absorbed: ReadonlyMap<string, string>;
}

/**
 * Puts messages into threads: two messages that share a key are in one thread, and so on from message to message.
 * A thread's id is the least of its keys. Both therefore depend on the messages alone, not on the order they came in.
 *
 * @param known by key: the thread it belonged to before.
 */
export function joinThreads(members: readonly ThreadMember[], known: ReadonlyMap<string, string>): JoinedThreads {
  const leaders = new Map<string, string>();
  const leaderOf = (key: string): string => {
    let leader = key;
    for (let next = leaders.get(leader); next !== undefined && next !== leader; next = leaders.get(leader))
      leader = next;
    for (let at = key; at !== leader;) {
      const next = leaders.get(at) ?? leader;
      leaders.set(at, leader);
      at = next;
    }
    return leader;
  };
  const join = (left: string, right: string): void => {
    const one = leaderOf(left);
    const other = leaderOf(right);
    if (one < other) leaders.set(other, one);
    else if (other < one) leaders.set(one, other);
  };
  for (const [key, thread] of known) join(key, thread);
  for (const { keys } of members) for (const key of keys) join(keys[0] ?? key, key);
  const keys = new Map(members.flatMap((member) => member.keys).map((key) => [key, leaderOf(key)]));
  const threads = new Map(members.map((member) => [member.digest, leaderOf(member.keys[0] ?? member.digest)]));
  const absorbed = new Map(
    [...new Set(known.values())]
      .map((thread) => [thread, leaderOf(thread)] as const)
      .filter(([from, to]) => from !== to),
  );
  return { threads, keys, absorbed };
}
