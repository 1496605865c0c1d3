import { spawn, spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startUser, type PostgresUser, type UserOptions } from '../../../tests/postgres-users.ts';
import { isAlive } from './cluster.ts';
import { isPostmasterAlive, readPostmaster } from './postmaster.ts';
import { startPostgres } from './start-postgres.ts';

let folder: string;
let users: PostgresUser[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainmail-supervisor-'));
});

afterEach(async () => {
  for (const user of users) await user.kill();
  users = [];
  for (const at of [folder, join(folder, 'data'), join(folder, 'stranger')]) {
    const left = await readPostmaster(join(at, 'postgres'));
    if (left !== null && (await isPostmasterAlive(left))) process.kill(left.pid, 'SIGQUIT');
    if (left?.socketFolder != null) await rm(left.socketFolder, { recursive: true, force: true });
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 20 });
});

function start(options: UserOptions = {}, at = folder): PostgresUser {
  const user = startUser(at, options);
  users.push(user);
  return user;
}

async function goneSoon(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 200 && isAlive(pid); tries += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  return !isAlive(pid);
}

async function nextChange(user: PostgresUser, change: string): Promise<void> {
  for (;;) if ((await user.next()).change === change) return;
}

describe('processes on one data folder', () => {
  test('that start at once share one server, and the last one stops it', { timeout: 60_000 }, async () => {
    const [one, two, three] = [start(), start(), start()];
    const said = await Promise.all([one, two, three].map((user) => user.next()));
    const pids = said.map(({ pid }) => pid as number);
    expect(said).toEqual(pids.map(() => ({ pid: expect.any(Number) as number, url: said[0]?.url })));
    expect(new Set(pids).size).toBe(1);
    await one.send('write seen by all');
    expect(await two.send('end')).toEqual({ ended: true });
    expect(await three.send('end')).toEqual({ ended: true });
    expect(isAlive(pids[0]!)).toBe(true);
    expect(await one.send('read')).toEqual({ rows: ['seen by all'] });
    expect(await one.send('end')).toEqual({ ended: true });
    expect(await goneSoon(pids[0]!)).toBe(true);
    expect((await readdir(folder)).sort()).toEqual(['postgres', 'postgres.log']);
    expect(await readPostmaster(join(folder, 'postgres'))).toBeNull();
  });

  test('that are killed do not count as users', { timeout: 60_000 }, async () => {
    const [one, two] = [start(), start()];
    const { pid } = await one.next();
    await two.next();
    await two.kill();
    expect(await one.send('end')).toEqual({ ended: true });
    expect(await goneSoon(pid as number)).toBe(true);
  });

  test('come and go without ever failing', { timeout: 90_000 }, async () => {
    await using first = await startPostgres(folder, { durable: false });
    await first[Symbol.asyncDispose]();
    const rounds = Array.from({ length: 3 }, async (_, lane) => {
      for (let round = 0; round < 3; round += 1) {
        const user = start();
        expect(await user.next()).toHaveProperty('pid');
        expect(await user.send(`write ${lane}-${round}`)).toEqual({ written: [`${lane}-${round}`] });
        expect(await user.send('end')).toEqual({ ended: true });
      }
    });
    await Promise.all(rounds);
    const last = start();
    await last.next();
    expect((await last.send('read')).rows).toHaveLength(9);
  });

  test('in one process share it too', { timeout: 60_000 }, async () => {
    const [one, two] = await Promise.all([startPostgres(folder, { durable: false }), startPostgres(folder)]);
    const { pid } = one;
    expect(two.pid).toBe(pid);
    await Promise.all([one[Symbol.asyncDispose](), two[Symbol.asyncDispose]()]);
    expect(await goneSoon(pid)).toBe(true);
  });
});

