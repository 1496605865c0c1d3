import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginJourney, takeTime, type Journey } from './journey.ts';

takeTime();
let journey: Journey;
beforeAll(async () => {
  journey = await beginJourney();
});
afterAll(() => journey[Symbol.asyncDispose]());

test('help starts nothing and shows every command', async () => {
  const help = await journey.run('--help');
  expect(help.code).toBe(0);
  expect(help.stdout).toContain('done with exceptions');
  expect((await journey.run('vault', 'verify', '--help')).stdout).toContain('Examples:\n  chainmail vault verify');
  expect((await journey.run('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('a reader that goes away does not undo what was done', async () => {
  const listing = journey.start('--help');
  listing.process.stdout?.destroy();
  expect((await listing.ended).code).toBe(0);
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
  [['collection', 'show'], "Missing required argument 'id'"],
  [['collect'], 'Required options are missing: --connection <name>, --matter <name>.'],
  [['collect', '--mailboxx', 'a'], "Error  Unknown option '--mailboxx'"],
  [['collect', '--connection', 'x', '--matter', ''], '--matter was given an empty value.'],
  [['receipt', 'verify', 'none.json', '--key', 'x'], 'The file none.json cannot be read: there is no such file.'],
  [['export', '--collection', 'abcdef', '--format', 'pst', '--out', 'x'], '"pst" is not a format'],
])('what cannot be meant is refused before anything is opened: %j', async (args, message) => {
  const ended = await journey.run(...args);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain(message);
});

test('groups of commands have a sentence and examples', async () => {
  const help = (await journey.run('vault', '--help')).stdout;
  expect(help).toContain('Where the bytes rest: verify, check, tidy.');
  expect(help).toContain('Examples:\n  chainmail vault verify');
});
