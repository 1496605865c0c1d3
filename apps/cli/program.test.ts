import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { commands, groups } from './commands.ts';
import { exitCodes } from './exit-codes.ts';
import { buildProgram } from './program.ts';

/** Every command of the contract, and no other. */
const names = [
  ...['audit head', 'audit verify', 'backup', 'catalogue rebuild', 'collect', 'collection list', 'collection resume'],
  ...[
    'collection show',
    'collection why',
    'connection add',
    'connection check',
    'connection list',
    'connection remove',
  ],
  ...['connection setup', 'connection sign-in', 'connection update', 'demo', 'export', 'mailbox list', 'message show'],
  ...[
    'receipt key',
    'receipt show',
    'receipt verify',
    'restore',
    'search',
    'search audit',
    'search report',
    'serve',
    'vault check',
    'vault tidy',
    'vault verify',
  ],
];

function commandOf(program: Command, words: string): Command {
  return words.split(' ').reduce((parent, word) => parent.commands.find((one) => one.name() === word)!, program);
}

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return text;
}

test('the commands are those of the contract', () => {
  expect(commands.map(({ words }) => words).sort()).toEqual(names);
  const nouns = new Set(names.filter((words) => words.includes(' ')).map((words) => words.split(' ')[0]!));
  expect(Object.keys(groups).sort()).toEqual([...nouns].filter((noun) => !names.includes(noun)).sort());
});

test.each(names)('%s has help with examples that use its own options', (words) => {
  const command = commandOf(
    buildProgram(() => Promise.resolve()),
    words,
  );
  const help = helpOf(command);
  const examples = help
    .slice(help.indexOf('Examples:'))
    .replaceAll(/ \\\n +/g, ' ')
    .split('\n')
    .slice(1)
    .filter((line) => line !== '');
  expect(help).toContain('--data <dir>');
  expect(examples.length).toBeGreaterThan(0);
  const known = new Set([...command.options.map(({ long }) => long), '--json', '--data']);
  for (const example of examples) {
    expect(example).toMatch(new RegExp(`^  chainmail ${words}( |$)`));
    for (const option of example.match(/--[a-z-]+/g) ?? []) expect(known, example).toContain(option);
  }
});

test('help is no wider than a terminal of 80 columns', () => {
  const wide = (command: Command): string[] => [
    ...helpOf(command)
      .split('\n')
      .filter((line) => line.length > 80),
    ...command.commands.flatMap(wide),
  ];
  expect(wide(buildProgram(() => Promise.resolve()))).toEqual([]);
});

test('options of `search` are not taken for those of what is below it', async () => {
  const answer = async (...args: string[]): Promise<string> => {
    let said = '';
    let ran = '';
    const program = buildProgram(({ words }) => {
      ran = words;
      return Promise.resolve();
    });
    for (const command of [program, ...program.commands.flatMap((one) => [one, ...one.commands])])
      command.configureOutput({ writeErr: (part) => (said += part) });
    await program.parseAsync(args, { from: 'user' }).catch(() => undefined);
    return said === '' ? ran : said;
  };
  expect(await answer('search', 'audit', '--limit', '5')).toContain("Unknown option '--limit'");
  expect(await answer('search', '--count', 'audit')).toContain("Unknown option '--count'");
  expect(await answer('search', 'report', 'terms.txt', '--matter', 'Lakeside')).toBe('search report');
  expect(await answer('search', 'lease', '--count')).toBe('search');
});

test('every example is understood as it stands', async () => {
  for (const { words, examples } of commands) {
    for (const example of examples) {
      const ran: string[] = [];
      const program = buildProgram((definition) => {
        ran.push(definition.words);
        return Promise.resolve();
      });
      await program.parseAsync(shellWords(example), { from: 'user' });
      expect(ran, example).toEqual([words]);
    }
  }
});

test('the exit codes are five, each once', () => {
  expect(exitCodes.map(({ code }) => code)).toEqual([0, 1, 2, 3, 4]);
});

/** Words as a shell splits them: quotes, and what follows `>` left out. */
function shellWords(line: string): string[] {
  const [command = ''] = line.split(' > ');
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
}
