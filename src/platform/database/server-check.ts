import type pg from 'pg';
import { Failure } from '#evidence';

const oldestServer = 15;

/** Refuses a server too old for the schema, or a database whose encoding cannot hold every message. */
export async function checkServer(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ version: string; number: number; encoding: string }>(
    `select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
            current_setting('server_encoding') as encoding`,
  );
  const server = rows[0];
  if (server === undefined)
    throw new Failure('bug', 'The database does not tell its version.', { code: 'database-version-unknown' });
  if (Math.floor(server.number / 10_000) < oldestServer) {
    throw new Failure(
      'conflict',
      `The database is Postgres ${server.version}; Chainmail needs ${oldestServer} or newer.`,
      {
        code: 'database-version',
        fix: `Point CHAINMAIL_DATABASE_URL to a Postgres ${oldestServer} or newer, or leave it out to use the one that comes with Chainmail.`,
      },
    );
  }
  if (server.encoding !== 'UTF8') {
    throw new Failure('conflict', `The database is encoded as ${server.encoding}; Chainmail needs UTF8.`, {
      code: 'database-encoding',
      fix: "Create a database with: create database chainmail template template0 encoding 'UTF8'",
    });
  }
}
