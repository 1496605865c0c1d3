import { resolve } from 'node:path';
import Type, { type Static } from 'typebox';
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
  /** Where the web server listens. */
  readonly host: string;
  readonly port: number;
  /** The origin people reach the web server by; null when only this machine does. */
  readonly publicUrl: string | null;
  readonly trustedProxies: readonly string[];
  /** Sign-in of people with Microsoft; null where it is not set up. */
  readonly microsoftSignIn: MicrosoftSignInSettings | null;
}

export interface MicrosoftSignInSettings {
  readonly tenant: string;
  readonly clientId: string;
  /** Absolute. */
  readonly secretFile: string;
  /** The origin of the sign-in service. */
  readonly authority: string;
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
  host: Type.String({ pattern: '^[A-Za-z0-9.:-]{1,255}$' }),
  port: Type.Integer({ minimum: 0, maximum: 65_535 }),
  publicUrl: Type.Union([Type.String({ pattern: '^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/?$' }), Type.Null()]),
  signInTenant: Type.Union([Type.String({ pattern: '^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])$' }), Type.Null()]),
  signInClientId: Type.Union([
    Type.String({ pattern: '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$' }),
    Type.Null(),
  ]),
  signInSecretFile: Type.Union([Type.String({ pattern: '^[^\\0]+$' }), Type.Null()]),
  signInAuthority: Type.String({
    pattern: '^(https://[A-Za-z0-9.-]+(:[0-9]{1,5})?|http://(localhost|127\\.0\\.0\\.1)(:[0-9]{1,5})?)/?$',
  }),
  trustedProxies: Type.Union([Type.String({ pattern: '^[0-9A-Fa-f.:/]+( *, *[0-9A-Fa-f.:/]+)*$' }), Type.Null()]),
});

/**
 * Reads the configuration: command line before environment before defaults; an empty variable counts as absent.
 *
 * Fails with `malformed`, naming every wrong setting at once.
 */
export function readConfiguration(overrides: Overrides = {}, environment: Environment = process.env): Configuration {
  const raw = Object.fromEntries(keys().map((key) => [key, rawValue(key, overrides, environment)]));
  const wrong = new Set(Value.Errors(schema, raw).map(({ instancePath }) => instancePath.split('/')[1]));
  for (const key of missingSignInParts(raw)) wrong.add(key);
  // A form of an address says nothing of its port.
  for (const key of ['publicUrl', 'signInAuthority'] as const)
    if (typeof raw[key] === 'string' && !URL.canParse(raw[key])) wrong.add(key);
  if (wrong.size > 0) throw malformed(keys().filter((key) => wrong.has(key)));
  const found = Value.Parse(schema, raw);
  return {
    dataFolder: resolve(found.dataFolder),
    databaseUrl: found.databaseUrl === null ? null : new Secret(found.databaseUrl),
    databaseConnections: found.databaseConnections,
    logLevel: found.logLevel,
    host: found.host,
    port: found.port,
    publicUrl: found.publicUrl === null ? null : new URL(found.publicUrl).origin,
    trustedProxies: found.trustedProxies?.split(',').map((address) => address.trim()) ?? [],
    microsoftSignIn: signInOf(found),
  };
}

const signInParts = ['signInTenant', 'signInClientId', 'signInSecretFile'] as const;
/** They stand for every tenant there is: whoever has one could get in. */
const manyTenants = ['common', 'organizations', 'consumers'];

/** Of what goes together, the parts that are not there though others are. */
function missingSignInParts(raw: Readonly<Record<string, unknown>>): readonly Key[] {
  if (manyTenants.includes(String(raw['signInTenant']).toLowerCase())) return ['signInTenant'];
  const missing = signInParts.filter((key) => raw[key] === null);
  return missing.length === signInParts.length ? [] : missing;
}

function signInOf(found: Static<typeof schema>): MicrosoftSignInSettings | null {
  const { signInTenant: tenant, signInClientId: clientId, signInSecretFile: secretFile } = found;
  if (tenant === null || clientId === null || secretFile === null) return null;
  return { tenant, clientId, secretFile: resolve(secretFile), authority: new URL(found.signInAuthority).origin };
}

function keys(): Key[] {
  return Object.keys(settings) as Key[];
}

function rawValue(key: Key, overrides: Overrides, environment: Environment): string | number | null {
  const { variable, fallback } = settings[key];
  const given = environment[variable];
  const text = overrides[key] ?? (given === undefined || given === '' ? fallback : given);
  return (key === 'databaseConnections' || key === 'port') && /^\d+$/.test(text ?? '') ? Number(text) : text;
}

// The values are left out: one of them may hold a password.
function malformed(wrong: readonly Key[]): Failure {
  const names = wrong.map((key) => settings[key].variable).join(', ');
  return new Failure('malformed', `Settings that cannot be used: ${names}.`, {
    code: 'configuration',
    fix: wrong.map((key) => `${settings[key].variable} is ${settings[key].form}.`).join(' '),
  });
}
