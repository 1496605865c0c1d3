import { readFile, stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { SimulatedTenantOptions } from '../start.ts';

/** The command line asks for something impossible. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'start'; readonly options: SimulatedTenantOptions; readonly quiet: boolean };

type Values = Readonly<Record<string, string | boolean | undefined>>;

/** Errors: UsageError, with what to do instead. */
export async function readCommand(args: readonly string[]): Promise<Command> {
  if (args.some((arg) => arg === '--imap-port' || arg.startsWith('--imap-port='))) {
    throw new UsageError('IMAP is not simulated: leave --imap-port out.');
  }
  const { values, positionals } = parsed(args);
  if (values['help'] === true || args.length === 0) return { kind: 'help' };
  if (positionals.length !== 1 || positionals[0] !== 'start') throw new UsageError('The one command is "start".');
  return { kind: 'start', options: await startOptions(values), quiet: values['json'] === true };
}

function parsed(args: readonly string[]): { readonly values: Values; readonly positionals: readonly string[] } {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        port: text,
        'control-port': text,
        seed: text,
        mail: text,
        people: text,
        messages: text,
        faults: text,
        latency: text,
        'vary-bytes': flag,
        json: flag,
        help: flag,
      },
    });
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message);
    throw error;
  }
}

async function startOptions(values: Values): Promise<SimulatedTenantOptions> {
  const port = wholeNumber(values, 'port', 65_535);
  const controlPort = wholeNumber(values, 'control-port', 65_535);
  const perRequestMs = wholeNumber(values, 'latency', 600_000);
  const faults = textOf(values, 'faults');
  return {
    ...(await sourceOf(values)),
    ...(port === undefined ? {} : { port }),
    ...(controlPort === undefined ? {} : { controlPort }),
    ...(perRequestMs === undefined ? {} : { latency: { perRequestMs } }),
    ...(values['vary-bytes'] === true ? { varyBytes: true } : {}),
    ...(faults === undefined ? {} : { faults: (await jsonFile(faults)) as readonly unknown[] }),
  };
}

async function sourceOf(values: Values): Promise<SimulatedTenantOptions> {
  const seed = textOf(values, 'seed');
  const mail = textOf(values, 'mail');
  const people = wholeNumber(values, 'people', 100_000);
  const messages = wholeNumber(values, 'messages', 1_000_000_000);
  if ((people === undefined) !== (messages === undefined)) throw new UsageError('--people and --messages go together.');
  const given = [seed, mail, people].filter((source) => source !== undefined).length;
  if (given > 1) throw new UsageError('Give one of --seed, --mail, or --people with --messages.');
  if (mail !== undefined) {
    const found = await stat(mail).catch(() => undefined);
    if (found === undefined) throw new UsageError(`There is nothing at ${mail}.`);
    return { mail };
  }
  if (people !== undefined && messages !== undefined) {
    if (people === 0) throw new UsageError('--people must be at least 1.');
    return { scale: { people, messages } };
  }
  return seed === undefined ? {} : { seed };
}

function textOf(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

function wholeNumber(values: Values, name: string, most: number): number | undefined {
  const text = textOf(values, name);
  if (text === undefined) return undefined;
  if (!/^\d{1,10}$/.test(text) || Number(text) > most) {
    throw new UsageError(`--${name}: expected a whole number up to ${String(most)}, not '${text}'.`);
  }
  return Number(text);
}

async function jsonFile(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch (error) {
    throw new UsageError(`--faults ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
