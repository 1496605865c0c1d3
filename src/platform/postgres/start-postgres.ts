import { rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '#evidence';
import { systemClock } from '../clock/clock.ts';
import { acquire } from './acquire.ts';
import { isAlive, superuser } from './cluster.ts';
import { preparePlace, type Place } from './place.ts';
import { isPostmasterAlive, readPostmaster } from './postmaster.ts';
import { ensureDatabase, isLast, isPassing, socketUrl, type Registration } from './registration.ts';

export interface PostgresOptions {
  /** Off only for tests: what is acknowledged must survive a power cut. */
  readonly durable?: boolean;
  /** How long a start, with the recovery after a crash, may take, in milliseconds. */
  readonly patience?: number;
  /** Told when the server was lost, when it could not be started again yet, and when it is back. */
  readonly onChange?: (change: 'lost' | 'back', reason?: unknown) => void;
}

/** A share in the server of a data folder; disposing of it ends the share, and the server with the last one. */
export interface Postgres extends AsyncDisposable {
  /** Address of the product's database. */
  readonly url: string;
  readonly pid: number;
  /** Address of another database on the same server (tests clone theirs). */
  urlOf(database: string): string;
}

/**
 * Starts the Postgres of a data folder, or shares the one that runs there already.
 *
 * - It survives this process, killed or not; whoever comes next takes it up again.
 * - When the server itself is killed, the users that are left start it again; what was acknowledged is there.
 * - It listens on a socket only its account can reach, never on the network.
 *
 * Fails with `not-found` (no binaries), `denied` (no account can run it), `conflict` (another major version),
 * `unavailable` (it does not start; the message carries the last lines of its log).
 */
export async function startPostgres(dataFolder: string, options: PostgresOptions = {}): Promise<Postgres> {
  const { durable = true, patience = 120_000, onChange = () => undefined } = options;
  const place = await preparePlace(dataFolder, { durable, patience });
  const share = new Share(place, onChange, await acquire(place));
  await share.open();
  return share;
}

const longestPause = 30_000;

class Share implements Postgres {
  readonly #place: Place;
  readonly #onChange: (change: 'lost' | 'back', reason?: unknown) => void;
  readonly #ending = new AbortController();
  #registration: Registration;
  #healing: Promise<void> | null = null;

  constructor(place: Place, onChange: (change: 'lost' | 'back', reason?: unknown) => void, first: Registration) {
    this.#place = place;
    this.#onChange = onChange;
    this.#registration = first;
  }

  async open(): Promise<void> {
    await ensureDatabase(this.#registration);
    this.#watch();
  }

  get url(): string {
    return this.urlOf(superuser);
  }

  get pid(): number {
    return this.#registration.postmasterPid;
  }

  urlOf(database: string): string {
    return socketUrl(this.#registration.socketFolder, database);
  }

  #watch(): void {
    this.#registration.client.once('end', () => {
      if (!this.#isEnding()) this.#healing = this.#heal();
    });
  }

  #isEnding(): boolean {
    return this.#ending.signal.aborted;
  }

  async #heal(): Promise<void> {
    let pause = 250;
    this.#onChange('lost');
    while (!this.#isEnding()) {
      try {
        this.#registration = await acquire(this.#place, this.#ending.signal);
        this.#watch();
        this.#onChange('back');
        return;
      } catch (reason) {
        if (!this.#isEnding()) this.#onChange('lost', reason);
        await systemClock.sleep(pause, this.#ending.signal).catch(() => null);
        pause = Math.min(pause * 2, longestPause);
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isEnding()) return;
    this.#ending.abort();
    await this.#healing;
    await leave(this.#place, this.#registration);
  }
}

/** Ends a share; the last one stops the server, and waits until it has stopped. */
async function leave(place: Place, registration: Registration): Promise<void> {
  try {
    if (!(await isLast(registration))) return;
    await stop(place, registration.postmasterPid);
    await rmdir(registration.socketFolder).catch(() => null);
  } catch (error) {
    // The server is gone already: there is nothing to leave.
    if (!isPassing(error)) throw error;
  } finally {
    await registration.client.end().catch(() => null);
  }
}

/** A fast shutdown: open transactions are rolled back, everything acknowledged is on disk. A killed server has stopped. */
async function stop(place: Place, pid: number): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, 'SIGINT');
  const deadline = systemClock.monotonic() + place.patience;
  for (;;) {
    const running = await readPostmaster(place.cluster);
    if (running?.pid !== pid || !(await isPostmasterAlive(running))) return;
    if (systemClock.monotonic() > deadline) break;
    await systemClock.sleep(10);
  }
  throw new Failure('unavailable', `Postgres of ${place.dataFolder} does not stop.`, {
    code: 'postgres-no-stop',
    fix: `See ${join(place.dataFolder, 'postgres.log')}; what was acknowledged is safe.`,
  });
}
