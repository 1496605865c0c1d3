import pg from 'pg';
import { vi } from 'vitest';

export interface Hold extends AsyncDisposable {
  /** Waits until so many wait for what is held here. */
  untilWaiting(waiting: number): Promise<void>;
}

/** Lets nobody add a row to a table until it is disposed of: work stands still at a place that a test chooses. */
export async function holdTable(databaseUrl: string, table: 'packs' | 'receipts'): Promise<Hold> {
  const holder = new pg.Client({ connectionString: databaseUrl });
  // Who looks on does so from outside the transaction: inside it nothing seems to change.
  const onlooker = new pg.Client({ connectionString: databaseUrl });
  await Promise.all([holder.connect(), onlooker.connect()]);
  await holder.query(`begin; lock table ${table} in share mode`);
  let isReleased = false;
  return {
    untilWaiting: (waiting) =>
      vi.waitFor(
        async () => {
          const { rows } = await onlooker.query<{ waiting: number }>(`
            select count(*)::integer as waiting from pg_stat_activity
            where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0`);
          if (rows[0]!.waiting < waiting) throw new Error(`${String(rows[0]!.waiting)} of ${String(waiting)} wait`);
        },
        { timeout: 30_000, interval: 50 },
      ),
    async [Symbol.asyncDispose]() {
      if (isReleased) return;
      isReleased = true;
      await holder.query('rollback');
      await Promise.all([holder.end(), onlooker.end()]);
    },
  };
}
