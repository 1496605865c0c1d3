import { mkdir, realpath, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '#evidence';
import { systemClock } from '../clock/clock.ts';
import { chooseAccount, type Account } from './account.ts';
import { findBinaries, usableBinaries, type Binaries } from './binaries.ts';
import { ensureCluster, superuser } from './cluster.ts';
import { startLog } from './log-tail.ts';
import { clearStalePidFile, isPostmasterAlive, readPostmaster } from './postmaster.ts';
import { isLast, isPassing, register, socketUrl, type Registration } from './registration.ts';
import { exitOf, runProgram } from './run-program.ts';
import { serverSettings } from './settings.ts';
import { isOurs, makeSocketFolder } from './socket-folder.ts';

export interface PostgresOptions {
  /** Off only for tests. */
  readonly durable?: boolean;
  /** How long a start (with the recovery after a crash) may take, in milliseconds. */
  readonly patience?: number;
  /** Told when the server was lost and when it is back. */
  readonly onChange?: (change: 'lost' | 'back' | 'gone') => void;
}

/** A share in the server of a data folder; disposing of it ends the share, and the server with the last one. */
export interface Postgres extends AsyncDisposable {
  /** Address of the product's database. */
  readonly url: string;
  readonly pid: number;
  /** Address of another database on the same server (tests clone theirs). */
  urlOf(database: string): string;
}

interface Place {
  readonly dataFolder: string;
  readonly cluster: string;
  readonly account: Account;
  readonly binaries: Binaries;
  readonly durable: boolean;
  readonly patience: number;
}

/**
 * Starts the Postgres of a data folder, or shares the one that runs there already.
 *
 * - It survives this process, killed or not; whoever comes next takes it up again.
 * - When the server itself is killed, the users that are left start it again.
 * - It listens on a socket only the account can reach, never on the network.
 *
 * Fails with `not-found` (no binaries), `denied` (no account can run it), `conflict` (another major version),
 * `unavailable` (it does not start; the message carries the last lines of its log).
 */
export async function startPostgres(dataFolder: string, options: PostgresOptions = {}): Promise<Postgres> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const folder = await realpath(dataFolder);
  const account = await chooseAccount(folder);
  const binaries = await usableBinaries(await findBinaries(), account, folder);
  const cluster = await ensureCluster(folder, binaries, account);
  const place: Place = {
    dataFolder: folder,
    cluster,
    account,
    binaries,
    durable: options.durable ?? true,
    patience: options.patience ?? 120_000,
  };
  return share(place, options.onChange ?? (() => undefined));
}

async function share(place: Place, onChange: (change: 'lost' | 'back' | 'gone') => void): Promise<Postgres> {
  let ended = false;
  let current = join_(await acquire(place));
  let healing: Promise<void> | null = null;
  await ensureDatabase(current);

  function join_(registration: Registration): Registration {
    registration.client.once('end', () => {
      if (!ended) healing = heal();
    });
    return registration;
  }
  async function heal(): Promise<void> {
    onChange('lost');
    try {
      current = join_(await acquire(place));
      onChange('back');
    } catch {
      onChange('gone');
    }
  }
  return {
    url: socketUrl(current.socketFolder, superuser),
    get pid() {
      return current.postmasterPid;
    },
    urlOf: (database) => socketUrl(current.socketFolder, database),
    async [Symbol.asyncDispose]() {
      if (ended) return;
      ended = true;
      await healing;
      await leave(place, current);
    },
  };
}

