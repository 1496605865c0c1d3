import { expect, test } from 'vitest';
import { wrapCommand } from './wrap-command.ts';

test('a command that fits is one line', () => {
  expect(wrapCommand('chainmail vault verify', 80)).toBe('  chainmail vault verify');
});

test('a command that is too wide goes on in further lines, between options, and is pasted as one', () => {
  const command = `chainmail search '(detention NEAR(5) charge*)' --matter 'Harrow & Pike' --json > hits.json`;
  const wrapped = wrapCommand(command, 60);
  expect(wrapped.split('\n')).toEqual([
    String.raw`  chainmail search '(detention NEAR(5) charge*)' ${'\\'}`,
    String.raw`      --matter 'Harrow & Pike' --json > hits.json`,
  ]);
  expect(wrapped.trim().replaceAll(/ \\\n +/g, ' ')).toBe(command);
});

test('a word that is wider than everything stands by itself', () => {
  expect(wrapCommand('chainmail export --out /a/very/long/path', 16)).toBe(
    ['  chainmail \\', '      export \\', '      --out /a/very/long/path'].join('\n'),
  );
});
