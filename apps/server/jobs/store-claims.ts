import pg from 'pg';

/** The right to be the only one, over all processes, who carries something out. */
export interface Claim extends AsyncDisposable {
  /** Aborted when the right is lost with its connection: somebody else may have it by now. */
  readonly lost: AbortSignal;
}

/**
 * Claims a piece of work; null when somebody has it. The claim is a lock of the database's session and ends with the
 * process that holds it: at once on one machine, and within half a minute where a machine or a network goes silent.
 */
export async function claim(url: string, name: string): Promise<Claim | null> {
  const client = new pg.Client({ connectionString: url, keepAlive: true });
  const lost = new AbortController();
  const lose = (): void => {
    lost.abort(new Error('The connection that held the claim is gone.'));
  };
  client.on('error', lose);
  client.on('end', lose);
  await client.connect();
  try {
    await client.query('set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3');
    const { rows } = await client.query<{ claimed: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as claimed',
      [`work ${name}`],
    );
    if (rows[0]?.claimed === true) {
      return { lost: lost.signal, [Symbol.asyncDispose]: () => client.end() };
    }
  } catch (thrown) {
    await client.end().catch(() => undefined);
    throw thrown;
  }
  await client.end();
  return null;
}
