import { Kysely, PostgresDialect, type PostgresPool, type Transaction as KyselyTransaction } from 'kysely';
import type pg from 'pg';
import { connect } from './connect.ts';
import { translateError } from './database-errors.ts';
import { migrate } from './migrate.ts';
import { checkServer } from './server-check.ts';
import type { Tables } from './tables.generated.ts';

declare const transactionBrand: unique symbol;

type ReadMethods = 'selectFrom' | 'selectNoFrom' | 'with' | 'withRecursive' | 'fn' | 'dynamic' | 'case' | 'getExecutor';

/** Reads: what a store function that changes nothing takes. A `Transaction` is one too. */
export type Reader = Pick<Kysely<Tables>, ReadMethods>;

/** Reads and writes inside one transaction; only `Database.transaction` makes one. */
export type Transaction = KyselyTransaction<Tables> & { readonly [transactionBrand]: true };

export interface TransactionOptions {
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable';
  /**
   * How often the work may be run when the database ended it for the sake of another transaction (deadlock or
   * failed serialization). 1 unless told: only who knows that the work has no effects outside may raise it.
   */
  readonly attempts?: number;
}

export interface Database extends AsyncDisposable {
  readonly reader: Reader;
  /** Commits when the work ends well, rolls everything back when it throws. */
  transaction<T>(work: (tx: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** For COPY, LISTEN and what else needs a connection of its own. */
  readonly pool: pg.Pool;
  readonly url: string;
}

export interface DatabaseOptions {
  readonly url: string;
  /** Connections of this process. */
  readonly size?: number;
  /** Off where the schema is not ours to change yet (restore, tests of migrations). */
  readonly migrate?: boolean;
}

/**
 * Opens the database and brings its schema up to date.
 *
 * Fails with `unavailable` (no connection), `denied` (user, password), `conflict` (server older than 15, schema of
 * a newer Chainmail, changed migration). Queries fail with the kinds of `translateError`.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const pool = connect(options.url, options.size ?? 10);
  try {
    await checkServer(pool);
    if (options.migrate ?? true) await migrate(pool);
  } catch (error) {
    await pool.end();
    throw translateError(error);
  }
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: translating(pool) }) });
  return {
    reader: kysely,
    transaction: (work, settings) => runTransaction(kysely, work, settings ?? {}),
    pool,
    url: options.url,
    [Symbol.asyncDispose]: async () => {
      await kysely.destroy();
      if (!pool.ended) await pool.end();
    },
  };
}

async function runTransaction<T>(
  kysely: Kysely<Tables>,
  work: (tx: Transaction) => Promise<T>,
  { isolation = 'read committed', attempts = 1 }: TransactionOptions,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await kysely
        .transaction()
        .setIsolationLevel(isolation)
        .execute((tx) => work(tx as Transaction));
    } catch (error) {
      const again = (error as { code?: string } | null)?.code === 'database-contention' && attempt < attempts;
      if (!again) throw error;
    }
  }
}

/** The pool as the query layer sees it: its errors are translated at the only place all statements pass. */
function translating(pool: pg.Pool): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect().catch(rethrow);
      return {
        query: ((text: string, values: unknown[]) => client.query(text, values).catch(rethrow)) as never,
        release: (destroy?: boolean) => client.release(destroy),
      };
    },
  };
}

function rethrow(error: unknown): never {
  throw translateError(error);
}
