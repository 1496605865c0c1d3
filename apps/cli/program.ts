import { Command, CommanderError } from 'commander';
import type { CommandDefinition } from './frame/command-definition.ts';
import { Given } from './frame/given.ts';
import { runCommand } from './frame/run-command.ts';
import { commands, groups } from './commands.ts';
import { productVersion } from './version.ts';
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

type Run = (definition: CommandDefinition, given: Given) => Promise<void>;

/** The whole command line as commander sees it. */
export function buildProgram(run: Run): Command {
  const program = new Command('chainmail')
    .description('Collects Microsoft 365 mail, keeps it as evidence, and proves it.')
    .version(productVersion(), '-V, --version', 'print the version')
    .option('--data <dir>', 'data folder (default: CHAINMAIL_DATA, or ./chainmail-data)')
    .option('--json', 'results as JSON on stdout; progress and logs on stderr')
    .helpOption('-h, --help', 'show help')
    .helpCommand(false)
    .showSuggestionAfterError(true)
    .showHelpAfterError('(add --help for what it takes)')
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .exitOverride()
    .addHelpText(
      'after',
      () =>
        `\nExit codes:\n${exitCodes.map(({ code, name }) => `  ${String(code)}  ${name}`).join('\n')}\n\nTo see it work, without a tenant: chainmail demo`,
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
  command.allowExcessArguments(false);
  // Options of `search` are not those of `search report`.
  command.configureHelp({ ...program.configureHelp(), visibleGlobalOptions: () => [...program.options] });
  command.addHelpText(
    'after',
    `\nExamples:\n${definition.examples.map((example) => `  chainmail ${example}`).join('\n')}`,
  );
  command.action(async () => {
    await run(definition, new Given(command.processedArgs, command.optsWithGlobals()));
  });
}

function describe({ summary, details }: CommandDefinition): string {
  const sentence = `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
  return details === undefined ? sentence : `${sentence}\n\n${details}`;
}

function noun(program: Command, name: string, nouns: Map<string, Command>): Command {
  const known = nouns.get(name);
  if (known !== undefined) return known;
  const command = program
    .command(name)
    .description(groups[name] ?? '')
    .helpCommand(false);
  nouns.set(name, command);
  return command;
}
