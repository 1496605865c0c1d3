import pg from 'pg';
import { Failure } from '#evidence';

const int8 = 20;
const int8Array = 1016;
const date = 1082;

function safeInteger(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new Failure('bug', `A whole number of the database is beyond 2^53: ${text}.`, {
    code: 'database-number-range',
  });
}

/** `{1,2,NULL}`: arrays of one dimension. */
function safeIntegers(text: string): (number | null)[] {
  const inner = text.slice(1, -1);
  return inner === '' ? [] : inner.split(',').map((entry) => (entry === 'NULL' ? null : safeInteger(entry)));
}

/**
 * How values come back: int8 as a number (an error beyond 2^53), timestamptz as a Date, jsonb parsed, date as its text.
 * numeric stays text: cast a sum of bigint back with `::bigint`.
 */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format !== 'binary') {
      if (oid === int8) return safeInteger;
      if (oid === int8Array) return safeIntegers;
      if (oid === date) return (text: string) => text;
    }
    return pg.types.getTypeParser(oid, format) as (value: string | Buffer) => unknown;
  },
};

/**
 * The pool of connections of one process.
 *
 * - A statement may take as long as it takes; waiting for a lock ends after half a minute.
 * - A transaction that does nothing for a minute is ended by the server: a stopped worker does not keep its locks.
 */
export function connect(url: string, size: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    types,
    application_name: 'chainmail',
    connectionTimeoutMillis: 15_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    statement_timeout: 0,
    lock_timeout: 45_000,
    // A process that sleeps within a transaction holds its locks; a takeover must not wait for it longer than this.
    idle_in_transaction_session_timeout: 20_000,
    options: '-c timezone=UTC -c datestyle=ISO -c intervalstyle=iso_8601 -c search_path=public',
  });
  // An idle connection that was lost is replaced by the next query; a query on it reports the loss itself.
  pool.on('error', () => undefined);
  // One that is lost between two statements of a transaction would end the process without a listener of its own.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
