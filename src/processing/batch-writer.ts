import type { MatterId } from '#evidence';
import type { Clock, Database } from '#platform';
import { writeParsed } from './store-messages.ts';
import type { ParsedRows } from './worker/protocol.ts';

const batchMessages = 250;
/** Characters of body text and addresses, roughly: what one statement has to hold. */
const batchLength = 8 * 1024 * 1024;

export interface BatchWriter {
  /** Ends when these rows are committed. */
  write(rows: ParsedRows): Promise<void>;
  /** Commits what is left. */
  flush(): Promise<void>;
}

interface Batch {
  readonly rows: ParsedRows[];
  length: number;
  readonly done: PromiseWithResolvers<void>;
}

/** Collects rows and writes them together, one transaction after another. */
export function startBatchWriter(database: Database, matter: MatterId, clock: Clock): BatchWriter {
  let open: Batch | null = null;
  let last: Promise<void> = Promise.resolve();
  const commit = (batch: Batch): Promise<void> => {
    open = null;
    last = last.then(() =>
      database.transaction((tx) => writeParsed(tx, { matter, at: clock.now() }, batch.rows), { attempts: 5 }),
    );
    last.then(batch.done.resolve, batch.done.reject);
    return batch.done.promise;
  };
  return {
    write(rows) {
      const batch: Batch = open ?? { rows: [], length: 0, done: Promise.withResolvers() };
      open = batch;
      batch.rows.push(rows);
      batch.length += (rows.message?.length ?? 0) + rows.attachments.reduce((sum, text) => sum + text.length, 0);
      const isFull = batch.rows.length >= batchMessages || batch.length >= batchLength;
      return isFull ? commit(batch) : batch.done.promise;
    },
    flush: () => (open === null ? last : commit(open)),
  };
}
