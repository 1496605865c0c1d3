import { expect, test } from 'vitest';
import { systemClock, type Clock } from '#platform';
import { openTerminal } from './terminal.ts';
import { ProgressBar } from './progress-bar.ts';

test('where only mailboxes advance, they have the rate and the time left', () => {
  let now = 0;
  const clock: Clock = { ...systemClock, monotonic: () => now };
  const notes: string[] = [];
  const terminal = { ...openTerminal(process, false), isLive: false, note: (text: string) => notes.push(text) };
  const bar = new ProgressBar({ terminal, clock, title: 'Transferring', noun: ['item', 'items'] });
  for (const done of [0, 100]) {
    bar.update({ done: 0, expected: 0, bytes: 0, parts: { done, total: 3000, noun: 'mailboxes' } });
    now += 10_000;
  }
  expect(notes).toEqual(['Transferring  0 items  0 bytes  100 of 3,000 mailboxes (10/s)  4 min 50 s left']);
});

test.each([
  [120, /^Transferring [█▏▎▍▌▋▊▉░]{30}  10 %  240 of 2,400 items  120\/s  2\.0 MiB  0 of 3 mailboxes  18 s left$/],
  [80, /^Transferring [█▏▎▍▌▋▊▉░]{8,}  10 %  240\/2,400 items  120\/s  0\/3 mailboxes  18 s left$/],
  [66, /^Transferring [█▏▎▍▌▋▊▉░]{8,}  10 %  240\/2,400 items  120\/s  18 s left$/],
  [42, /^Transferring [█▏▎▍▌▋▊▉░]{8,}  10 %  18 s left$/],
])('at %i columns there is room for a bar and for the time left', (width, line) => {
  let now = 0;
  const clock: Clock = { ...systemClock, monotonic: () => now };
  const drawn: string[] = [];
  const terminal = {
    ...openTerminal(process, false),
    isLive: true,
    width: () => width,
    draw: (text: string) => drawn.push(text.replace('\r\u001B[2K', '')),
  };
  const bar = new ProgressBar({ terminal, clock, title: 'Transferring', noun: ['item', 'items'] });
  const parts = { done: 0, total: 3, noun: 'mailboxes' };
  for (const done of [120, 240]) {
    bar.update({ done, expected: 2400, bytes: 2 * 1024 * 1024, parts });
    now += 1000;
  }
  expect(drawn.at(-1)).toMatch(line);
  for (const text of drawn) expect(text.length).toBeLessThan(width - 1);
});