describe('killed', () => {
  test.each([0, 30, 90, 180])(
    'and left %i ms later, it is not started again for nobody',
    { timeout: 60_000 },
    async (pause) => {
      const postgres = await startPostgres(folder, { durable: false });
      process.kill(postgres.pid, 'SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, pause));
      await postgres[Symbol.asyncDispose]();
      await new Promise((resolve) => setTimeout(resolve, 500));
      const left = await readPostmaster(join(folder, 'postgres'));
      expect(left !== null && (await isPostmasterAlive(left))).toBe(false);
    },
  );

  test(
    'the parent leaves the server running; who comes next takes it up and stops it',
    { timeout: 60_000 },
    async () => {
      const parent = start({ durable: true });
      const { pid } = await parent.next();
      await parent.send('write before');
      await parent.kill();
      expect(isAlive(pid as number)).toBe(true);
      const heir = start();
      expect(await heir.next()).toMatchObject({ pid });
      expect(await heir.send('read')).toEqual({ rows: ['before'] });
      await heir.send('end');
      expect(await goneSoon(pid as number)).toBe(true);
    },
  );

  test(
    'the server is started again by those it served, with everything acknowledged',
    { timeout: 90_000 },
    async () => {
      const [one, two] = [start({ durable: true }), start({ durable: true })];
      const { pid } = await one.next();
      await two.next();
      for (let row = 0; row < 20; row += 1) await one.send(`write ${String(row).padStart(2, '0')}`);
      process.kill(pid as number, 'SIGKILL');
      await Promise.all([nextChange(one, 'back'), nextChange(two, 'back')]);
      expect((await one.send('read')).rows).toHaveLength(20);
      expect((await two.send('read')).rows).toHaveLength(20);
      const running = await readPostmaster(join(folder, 'postgres'));
      expect(running?.pid).not.toBe(pid);
      await one.send('end');
      expect(isAlive(running!.pid)).toBe(true);
      await two.send('end');
      expect(await goneSoon(running!.pid)).toBe(true);
    },
  );

  test('a process that was making the database leaves nothing that harms', { timeout: 60_000 }, async () => {
    const maker = start();
    for (;;) {
      const drafts = (await readdir(folder)).filter((name) => name.startsWith('postgres-new-'));
      if (drafts.length > 0) break;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await maker.kill();
    const next = start();
    expect(await next.next()).toHaveProperty('pid');
    await next.send('end');
    expect((await readdir(folder)).filter((name) => name.startsWith('postgres-new-'))).toEqual([]);
  });
});

test('a server whose files were taken away is not started again', { timeout: 60_000 }, async () => {
  const reasons: unknown[] = [];
  const told = (_change: string, reason?: unknown): void => void reasons.push(reason);
  const postgres = await startPostgres(folder, { durable: false, onChange: told });
  await rename(join(folder, 'postgres'), join(folder, 'elsewhere'));
  process.kill(postgres.pid, 'SIGKILL');
  await expect.poll(() => reasons.at(-1), { timeout: 10_000 }).toMatchObject({ code: 'postgres-folder-gone' });
  await postgres[Symbol.asyncDispose]();
  await rm(decodeURIComponent(new URL(postgres.url).hostname), { recursive: true, force: true });
});

describe('refuses', () => {
  test('a folder of another major version, with the way out', { timeout: 60_000 }, async () => {
    await (await startPostgres(folder, { durable: false }))[Symbol.asyncDispose]();
    await writeFile(join(folder, 'postgres', 'PG_VERSION'), '15\n');
    await expect(startPostgres(folder)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'postgres-major-version',
      message: expect.stringMatching(/Postgres 15; this Chainmail brings Postgres \d+/) as string,
      fix: expect.stringContaining('chainmail restore') as string,
    });
  });

  test('to start on settings the server does not take, and tells its words', { timeout: 60_000 }, async () => {
    await (await startPostgres(folder, { durable: false }))[Symbol.asyncDispose]();
    const settings = join(folder, 'postgres', 'postgresql.conf');
    await writeFile(settings, `${await readFile(settings, 'utf8')}\nnonsense = 1\n`);
    await expect(startPostgres(folder)).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'postgres-start',
      message: expect.stringContaining('unrecognized configuration parameter "nonsense"') as string,
    });
  });
});

describe('the log of the server', () => {
  test('holds nothing of what is stored, also when statements fail', { timeout: 60_000 }, async () => {
    await using postgres = await startPostgres(folder, { durable: false });
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    await client.query('create table held (name text unique, size integer)');
    await client.query('insert into held values ($1)', ['hunter2']);
    for (const text of [`insert into held values ($1)`, `select hunter2 from held where name = $1`, `select $1::int`]) {
      await expect(client.query(text, ['hunter2'])).rejects.toHaveProperty('code');
    }
    await client.end();
    expect(await readFile(join(folder, 'postgres.log'), 'utf8')).not.toContain('hunter2');
  });
});

