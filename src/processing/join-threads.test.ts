import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinThreads, type ThreadMember } from './join-threads.ts';

/** Puts messages into threads batch by batch, as the store does. */
function threadsOf(members: readonly ThreadMember[], batch: number): Record<string, string> {
  const keys = new Map<string, string>();
  const threads = new Map<string, string>();
  for (let from = 0; from < members.length; from += batch) {
    const some = members.slice(from, from + batch);
    const known = new Map(
      some.flatMap((member) => member.keys).flatMap((key) => (keys.has(key) ? [[key, keys.get(key)!] as const] : [])),
    );
    const joined = joinThreads(some, known);
    for (const [key, thread] of joined.keys) keys.set(key, thread);
    for (const [key, thread] of keys) keys.set(key, joined.absorbed.get(thread) ?? thread);
    for (const [digest, thread] of joined.threads) threads.set(digest, thread);
    for (const [digest, thread] of threads) threads.set(digest, joined.absorbed.get(thread) ?? thread);
  }
  return Object.fromEntries([...threads].sort());
}

test('messages that share a key are in one thread, and it is named by its least key', () => {
  const reply = { digest: 'd2', keys: ['k5', 'k3'] };
  expect(threadsOf([{ digest: 'd1', keys: ['k3'] }, reply, { digest: 'd3', keys: ['k9'] }], 10)).toEqual({
    d1: 'k3',
    d2: 'k3',
    d3: 'k9',
  });
});

test('two threads become one when a message that names both comes late', () => {
  const members = [
    { digest: 'd1', keys: ['k1'] },
    { digest: 'd2', keys: ['k2'] },
    { digest: 'd3', keys: ['k2', 'k1'] },
  ];
  expect(threadsOf(members, 1)).toEqual({ d1: 'k1', d2: 'k1', d3: 'k1' });
});

test('the order in which messages come changes nothing', () => {
  const member = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 4 });
  const members = fc.array(member, { maxLength: 25 }).map((all) =>
    all.map((keys, at) => ({
      digest: `d${String(at)}`,
      keys: keys.map((key) => `k${String(key).padStart(2, '0')}`),
    })),
  );
  const shuffled = members.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }), fc.integer({ min: 1, max: 6 })),
  );
  fc.assert(
    fc.property(shuffled, ([all, other, batch]) => {
      expect(threadsOf(other, batch)).toEqual(threadsOf(all, 100));
    }),
    { numRuns: 500 },
  );
});
