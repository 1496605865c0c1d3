import { randomBytes } from 'node:crypto';
import { hasPeople, openAccounts, openAccountsKey, SignInLimit } from '#access';
import type { Clock } from '#platform';
import type { Instance } from '../workbench/compose.ts';
import { openMetrics } from './metrics.ts';
import { microsoftSignIn } from './microsoft-sign-in.ts';
import { buildApp } from './http/frame/build-app.ts';
import { Listener } from './http/frame/listener.ts';
import { originsOf } from './http/frame/origins.ts';
import { openServerJobs, usualPace, type Pace } from './jobs/server-jobs.ts';
import type { Parts } from './parts.ts';

export interface RunningServer extends AsyncDisposable {
  /** The address people open. */
  readonly url: string;
  /** Where it listens, for a reverse proxy on this machine. */
  readonly localUrl: string;
  /** What the first administrator types beside their name; null when it takes none. */
  readonly setUpCode: string | null;
  /** Whether the first administrator is still to be made. */
  readonly needsSetUp: boolean;
}

export interface StartOptions {
  readonly instance: Instance;
  readonly clock: Clock;
  readonly pace?: Partial<Pace>;
  /** The built browser application; null serves the API alone. */
  readonly webFolder: string | null;
}

/**
 * Starts the web server on an instance: everything that runs on one machine. Disposing of it takes no new work, ends
 * streams and work at their checkpoints, answers what has begun, and closes.
 *
 * Failures: those of opening database and keys; `conflict` when the port is taken, `denied` when it may not be used;
 * `malformed` for settings.
 */
export async function startServer({ instance, clock, pace, webFolder }: StartOptions): Promise<RunningServer> {
  const { configuration } = instance;
  originsOf(configuration);
  await instance.create();
  const database = await instance.database();
  const key = await openAccountsKey({ dataFolder: instance.dataFolder, database });
  await using stack = new AsyncDisposableStack();
  const stopping = new AbortController();
  // Closed last: work ends at its checkpoints while nobody is listened to any more.
  const jobs = stack.use(
    await openServerJobs({
      ...{ instance, database, clock },
      stopping: stopping.signal,
      pace: { ...usualPace, ...pace },
    }),
  );
  const listener = stack.use(await Listener.open(configuration));
  const origins = originsOf({ ...configuration, port: listener.port });
  const needsSetUp = !(await hasPeople(database.reader));
  const metrics = openMetrics();
  stack.defer(() => {
    metrics.clear();
  });
  const parts: Parts = {
    jobs,
    instance,
    database,
    clock,
    origins,
    accounts: openAccounts({
      database,
      key,
      origin: origins.main,
      otherOrigins: origins.all.slice(1),
      microsoft: await microsoftSignIn(configuration),
    }),
    signInLimit: new SignInLimit(clock),
    metrics,
    setUpCode: needsSetUp && origins.isPublic ? randomBytes(9).toString('base64url') : null,
    stopping: stopping.signal,
  };
  const { trustedProxies } = configuration;
  const app = await buildApp(parts, { listener, trustedProxies, metrics, webFolder });
  stack.defer(() => app.close());
  stack.defer(() => {
    stopping.abort(new Error('The server stops.'));
  });
  const kept = stack.move();
  return {
    url: origins.main,
    localUrl: `http://${configuration.host.includes(':') ? `[${configuration.host}]` : configuration.host}:${String(listener.port)}`,
    setUpCode: parts.setUpCode,
    needsSetUp,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
