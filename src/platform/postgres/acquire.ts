import { join } from 'node:path';
import { Failure } from '#evidence';
import { systemClock } from '../clock/clock.ts';
import { runAs } from './account.ts';
import { isThere } from './binaries.ts';
import { heldStatus, heldWords, lockFolder } from './folder-lock.ts';
import type { Place } from './place.ts';
import { clearStaleLock, isPostmasterAlive, readPostmaster, type Postmaster } from './postmaster.ts';
import { register, type Registration } from './registration.ts';
import { exitOf, runProgram, startLog, type Exit } from './run-program.ts';
import { serverSettings } from './settings.ts';
import { isOurs, makeSocketFolder, socketLock } from './socket-folder.ts';

/**
 * Becomes a user of the server of a place, starting the server if there is none.
 *
 * Nothing here locks: Postgres lets only one server at a data folder, whoever loses that race finds the winner's
 * socket, and a server that is just stopping is started anew.
 *
 * The signal ends waiting for others; a server that was begun here is joined all the same, so that none is left to nobody.
 *
 * Fails with `unavailable` when the server does not start, or does not answer within the place's patience.
 */
export async function acquire(place: Place, signal?: AbortSignal): Promise<Registration> {
  const deadline = systemClock.monotonic() + place.patience;
  let launch: Launch | null = null;
  let words = '';
  try {
    while (systemClock.monotonic() < deadline) {
      if (launch === null) signal?.throwIfAborted();
      const running = await readPostmaster(place.cluster);
      const registration = await registerAt(place, running);
      if (registration !== null) return registration;
      if (launch !== null && (await launch.hasEnded())) {
        words = await launch.words();
        await launch[Symbol.asyncDispose]();
        launch = null;
        if (!takenPattern.test(words)) throw notStarted(place, words);
      } else if (launch === null && !(await isRunning(running))) {
        const lock = lockFolder(place.cluster, place.account);
        if (lock === 'held') words = heldWords;
        else launch = await begin(place, running, lock.prefix);
      }
      await systemClock.sleep(20, launch === null ? signal : undefined);
    }
    throw noAnswer(place, words);
  } finally {
    await launch?.[Symbol.asyncDispose]();
  }
}

// What the server says when another one is there, when the rest of a killed one is still going down, or when
// the last user of the one before has just cleared its socket folder away.
const takenPattern =
  /holds the lock|lock file .* already exists|pre-existing shared memory block|could not create lock file .*: No such file/i;

async function isRunning(running: Postmaster | null): Promise<boolean> {
  return running !== null && (await isPostmasterAlive(running));
}

/** Asks only behind a socket in a folder of ours: another one could be a stranger's that waits to be told things. */
async function registerAt({ account }: Place, running: Postmaster | null): Promise<Registration | null> {
  if (running?.socketFolder == null || !(await isOurs(running.socketFolder, account))) return null;
  return register(running.socketFolder);
}

interface Launch extends AsyncDisposable {
  hasEnded(): Promise<boolean>;
  words(): Promise<string>;
}

async function begin(place: Place, stale: Postmaster | null, prefix: readonly string[]): Promise<Launch> {
  if (!(await isThere(join(place.cluster, 'PG_VERSION')))) throw folderGone(place);
  const socketFolder = await makeSocketFolder(place.dataFolder, place.account);
  if (stale !== null) await clearStaleLock(join(place.cluster, 'postmaster.pid'), stale.pid);
  await clearStaleLock(join(socketFolder, socketLock));
  const log = await startLog(place.dataFolder);
  const settings = serverSettings({ durable: place.durable, socketFolder });
  const program = join(place.binaries.folder, 'bin', 'postgres');
  const as = runAs(place.account);
  const command = [program, '-D', place.cluster, ...settings] as const;
  const child = runProgram(command, { ...as, prefix: [...as.prefix, ...prefix] }, log.output);
  let exit: Exit | null = null;
  const ended = exitOf(child).then((found) => {
    exit = found;
    return found;
  });
  return {
    hasEnded: () => Promise.resolve(exit !== null),
    async words() {
      const { status, reason } = await ended;
      return status === heldStatus ? heldWords : (reason ?? (await log.tail()));
    },
    async [Symbol.asyncDispose]() {
      child.unref();
      await log[Symbol.asyncDispose]();
    },
  };
}

function folderGone(place: Place): Failure {
  return new Failure('not-found', `The database files in ${place.cluster} are gone.`, {
    code: 'postgres-folder-gone',
    fix: 'Put them back, or restore a backup into a new data folder.',
  });
}

function notStarted(place: Place, words: string): Failure {
  const full = /No space left on device/i.test(words);
  return new Failure('unavailable', `Postgres of ${place.dataFolder} did not start: ${words}`, {
    code: full ? 'postgres-disk-full' : 'postgres-start',
    fix: full
      ? 'Make room on the disk and start again: nothing acknowledged was lost.'
      : `See the lines above and ${join(place.dataFolder, 'postgres.log')}: most often the folder belongs to somebody else or memory is short.`,
  });
}

function noAnswer(place: Place, words: string): Failure {
  return new Failure('unavailable', `Postgres of ${place.dataFolder} does not answer. ${words}`.trim(), {
    code: 'postgres-no-answer',
    fix: `See ${join(place.dataFolder, 'postgres.log')}. A server that runs there but cannot be reached (in another container) must be stopped first.`,
  });
}
