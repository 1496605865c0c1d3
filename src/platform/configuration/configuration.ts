import { resolve } from 'node:path';
import Type from 'typebox';
import { Value } from 'typebox/value';
import { Failure } from '#evidence';
import { logLevels, type LogLevel } from '../log/log.ts';
import { Secret } from '../secrets/secret.ts';
import { settings } from './settings-table.ts';

export interface Configuration {
  /** Absolute. */
  readonly dataFolder: string;
  /** A secret, since it may hold a password; null for the embedded Postgres. */
  readonly databaseUrl: Secret | null;
  readonly databaseConnections: number;
  readonly logLevel: LogLevel;
}

type Key = keyof typeof settings;

/** Settings given on the command line, as text; they come before the environment. */
export type Overrides = { readonly [K in Key]?: string | undefined };

type Environment = Readonly<Record<string, string | undefined>>;

const schema = Type.Object({
  dataFolder: Type.String({ pattern: '^[^\\0]+$' }),
  databaseUrl: Type.Union([Type.String({ pattern: '^postgres(ql)?://' }), Type.Null()]),
  databaseConnections: Type.Integer({ minimum: 2, maximum: 90 }),
  logLevel: Type.Union(logLevels.map((level) => Type.Literal(level))),
});

/**
 * Reads the configuration: command line before environment before defaults; an empty variable counts as absent.
 *
 * Fails with `malformed`, naming every wrong setting at once.
 */
export function readConfiguration(overrides: Overrides = {}, environment: Environment = process.env): Configuration {
  const raw = Object.fromEntries(keys().map((key) => [key, rawValue(key, overrides, environment)]));
  const wrong = new Set(Value.Errors(schema, raw).map(({ instancePath }) => instancePath.split('/')[1]));
  if (wrong.size > 0) throw malformed(keys().filter((key) => wrong.has(key)));
  const found = Value.Parse(schema, raw);
  return {
    dataFolder: resolve(found.dataFolder),
    databaseUrl: found.databaseUrl === null ? null : new Secret(found.databaseUrl),
    databaseConnections: found.databaseConnections,
    logLevel: found.logLevel,
  };
}

function keys(): Key[] {
  return Object.keys(settings) as Key[];
}

function rawValue(key: Key, overrides: Overrides, environment: Environment): string | number | null {
  const { variable, fallback } = settings[key];
  const given = environment[variable];
  const text = overrides[key] ?? (given === undefined || given === '' ? fallback : given);
  return key === 'databaseConnections' && /^\d+$/.test(text ?? '') ? Number(text) : text;
}

// The values are left out: one of them may hold a password.
function malformed(wrong: readonly Key[]): Failure {
  const names = wrong.map((key) => settings[key].variable).join(', ');
  return new Failure('malformed', `Settings that cannot be used: ${names}.`, {
    code: 'configuration',
    fix: wrong.map((key) => `${settings[key].variable} is ${settings[key].form}.`).join(' '),
  });
}
