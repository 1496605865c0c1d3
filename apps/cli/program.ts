import { Command, CommanderError } from 'commander';
import type { CommandDefinition } from './frame/command-definition.ts';
import { Given } from './frame/given.ts';
import { runCommand } from './frame/run-command.ts';
import { commands, groups } from './commands.ts';
import { wrapCommand } from './terminal/wrap-command.ts';
import { productVersion } from '../workbench/version.ts';
import { done, exitCodes, usage, type ExitCode } from './exit-codes.ts';

/**
 * Reads what was typed and runs the command that is meant.
 * `--help` and `--version` open nothing. What is not understood ends with exit code 2 and a suggestion.
 */
export async function runProgram(args: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = done;
  const program = buildProgram(async (definition, given) => {
    code = await runCommand(definition, given);
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? done : usage;
    throw thrown;
  }
}

const firstSteps = [
  'demo',
  'connection add acme --tenant acme.example --client-id ID --client-secret-file secret.txt --capability collect-mail',
  'collect --connection acme --matter "Smith v. Acme" --mailbox alice@acme.example --from 2025-01-01 --to 2025-06-30',
  'search "bill of lading" --matter "Smith v. Acme"',
  'collection why --mailbox alice@acme.example --date 2025-03-14',
];

type Run = (definition: CommandDefinition, given: Given) => Promise<void>;

/** The whole command line as commander sees it. */
export function buildProgram(run: Run): Command {
  const program = new Command('chainmail');
  program
    .description('Collects Microsoft 365 mail, keeps it as evidence, and proves it.')
    .version(productVersion(), '-V, --version', 'print the version')
    .option('--data <dir>', 'data folder (default: CHAINMAIL_DATA, or ./chainmail-data)')
    .option('--json', 'results as JSON on stdout; progress and logs on stderr')
    .helpOption('-h, --help', 'show help')
    .helpCommand(false)
    .showSuggestionAfterError(true)
    .showHelpAfterError('       Add --help for what it takes.')
    .configureOutput({
      outputError: (text, write) => {
        write(inOurStyle(text));
      },
    })
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false, minWidthToWrap: 6 })
    .exitOverride()
    .addHelpText(
      'after',
      () =>
        `${examplesOf(program, firstSteps)}\n\nExit codes:\n${exitCodes.map(({ code, name }) => `  ${String(code)}  ${name}`).join('\n')}\n\nTo see it work, without a tenant: chainmail demo`,
    );
  const nouns = new Map<string, Command>();
  for (const definition of commands) addCommand(program, { definition, nouns, run });
  return program;
}

function addCommand(
  program: Command,
  of: { definition: CommandDefinition; nouns: Map<string, Command>; run: Run },
): void {
  const { definition, run } = of;
  const [first = '', second] = definition.words.split(' ');
  const parent = second === undefined ? program : noun(program, first, of.nouns);
  const command = parent
    .command(second ?? first)
    .summary(definition.summary)
    .description(describe(definition));
  if (second === undefined) of.nouns.set(first, command);
  definition.shape?.(command);
  const required = command.options.filter(({ mandatory }) => mandatory);
  // Commander would name the first that is missing only, and before a misspelt one that explains it.
  for (const option of required) option.makeOptionMandatory(false);
  command.allowExcessArguments(false);
  // Options of `search` are not those of `search report`.
  command.configureHelp({ ...program.configureHelp(), visibleGlobalOptions: () => [...program.options] });
  command.addHelpText('after', () => examplesOf(command, definition.examples));
  command.action(async () => {
    refuseOptionsOf(parent, program, command);
    const missing = required.filter((option) => command.getOptionValue(option.attributeName()) === undefined);
    if (missing.length > 0)
      command.error(
        `error: ${missing.length === 1 ? 'a required option is' : 'required options are'} missing: ${missing.map(({ flags }) => flags).join(', ')}`,
      );
    await run(definition, new Given(command.processedArgs, command.optsWithGlobals()));
  });
}

/** Commander takes every option of `search` behind `search audit` too, where most of them mean nothing. */
function refuseOptionsOf(parent: Command, program: Command, command: Command): void {
  if (parent === program) return;
  const known = new Set(command.options.map((option) => option.attributeName()));
  const [foreign] = parent.options.filter((option) => {
    const name = option.attributeName();
    return !known.has(name) && parent.getOptionValueSource(name) === 'cli';
  });
  if (foreign !== undefined) command.error(`error: unknown option '${foreign.long ?? foreign.flags}'`);
}

const usualWidth = 80;

function examplesOf(command: Command, examples: readonly string[]): string {
  const width = command.configureOutput().getOutHelpWidth?.() ?? usualWidth;
  return `\nExamples:\n${examples.map((example) => wrapCommand(`chainmail ${example}`, width)).join('\n')}`;
}

/** What commander says, as every other error of ours is said. */
function inOurStyle(text: string): string {
  const [message = '', ...more] = text
    .trim()
    .replace(/^error: /, '')
    .split('\n');
  const sentence = `${message.charAt(0).toUpperCase()}${message.slice(1)}`;
  const hints = more.map((line) => `       ${line.replace(/^\((.*)\)$/, '$1')}`);
  return [`Error  ${sentence}${/[.?!]$/.test(sentence) ? '' : '.'}`, ...hints, ''].join('\n');
}

function describe({ summary, details }: CommandDefinition): string {
  const sentence = sentenceOf(summary);
  return details === undefined ? sentence : `${sentence}\n\n${details}`;
}

function noun(program: Command, name: string, nouns: Map<string, Command>): Command {
  const known = nouns.get(name);
  if (known !== undefined) return known;
  const command = program
    .command(name)
    .summary(groups[name] ?? '')
    .description(sentenceOf(groups[name] ?? ''))
    .helpCommand(false);
  command.addHelpText('after', () => examplesOf(command, examplesOfGroup(name)));
  nouns.set(name, command);
  return command;
}

function sentenceOf(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** The first example of each of its commands. */
function examplesOfGroup(name: string): readonly string[] {
  return commands.filter(({ words }) => words.startsWith(`${name} `)).flatMap(({ examples }) => examples.slice(0, 1));
}
