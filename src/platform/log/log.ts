import { pino, type DestinationStream, type Logger } from 'pino';
import { Failure } from '#evidence';

export const logLevels = ['silent', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Names under which secrets and message content come by accident, at the top and one level down. */
const redactedNames = [
  'password',
  'secret',
  'clientSecret',
  'client_secret',
  'token',
  'accessToken',
  'access_token',
  'refreshToken',
  'refresh_token',
  'assertion',
  'authorization',
  'Authorization',
  'cookie',
  'privateKey',
  'databaseUrl',
  'connectionString',
  'body',
  'subject',
  'content',
  'raw',
];

export interface Log {
  room(name: string): Logger;
  setLevel(level: LogLevel): void;
}

/** A log on a stream: one line of JSON for each entry, UTC times, no message content and no secrets. */
export function createLog(destination: DestinationStream, level: LogLevel): Log {
  const root = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError, error: describeError, reason: describeError },
      redact: { paths: redactedNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '***' },
    },
    destination,
  );
  const rooms = new Map<string, Logger>();
  return {
    room(name) {
      const child = rooms.get(name) ?? root.child({ room: name });
      rooms.set(name, child);
      return child;
    },
    setLevel(next) {
      for (const each of [root, ...rooms.values()]) each.level = next;
    },
  };
}

/**
 * What of an error may be written down. The details of a database error hold the values of rows, and a cause may
 * hold a whole request: only names, messages and codes pass.
 */
function describeError(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return String(thrown);
  const { code } = thrown as { code?: unknown };
  return {
    type: thrown.name,
    message: thrown.message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(thrown instanceof Failure ? { kind: thrown.kind, evidence: thrown.evidence } : {}),
    stack: thrown.stack,
    ...(thrown.cause instanceof Error ? { cause: `${thrown.cause.name}: ${thrown.cause.message}` } : {}),
  };
}

const standardError = createLog(pino.destination({ fd: 2, sync: true }), 'warn');

/** The log of a room, on standard error; at info and above never addresses, message content or secrets. */
export function logger(room: string): Logger {
  return standardError.room(room);
}

/** Set once by the composition root, from the configuration. */
export function setLogLevel(level: LogLevel): void {
  standardError.setLevel(level);
}
