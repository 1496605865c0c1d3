import type { CommandDefinition } from './command-definition.ts';
import type { Given } from './given.ts';
import type { Failure } from '#evidence';
import type { Instance } from '../../workbench/compose.ts';
import { failed, usage, type ExitCode } from '../exit-codes.ts';
import { failureLines, failureObject, inDataFolder } from '../terminal/failure-text.ts';
import { openTerminal, type Terminal } from '../terminal/terminal.ts';
import { Interrupted, Interruption, unlessInterrupted } from './interruption.ts';
import { UsageError } from './usage-error.ts';

/** Runs one command from composition to disposal and says how it ended; never throws. */
export async function runCommand(definition: CommandDefinition, given: Given): Promise<ExitCode> {
  const terminal = openTerminal(process, given.flag('json'));
  const stopsItself = definition.stops !== undefined;
  using interruption = new Interruption(() => {
    terminal.note(`\n${definition.stops?.says ?? 'Stopping …'}`);
  });
  try {
    return await compose(definition, { given, terminal, signal: interruption.signal, stopsItself });
  } catch (thrown) {
    return await report(thrown, terminal, dataFolderOf(given));
  }
}

async function compose(
  definition: CommandDefinition,
  frame: { given: Given; terminal: Terminal; signal: AbortSignal; stopsItself: boolean },
): Promise<ExitCode> {
  const { given, terminal, signal, stopsItself } = frame;
  const { openInstance } = await import('../../workbench/compose.ts');
  const { systemClock: clock } = await import('#platform');
  const { localActor } = await import('#custody');
  await using instance: Instance = openInstance({ data: given.text('data'), clock });
  const run = definition.run({ given, terminal, instance, clock, actor: localActor(), signal });
  return await (stopsItself ? run : unlessInterrupted(run, signal));
}

/** Cause and fix on stderr, and with --json the same as an object on stdout. */
async function report(thrown: unknown, terminal: Terminal, dataFolder: string | undefined): Promise<ExitCode> {
  if (thrown instanceof Interrupted) {
    terminal.object({ error: { kind: 'stopped', code: 'interrupted', cause: thrown.message, fix: null } });
    return failed;
  }
  if (thrown instanceof UsageError) {
    terminal.note(`${terminal.paint('bad', 'Error')}  ${thrown.message}`);
    if (thrown.hint !== undefined) terminal.note(`       ${inDataFolder(thrown.hint, dataFolder)}`);
    terminal.object({ error: { kind: 'usage', code: 'usage', cause: thrown.message, fix: thrown.hint ?? null } });
    return usage;
  }
  const { asFailure } = await import('#evidence');
  const failure = asFailure(thrown);
  for (const line of failureLines(failure, terminal, dataFolder)) terminal.note(line);
  terminal.object({ error: failureObject(failure) });
  await showTrace(failure, terminal);
  return isUsage(failure) ? usage : failed;
}

/** The one that was named; an empty name has been refused already. */
function dataFolderOf(given: Given): string | undefined {
  try {
    return given.text('data');
  } catch {
    // That is the error to report.
    return undefined;
  }
}

/** Input that is not understood is a question of usage wherever it was found out. */
function isUsage(failure: Failure): boolean {
  return (failure.kind === 'malformed' && usageCodes.has(failure.code)) || failure.code === 'mailboxes-unknown';
}

const usageCodes: ReadonlySet<string> = new Set([
  'bad-window',
  'unknown-zone',
  'no-mailboxes',
  'no-mailbox-chosen',
  'bad-matter-name',
  'bad-custodian-name',
  'bad-endpoints',
  'bad-query',
  'bad-search-cursor',
  'bad-connection-name',
  'bad-client-id',
  'bad-tenant',
  'unknown-capability',
  'secret-empty',
  'secret-id-given',
  'bad-certificate',
  'public-key-unreadable',
  'configuration',
]);

/** The stack, for whoever asked for it with CHAINMAIL_LOG_LEVEL=debug. */
async function showTrace(failure: Failure, terminal: Terminal): Promise<void> {
  const { isDebugging } = await import('../../workbench/compose.ts');
  if (!isDebugging()) return;
  for (let error: unknown = failure; error instanceof Error; error = error.cause)
    terminal.note(error.stack ?? error.message);
}
