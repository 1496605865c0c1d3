import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginJourney, takeTime, type Journey } from './journey.ts';

takeTime();
let journey: Journey;
beforeAll(async () => {
  journey = await beginJourney();
});
afterAll(() => journey[Symbol.asyncDispose]());

/** Every command there is: names are a contract. */
const commands = [
  ...['demo', 'connection add', 'connection check', 'connection list', 'connection setup', 'connection update'],
  ...['connection remove', 'mailbox list', 'collect', 'collection list', 'collection show', 'collection resume'],
  ...[
    'collection why',
    'export',
    'vault verify',
    'vault check',
    'vault tidy',
    'catalogue rebuild',
    'backup',
    'restore',
  ],
  ...['receipt show', 'receipt verify', 'receipt key', 'audit verify', 'audit head'],
];

test('help starts nothing and shows every command', async () => {
  const help = await journey.run('--help');
  expect(help.code).toBe(0);
  for (const words of commands) expect(help.stdout).toMatch(new RegExp(`^  ${words.split(' ')[0]!}\\b`, 'm'));
  expect(help.stdout).toContain('done with exceptions');
  expect((await journey.run('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('every command has help with examples of itself', async () => {
  const helps = await Promise.all(
    commands.map(async (words) => ({ words, help: await journey.run(...words.split(' '), '--help') })),
  );
  for (const { words, help } of helps) {
    expect(help.code, words).toBe(0);
    expect(help.stdout, words).toMatch(new RegExp(`Examples:\\n  chainmail ${words}`));
    expect(help.stdout, words).toContain('--json');
  }
});

test.each([
  [['colect'], 'collect'],
  [['collection', 'shwo'], 'show'],
  [['vault', 'verify', '--jsn'], '--json'],
])('what is not understood is refused with a suggestion: %j', async (args, suggestion) => {
  const ended = await journey.run(...args);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain(`Did you mean ${suggestion}?`);
});

test.each([
  [['collect', '--connection', 'x', '--matter', 'M'], 'Which mailboxes?'],
  [['collect', '--connection', 'x', '--matter', 'M', '--mailbox', 'a@x', '--from', '2026-02-30'], 'There is no day'],
  [['collection', 'show'], "missing required argument 'id'"],
  [['export', '--collection', 'abcdef', '--format', 'pst', '--out', 'x'], '"pst" is not a format'],
])('what cannot be meant is refused before anything is opened: %j', async (args, message) => {
  const ended = await journey.run(...args);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain(message);
});
