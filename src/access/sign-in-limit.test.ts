import { expect, test } from 'vitest';
import { manualClock } from '#platform';
import { SignInLimit } from './sign-in-limit.ts';

test('the eleventh try within a quarter of an hour waits until the first is that long ago', () => {
  const clock = manualClock(new Date('2026-01-31T08:00:00Z'));
  const limit = new SignInLimit(clock);
  const by = [{ key: 'address 10.0.0.1', limit: 10 }];
  for (let tries = 0; tries < 10; tries += 1) limit.count(by);
  expect(() => {
    limit.count(by);
  }).toThrow(expect.objectContaining({ kind: 'throttled', until: Date.parse('2026-01-31T08:15:00Z') }));
  limit.count([{ key: 'address 10.0.0.2', limit: 10 }]);
  clock.advance(15 * 60_000);
  limit.count(by);
});

test('tries that are refused do not lengthen the wait, and a success forgets them', () => {
  const clock = manualClock(new Date('2026-01-31T08:00:00Z'));
  const limit = new SignInLimit(clock);
  const by = [{ key: 'account ana@firm.example', limit: 1 }];
  limit.count(by);
  clock.advance(10 * 60_000);
  expect(() => {
    limit.count(by);
  }).toThrow('too many attempts');
  limit.forget('account ana@firm.example');
  limit.count(by);
});
