import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSimulatedTenant, type SimulatedTenant, type SimulatedTenantOptions } from 'simulated-tenant';
import { afterAll, vi } from 'vitest';
import { dropDatabase, emptyDatabase } from '../postgres.ts';

const launcher = fileURLToPath(new URL('../../apps/cli/chainmail.mjs', import.meta.url));
const setup = fileURLToPath(new URL('../../scripts/setup.mjs', import.meta.url));

/** Journeys start processes, and other work may share the machine: call it at the top of a file. */
export function takeTime(): void {
  vi.setConfig({ testTimeout: 60_000 });
  afterAll(() => {
    vi.resetConfig();
  });
}

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Every object it wrote with --json. */
  objects(): Record<string, unknown>[];
  /** The last one. */
  last(): Record<string, unknown>;
}

/** A command under way. */
export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves once stderr has shown this. */
  shows(text: string): Promise<void>;
  /** Resolves once stdout has. */
  prints(text: string): Promise<void>;
  /** What stdout has by now. */
  soFar(): string;
}

/** A tenant, a data folder, a database, and the command line as real processes. */
export interface Journey extends AsyncDisposable {
  readonly tenant: SimulatedTenant;
  readonly folder: string;
  readonly data: string;
  readonly secretFile: string;
  /** Everything any command of this journey ever wrote. */
  transcript(): string;
  run(...args: readonly string[]): Promise<Ended>;
  start(...args: readonly string[]): Running;
  /** Like `start`, as the scripts of npm do: the process is a launcher, and the command one of its own. */
  launch(...args: readonly string[]): Running;
  /** Like `run`, on another database. */
  runOn(database: string, ...args: readonly string[]): Promise<Ended>;
  /** Adds the connection `tiny` with what collecting needs. */
  connect(): Promise<void>;
}

export interface JourneyOptions {
  readonly tenant?: SimulatedTenantOptions;
  /** The embedded Postgres of the data folder instead of the tests' own. */
  readonly isEmbedded?: boolean;
}

/** Begins a journey: `await using journey = await beginJourney()`. */
export async function beginJourney(options: JourneyOptions = {}): Promise<Journey> {
  const tenant = await startSimulatedTenant(options.tenant ?? { seed: 'tiny', varyBytes: false });
  const folder = await mkdtemp(join(tmpdir(), 'chainmail-journey-'));
  const database = options.isEmbedded === true ? null : await emptyDatabase();
  const secretFile = join(folder, 'secret.txt');
  const transcript: string[] = [];
  const under = new Set<ChildProcess>();
  await writeFile(secretFile, `${secretOf(tenant, 'chainmail')}\n`);
  const env = environment(database);
  const data = join(folder, 'data');
  const startWith =
    (program: readonly string[]) =>
    (...args: readonly string[]): Running => {
      const named = args.includes('--data') ? args : [...args, '--data', data];
      return startCommand([...program, ...named], { env, cwd: folder, transcript, under });
    };
  const start = startWith([launcher]);
  const run = (...args: readonly string[]): Promise<Ended> => start(...args).ended;
  return {
    tenant,
    folder,
    data,
    secretFile,
    transcript: () => transcript.join(''),
    start,
    launch: startWith([setup, launcher]),
    run,
    runOn: (other, ...args) =>
      startCommand([launcher, ...args], { env: environment(other), cwd: folder, transcript, under }).ended,
    async connect() {
      const ended = await run(...addArguments({ tenant, secretFile }));
      if (ended.code !== 0)
        throw new Error(`connection add ended with ${String(ended.code)}: ${ended.stderr}${ended.stdout}`);
    },
    async [Symbol.asyncDispose]() {
      for (const child of under) child.kill('SIGKILL');
      await tenant.stop();
      if (database !== null) await dropDatabase(database);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A command by itself: no tenant, no database of the tests. */
export function startAlone(...args: readonly string[]): Promise<Ended> {
  return startCommand([launcher, ...args], { env: environment(null), cwd: tmpdir(), transcript: [], under: new Set() })
    .ended;
}

/** The arguments that add the connection `tiny`. */
export function addArguments(
  { tenant, secretFile }: Pick<Journey, 'tenant' | 'secretFile'>,
  app = 'chainmail',
): string[] {
  const clientId = tenant.apps.find(({ name }) => name === app)!.clientId;
  return [
    ...['connection', 'add', 'tiny', '--tenant', tenant.domain, '--client-id', clientId],
    ...[
      '--client-secret-file',
      secretFile,
      '--endpoints',
      tenant.url,
      '--capability',
      'collect-mail',
      'list-mailboxes',
    ],
  ];
}

/** The value of an application's secret. */
export function secretOf(tenant: SimulatedTenant, app: string): string {
  return tenant.apps.find(({ name }) => name === app)!.secrets[0]!.value;
}

function environment(database: string | null): NodeJS.ProcessEnv {
  const { CHAINMAIL_DATA: _data, CHAINMAIL_LOG_LEVEL: _level, ...rest } = process.env;
  return { ...rest, CHAINMAIL_DATABASE_URL: database ?? '', NO_COLOR: '1' };
}

interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly transcript: string[];
  /** Processes that have not ended. */
  readonly under: Set<ChildProcess>;
}

function startCommand(args: readonly string[], { env, cwd, transcript, under }: Surroundings): Running {
  const child = spawn(process.execPath, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  under.add(child);
  const written = { stdout: '', stderr: '' };
  const watchers = new Set<() => void>();
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      written[stream] += text;
      transcript.push(text);
      for (const watch of watchers) watch();
    });
  }
  const ended = once(child, 'close').then(([code]): Ended => {
    under.delete(child);
    const objects = (): Record<string, unknown>[] =>
      written.stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    return { code: code as number | null, ...written, objects, last: () => objects().at(-1)! };
  });
  const until = (stream: 'stdout' | 'stderr', text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const watch = (): void => {
        if (written[stream].includes(text)) resolve();
      };
      watchers.add(watch);
      watch();
      void ended.then(() => {
        reject(new Error(`It ended without "${text}": ${written.stderr}`));
      });
    });
  return {
    process: child,
    ended,
    shows: (text) => until('stderr', text),
    prints: (text) => until('stdout', text),
    soFar: () => written.stdout,
  };
}