/** Becomes a user of the server, starting it if need be, as often as it takes within the place's patience. */
async function acquire(place: Place): Promise<Registration> {
  const deadline = systemClock.monotonic() + place.patience;
  let lastWords = '';
  while (systemClock.monotonic() < deadline) {
    const running = await readPostmaster(place.cluster);
    if (running?.socketFolder != null && (await isOurs(running.socketFolder, place.account))) {
      const registration = await register(running.socketFolder);
      if (registration !== null) return registration;
    }
    if (running === null || !(await isPostmasterAlive(running))) {
      if (running !== null) await clearStalePidFile(place.cluster, running);
      lastWords = (await launch(place)) ?? lastWords;
    } else {
      await systemClock.sleep(20);
    }
  }
  throw new Failure('unavailable', `Postgres of ${place.dataFolder} does not answer. ${lastWords}`.trim(), {
    code: 'postgres-no-answer',
    fix: `See ${join(place.dataFolder, 'postgres.log')}. A server that runs there but cannot be reached (in another container, say) must be stopped first.`,
  });
}

// What the server says when another one is there, when the rest of a killed one is still going down, or when
// the last user of the one before has just cleared its socket folder away.
const takenPattern = /lock file .* already exists|pre-existing shared memory block|could not create lock file .*: No such file/i;

/** Starts the server and waits until it answers or has ended; the last words of one that found another there. */
async function launch(place: Place): Promise<string | null> {
  const socketFolder = await makeSocketFolder(place.dataFolder, place.account);
  await using log = await startLog(place.dataFolder);
  const args = ['-D', place.cluster, ...serverSettings({ durable: place.durable, socketFolder })];
  const child = runProgram(join(place.binaries.folder, 'bin', 'postgres'), args, {
    account: place.account,
    output: log.output,
  });
  let exited: { status: number | null; reason?: string } | null = null;
  void exitOf(child).then((exit) => (exited = exit));
  const deadline = systemClock.monotonic() + place.patience;
  while (systemClock.monotonic() < deadline) {
    await systemClock.sleep(10);
    const end = exited as { status: number | null; reason?: string } | null;
    if (end !== null) return lastWordsOf(place, end.reason ?? (await log.tail()));
    const written = await readPostmaster(place.cluster);
    if (written?.pid === child.pid && written?.socketFolder != null) break;
  }
  child.unref();
  return null;
}

async function lastWordsOf(place: Place, words: string): Promise<string> {
  if (takenPattern.test(words)) {
    await systemClock.sleep(50);
    return words;
  }
  throw new Failure('unavailable', `Postgres of ${place.dataFolder} did not start: ${words}`, {
    code: 'postgres-start',
    fix: `See the lines above and ${join(place.dataFolder, 'postgres.log')}: most often the disk is full or the folder belongs to somebody else.`,
  });
}

async function ensureDatabase({ client }: Registration): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [superuser]);
  if (rowCount !== 0) return;
  try {
    await client.query(`create database ${superuser}`);
  } catch (error) {
    const { code } = error as { code?: string };
    // Another process made it in the same moment: 42P04, or 23505 when it was that close.
    if (code !== '42P04' && code !== '23505') throw error;
  }
}

/** Ends a share; the last one stops the server, and waits until it has stopped. */
async function leave(place: Place, registration: Registration): Promise<void> {
  try {
    if (!(await isLast(registration))) return;
    await stop(place, registration.postmasterPid);
    await rmdir(registration.socketFolder).catch(() => null);
  } catch (error) {
    if (!isPassing(error)) throw error;
  } finally {
    await registration.client.end().catch(() => null);
  }
}

/** A fast shutdown: open transactions are rolled back, everything acknowledged is on disk. */
async function stop(place: Place, pid: number): Promise<void> {
  process.kill(pid, 'SIGINT');
  const deadline = systemClock.monotonic() + place.patience;
  for (;;) {
    const running = await readPostmaster(place.cluster);
    if (running === null || running.pid !== pid) return;
    if (systemClock.monotonic() > deadline) {
      throw new Failure('unavailable', `Postgres of ${place.dataFolder} does not stop.`, {
        code: 'postgres-no-stop',
        fix: `See ${join(place.dataFolder, 'postgres.log')}; the data is safe.`,
      });
    }
    await systemClock.sleep(10);
  }
}