describe('a folder whose server cannot be seen (as from another container)', () => {
  beforeEach((context) => {
    context.skip(spawnSync('flock', ['--version']).status !== 0, 'this machine has no flock');
  });

  test('is left alone until that server has gone', { timeout: 60_000 }, async () => {
    await (await startPostgres(folder, { durable: false }))[Symbol.asyncDispose]();
    const lock = join(folder, 'postgres', 'chainmail.lock');
    const holder = spawn('flock', ['--no-fork', lock, 'sleep', '60'], { stdio: 'ignore' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await expect(startPostgres(folder, { patience: 500 })).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'postgres-no-answer',
      message: expect.stringContaining('holds the lock') as string,
    });
    expect(await readPostmaster(join(folder, 'postgres'))).toBeNull();
    holder.kill('SIGKILL');
    await using postgres = await startPostgres(folder, { durable: false });
    expect(isAlive(postgres.pid)).toBe(true);
    expect(spawnSync('flock', ['--nonblock', lock, 'true']).status).toBe(1);
  });
});

const isRoot = process.getuid?.() === 0;

describe('as root', () => {
  beforeEach((context) => {
    context.skip(!isRoot, 'only root can start processes as other accounts');
  });

  test('a data folder no other account can reach works as well', { timeout: 60_000 }, async () => {
    await chmod(folder, 0o700);
    const inner = join(folder, 'data');
    await mkdir(inner);
    const postgres = await startPostgres(inner, { durable: false });
    expect(await readPostmaster(join(inner, 'postgres'))).toMatchObject({ pid: postgres.pid });
    await postgres[Symbol.asyncDispose]();
  });

  test(
    'an ordinary user runs their own, also after its number went to another program',
    { timeout: 90_000 },
    async () => {
      await chmod(folder, 0o777);
      const inner = join(folder, 'data');
      const first = start({ uid: 65_534, durable: true }, inner);
      const said = await first.next();
      expect(said).toHaveProperty('pid');
      await first.send('write mine');
      process.kill(said.pid as number, 'SIGKILL');
      await first.kill();
      await goneSoon(said.pid as number);
      const pidFile = join(inner, 'postgres', 'postmaster.pid');
      const stranger = start({ uid: 65_534 }, join(folder, 'stranger'));
      await stranger.next();
      await writeFile(pidFile, (await readFile(pidFile, 'utf8')).replace(/^\d+/, String(stranger.process.pid)));
      const second = start({ uid: 65_534 }, inner);
      expect(await second.next()).toHaveProperty('pid');
      expect(await second.send('read')).toEqual({ rows: ['mine'] });
      await second.send('end');
      await stranger.send('end');
    },
  );

  test(
    "root shares the server of an ordinary user's folder, and does not take the files",
    { timeout: 60_000 },
    async () => {
      await chmod(folder, 0o777);
      const inner = join(folder, 'data');
      const owner = start({ uid: 65_534 }, inner);
      const { pid } = await owner.next();
      const root = start({}, inner);
      expect(await root.next()).toMatchObject({ pid });
      await owner.send('end');
      await root.send('end');
      const again = start({ uid: 65_534 }, inner);
      expect(await again.next()).toHaveProperty('pid');
      await again.send('end');
    },
  );

  test("an ordinary user is told that root's folder is not theirs", { timeout: 60_000 }, async () => {
    await (await startPostgres(folder, { durable: false }))[Symbol.asyncDispose]();
    const user = start({ uid: 65_534 });
    expect(await user.next()).toMatchObject({ failed: { kind: 'denied', code: 'data-folder-no-access' } });
  });
});

test('a socket folder somebody else laid out is not entered', { timeout: 60_000 }, async () => {
  const first = await startPostgres(folder, { durable: false });
  const usual = decodeURIComponent(new URL(first.url).hostname);
  await first[Symbol.asyncDispose]();
  const trap = join(folder, 'trap');
  await mkdir(trap, { mode: 0o777 });
  await symlink(trap, usual);
  try {
    await using second = await startPostgres(folder, { durable: false });
    const used = decodeURIComponent(new URL(second.url).hostname);
    expect(used).not.toBe(usual);
    expect(await readdir(trap)).toEqual([]);
    await using third = await startPostgres(folder, { durable: false });
    expect(third.pid).toBe(second.pid);
  } finally {
    await rm(usual);
  }
});
