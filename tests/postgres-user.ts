/**
 * A process that uses the Postgres of a data folder: `node postgres-user.ts FOLDER`. It answers each line it is sent
 * with one line of JSON: `write TEXT` (a row, acknowledged), `read` (all rows), `end` (leave and exit).
 */
import { createInterface } from 'node:readline';
import pg from 'pg';
import { type Failure } from '#evidence';
import { startPostgres } from '#platform';

function say(answer: unknown): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

async function ask(url: string, text: string, values: unknown[] = []): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<{ text: string }>(text, values)).rows.map((row) => row.text);
  } finally {
    await client.end();
  }
}

const [folder = '', durable = 'durable'] = process.argv.slice(2);
try {
  const postgres = await startPostgres(folder, {
    durable: durable === 'durable',
    patience: 40_000,
    onChange: (change) => {
      say({ change });
    },
  });
  // Several of these start at once, and `if not exists` alone is no protection against that.
  await ask(
    postgres.url,
    'do $$ begin perform pg_advisory_xact_lock(1); create table if not exists rows (text text); end $$',
  );
  say({ pid: postgres.pid, url: postgres.url });
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'end') break;
    if (line === 'read') say({ rows: await ask(postgres.url, 'select text from rows order by text') });
    else say({ written: await ask(postgres.url, 'insert into rows values ($1) returning text', [line.slice(6)]) });
  }
  await postgres[Symbol.asyncDispose]();
  say({ ended: true });
} catch (error) {
  const { kind, code, message, fix } = error as Failure;
  say({ failed: { kind, code, message, fix } });
  process.exitCode = 1;
}
