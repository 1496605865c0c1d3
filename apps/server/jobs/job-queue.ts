import { PgBoss } from 'pg-boss';
import { asFailure } from '#evidence';
import { logger } from '#platform';
import { claim } from './store-claims.ts';

/** A kind of work that the server does by itself. */
export interface Kind {
  readonly name: string;
  /** How many pieces of it at a time in this process. */
  readonly atOnce: number;
  /** Does one piece, or what is left of it. It must be right to call it again at any time, whatever became of it. */
  readonly work: (id: string, signal: AbortSignal) => Promise<void>;
  /** What there is to do now. */
  readonly open: () => Promise<readonly string[]>;
}

export interface JobOptions {
  readonly url: string;
  readonly kinds: readonly Kind[];
  /** Aborted when the server stops: work ends at its next checkpoint. */
  readonly stopping: AbortSignal;
  /** How often what is left open is looked for, in milliseconds. */
  readonly sweepMs?: number;
}

const connections = 3;
const longestSeconds = 86_000;
const patienceMs = 60_000;

/**
 * The jobs of the server, in a queue beside the data (schema `jobs`). What is to be done stands in tables of ours: a
 * job only says that somebody should look. So a lost job is lost for a few seconds: every process looks for open work
 * again and again, and a piece of work is claimed by a lock that ends with its process.
 */
export class JobQueue implements AsyncDisposable {
  readonly #boss: PgBoss;
  readonly #options: JobOptions;
  readonly #here = new Set<string>();
  readonly #over = new AbortController();
  #sweeping: Promise<void> = Promise.resolve();

  private constructor(boss: PgBoss, options: JobOptions) {
    this.#boss = boss;
    this.#options = options;
  }

  static async open(options: JobOptions): Promise<JobQueue> {
    const boss = new PgBoss({ connectionString: options.url, schema: 'jobs', max: connections, schedule: false });
    const log = logger('server');
    boss.on('error', (error) => {
      log.warn({ err: error }, 'the job queue');
    });
    await boss.start();
    const queue = new JobQueue(boss, options);
    for (const kind of options.kinds) await queue.#serve(kind);
    queue.#sweeping = queue.#sweep();
    return queue;
  }

  /** Says that there is something to do. */
  async ask(kind: string, id: string): Promise<void> {
    await this.#boss.send(kind, { id }, { singletonKey: id });
  }

  /** Waits until what is under way has ended at its checkpoint; the signal to stop is given before. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#over.abort();
    await this.#sweeping;
    await this.#boss.stop({ graceful: true, timeout: patienceMs });
  }

  async #serve(kind: Kind): Promise<void> {
    await this.#boss.createQueue(kind.name, { policy: 'short', retryLimit: 0, expireInSeconds: longestSeconds });
    const options = { localConcurrency: kind.atOnce, batchSize: 1, pollingIntervalSeconds: 0.5 } as const;
    await this.#boss.work<{ id: string }>(kind.name, options, async ([job]) => {
      if (job !== undefined) await this.#carry(kind, job.data.id);
    });
  }

  /** One piece, unless somebody is at it. What it throws is logged; whoever works has recorded what a person must know. */
  async #carry(kind: Kind, id: string): Promise<void> {
    const name = `${kind.name} ${id}`;
    if (this.#here.has(name) || this.#options.stopping.aborted) return;
    this.#here.add(name);
    try {
      await using claimed = await claim(this.#options.url, name);
      if (claimed === null) return;
      await kind.work(id, AbortSignal.any([this.#options.stopping, claimed.lost]));
    } catch (thrown) {
      logger('server').warn({ err: asFailure(thrown), job: name }, 'a job ended before its time');
    } finally {
      this.#here.delete(name);
    }
  }

  async #sweep(): Promise<void> {
    const { kinds, stopping, sweepMs = 5000 } = this.#options;
    const over = AbortSignal.any([stopping, this.#over.signal]);
    const isOver = (): boolean => over.aborted;
    while (!isOver()) {
      for (const kind of kinds) {
        try {
          for (const id of await kind.open()) {
            if (!this.#here.has(`${kind.name} ${id}`)) await this.ask(kind.name, id);
          }
        } catch (thrown) {
          if (!isOver()) logger('server').warn({ err: asFailure(thrown) }, 'open work could not be looked for');
        }
      }
      await pause(sweepMs, over);
    }
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    if (signal.aborted) done();
  });
}
