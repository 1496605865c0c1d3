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
