import pg from 'pg';
import { systemClock } from '../clock/clock.ts';
import { isAlive, superuser } from './cluster.ts';
import { socketPort } from './socket-folder.ts';

/**
 * One user of a shared server: a connection that holds an advisory lock in shared mode.
 *
 * The server's own locks make it exact: a user that is killed is gone the moment its connection is, and nobody can
 * become a user while the last one, which holds the lock alone, stops the server.
 */
export interface Registration {
  readonly client: pg.Client;
  readonly socketFolder: string;
  readonly postmasterPid: number;
}

const serverDatabase = 'postgres';
const userName = 'chainmail user ';
const userLock = 0x63_68_61_69; // "chai"

// A server that is starting, stopping or gone, or whose last user takes long to stop it: asking again is right.
const passingCodes = new Set(['57P01', '57P02', '57P03', '55P03', 'ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE']);
const passingMessages = /Connection terminated|timeout expired|connection error|not queryable/i;

/** Becomes a user of the server behind a socket; null while there is none that answers. */
export async function register(socketFolder: string): Promise<Registration | null> {
  const client = new pg.Client({
    host: socketFolder,
    port: socketPort,
    user: superuser,
    database: serverDatabase,
    application_name: `${userName}${process.pid}`,
    connectionTimeoutMillis: 10_000,
    lock_timeout: 10_000,
    keepAlive: true,
  });
  // A lost connection is told by the `end` event, or by the statement that was under way.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select pg_advisory_lock_shared($1)', [userLock]);
    const { rows } = await client.query<{ pid: string }>(
      `select split_part(pg_read_file('postmaster.pid'), E'\\n', 1) as pid`,
    );
    return { client, socketFolder, postmasterPid: Number(rows[0]?.pid) };
  } catch (error) {
    await client.end().catch(() => null);
    if (isPassing(error)) return null;
    throw error;
  }
}

export function isPassing(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return code === undefined ? passingMessages.test(message ?? '') : passingCodes.has(code);
}

/**
 * Stops being a user; true when nobody else is one, and then nobody can become one until the connection ends.
 *
 * The server takes a moment to notice that a user was killed: it is waited for while a user's process is gone.
 */
export async function isLast({ client }: Registration): Promise<boolean> {
  await client.query('select pg_advisory_unlock_shared($1)', [userLock]);
  for (let tries = 0; tries < 40; tries += 1) {
    const { rows } = await client.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [userLock]);
    if (rows[0]?.alone === true) return true;
    if ((await otherUsers(client)).every(isAlive)) return false;
    await systemClock.sleep(25);
  }
  return false;
}

async function otherUsers(client: pg.Client): Promise<number[]> {
  const { rows } = await client.query<{ name: string }>(
    `select application_name as name from pg_stat_activity
      where starts_with(application_name, $1) and pid <> pg_backend_pid()`,
    [userName],
  );
  return rows.map(({ name }) => Number(name.slice(userName.length)));
}

/** The address of a database behind the socket, for pg and everything that takes a connection string. */
export function socketUrl(socketFolder: string, database: string): string {
  return `postgresql://${superuser}@${encodeURIComponent(socketFolder)}:${socketPort}/${database}`;
}

/** Makes the product's database where it is missing. */
export async function ensureDatabase({ client }: Registration): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [superuser]);
  if (rowCount !== 0) return;
  try {
    await client.query(`create database ${superuser}`);
  } catch (error) {
    // Another process made it in the same moment: 42P04, or 23505 when it was that close.
    const { code } = error as { code?: string };
    if (code !== '42P04' && code !== '23505') throw error;
  }
}
