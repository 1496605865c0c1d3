import { expect, test } from 'vitest';
import { systemClock } from './clock.ts';
import { newId, randomFraction } from './ids.ts';
import { manualClock } from './manual-clock.ts';

test('ids are version 7, unique and ascending', () => {
  const ids = Array.from({ length: 20_000 }, () => newId());
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
  const time = Number.parseInt(ids[0]!.replace('-', '').slice(0, 12), 16);
  expect(Math.abs(time - Date.now())).toBeLessThan(10_000);
});

test('random fractions lie in [0, 1) and differ', () => {
  const values = Array.from({ length: 1_000 }, randomFraction);
  expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
  expect(new Set(values).size).toBe(values.length);
  expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0.5, 0);
});

test('a sleep lasts, and ends at once with the reason it is aborted with', async () => {
  const before = systemClock.monotonic();
  await systemClock.sleep(30);
  expect(systemClock.monotonic() - before).toBeGreaterThanOrEqual(28);
  const stop = new AbortController();
  const sleeping = systemClock.sleep(60_000, stop.signal);
  stop.abort(new Error('enough'));
  await expect(sleeping).rejects.toThrow('enough');
  await expect(systemClock.sleep(1, stop.signal)).rejects.toThrow('enough');
});

test('a sleep longer than a timer of Node does not end at once', async () => {
  const stop = new AbortController();
  const sleeping = systemClock.sleep(2 ** 31 + 5, stop.signal);
  await systemClock.sleep(20);
  stop.abort(new Error('still asleep'));
  await expect(sleeping).rejects.toThrow('still asleep');
});

test('a manual clock moves only when told, and wakes in order', async () => {
  const clock = manualClock(new Date('2026-05-01T00:00:00Z'));
  const woken: string[] = [];
  const stop = new AbortController();
  const sleepers = [
    clock.sleep(200).then(() => woken.push('late')),
    clock.sleep(100).then(() => woken.push('early')),
    clock.sleep(100, stop.signal).catch((reason: unknown) => woken.push((reason as Error).message)),
  ];
  expect(clock.sleepers()).toBe(3);
  stop.abort(new Error('stopped'));
  clock.advance(99);
  await Promise.resolve();
  expect(clock.now().toISOString()).toBe('2026-05-01T00:00:00.099Z');
  clock.advance(200);
  await Promise.all(sleepers);
  expect(woken).toEqual(['stopped', 'early', 'late']);
  expect(clock.monotonic()).toBe(299);
});
