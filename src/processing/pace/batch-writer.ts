const batchRows = 250;
/** Characters of text, roughly: what one statement has to hold. */
const batchLength = 8 * 1024 * 1024;

export interface BatchWriter<Rows> {
  /** Ends when these rows are committed. */
  write(rows: Rows): Promise<void>;
  /** Commits what is left. */
  flush(): Promise<void>;
}

interface Batch<Rows> {
  readonly rows: Rows[];
  length: number;
  readonly done: PromiseWithResolvers<void>;
}

/** How a batch is committed, and how long one of its rows is. */
export interface Batching<Rows> {
  readonly write: (rows: readonly Rows[]) => Promise<void>;
  readonly lengthOf: (rows: Rows) => number;
}

/** Collects rows and writes them together, one transaction after another. */
export function startBatchWriter<Rows>({ write, lengthOf }: Batching<Rows>): BatchWriter<Rows> {
  let open: Batch<Rows> | null = null;
  let last: Promise<void> = Promise.resolve();
  const commit = (batch: Batch<Rows>): Promise<void> => {
    open = null;
    last = last.then(() => write(batch.rows));
    last.then(batch.done.resolve, batch.done.reject);
    return batch.done.promise;
  };
  return {
    write(rows) {
      const batch: Batch<Rows> = open ?? { rows: [], length: 0, done: Promise.withResolvers() };
      open = batch;
      batch.rows.push(rows);
      batch.length += lengthOf(rows);
      const isFull = batch.rows.length >= batchRows || batch.length >= batchLength;
      return isFull ? commit(batch) : batch.done.promise;
    },
    flush: () => (open === null ? last : commit(open)),
  };
}
