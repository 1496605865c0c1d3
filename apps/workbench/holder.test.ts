import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { holderName, isDeadHolder } from './holder.ts';

test('a holder of this machine is dead once its process is gone', async () => {
  const place = holderName().slice(0, holderName().lastIndexOf('/'));
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const holder = `${place}/${String(child.pid)}`;
  expect(isDeadHolder(holder)).toBe(false);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isDeadHolder(holder)).toBe(true);
  expect(isDeadHolder(holderName())).toBe(false);
});

test('of other machines nothing is known', () => {
  expect(isDeadHolder('elsewhere/4026531836/999999')).toBe(false);
  expect(isDeadHolder('nonsense')).toBe(false);
});
