import { mkdtemp, rm } from 'node:fs/promises';
import * as node from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { findCollection, reconcile, tidyVault, type Step } from '#collector';
import { backup, openDatabase, restore, startPostgres, systemClock, type Database } from '#platform';
import { openDiskVault, type DiskVaultOptions } from '#vault';
import { dropDatabase, emptyDatabase } from '../postgres.ts';
import { shownBy, visibleIds, type Shown } from './evidence.ts';
import { connect, startRig, type Rig } from './rig.ts';
import { endHolds, startCollector } from './run-collector.ts';
import { expectUndisturbed, expectWholeVault } from './service/disturbed-rig.ts';

interface World extends AsyncDisposable {
  readonly rig: Rig;
  readonly address: string;
  readonly undisturbed: ReadonlyMap<string, Shown>;
}

/** A rig with what an undisturbed collection shows. */
async function startWorld(database?: Database): Promise<World> {
  const rig = await startRig({ seed: 'tiny', metering: { on: false } }, connect, database);
  const address = rig.tenant.mailboxes[0] ?? '';
  const collection = await rig.plan([address], { matter: 'Undisturbed' });
  await rig.run(collection);
  const undisturbed = await shownBy(rig, collection);
  expect([...undisturbed.keys()].sort()).toEqual(visibleIds(rig, address));
  return { rig, address, undisturbed, [Symbol.asyncDispose]: () => rig[Symbol.asyncDispose]() };
}

type FileSystem = NonNullable<DiskVaultOptions['fileSystem']>;

/** A disk that takes so many bytes and is full then. */
function diskOf(bytes: number): FileSystem {
  let left = bytes;
  return {
    ...node,
    open: async (...args: Parameters<FileSystem['open']>) => {
      const handle = await node.open(...args);
      return new Proxy(handle, {
        get: (target, name) => {
          const value: unknown = Reflect.get(target, name, target);
          if (typeof value !== 'function') return value;
          return (...call: unknown[]): unknown => {
            if (name === 'write') left -= (call[0] as Uint8Array).byteLength;
            if (left < 0 && name !== 'close')
              return Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' }));
            return Reflect.apply(value, target, call);
          };
        },
      });
    },
  };
}

it.each([0, 9_000, 60_000])(
  'a disk that is full after %i bytes stops the collection with the way out; with room again all is there once',
  { timeout: 60_000 },
  async (bytes) => {
    await using world = await startWorld();
    const { rig, address } = world;
    const full = await openDiskVault({ folder: join(rig.folder, 'vault'), fileSystem: diskOf(bytes) });
    const collection = await rig.plan([address]);
    await expect(rig.run(collection, { vault: full })).rejects.toMatchObject({
      code: 'vault-disk-full',
      fix: expect.stringContaining('Make room') as string,
    });
    expect((await rig.reconciliation(collection)).totals).toMatchObject({ failed: 0, skipped: 0 });
    await endHolds(rig);
    await tidyVault({ ...rig, clock: systemClock, actor: 'system' });
    await rig.run(collection);
    await expectUndisturbed(world, collection);
    await expectWholeVault(rig);
  },
);

it.each(['ledger', 'items', 'packs', 'blobs', 'audit_entries'])(
  'a database that has no room left for %s stops the collection; with room again all is there once',
  { timeout: 60_000 },
  async (table) => {
    await using world = await startWorld();
    const { rig, address } = world;
    const { pool } = rig.database;
    await pool.query(`create sequence rows_left start 5;
      create function no_room() returns trigger language plpgsql as $$ begin
        if nextval('rows_left') > 6 then raise exception 'could not extend file' using errcode = '53100'; end if;
        return new; end $$;
      create trigger no_room before insert on ${table} for each row execute function no_room()`);
    const collection = await rig.plan([address]);
    const failed = await rig.run(collection).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    const { mailboxes } = await rig.reconciliation(collection);
    // Either the run itself or its mailbox says so; nothing is taken for done.
    expect(failed !== null || mailboxes.some(({ state }) => state === 'failed')).toBe(true);
    await pool.query(`drop trigger no_room on ${table}; drop function no_room; drop sequence rows_left`);
    await endHolds(rig);
    await tidyVault({ ...rig, clock: systemClock, actor: 'system' });
    await rig.run(collection);
    await expectUndisturbed(world, collection);
    await expectWholeVault(rig);
  },
);

it(
  'the embedded database is killed while a checkpoint is written: resumed, the collection is whole',
  { timeout: 180_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chainmail-killed-'));
    {
      await using postgres = await startPostgres(folder, { durable: true });
      await using world = await startWorld(await openDatabase({ url: postgres.url }));
      const { rig, address } = world;
      const collection = await rig.plan([address]);
      const killedAt = ['pack-sealed', 'checkpoint-written', 'checkpoint-committed'];
      let kills = 0;
      const onStep = (step: Step): void => {
        if (step !== killedAt[kills]) return;
        kills += 1;
        process.kill(postgres.pid, 'SIGKILL');
      };
      const attempt = async (): Promise<string> => {
        await rig.run(collection, { onStep });
        const { mailboxes } = await rig.reconciliation(collection);
        return mailboxes.every(({ state }) => state === 'done') ? 'done' : 'not done';
      };
      for (let tries = 0, outcome = ''; outcome !== 'done'; tries += 1) {
        expect(tries).toBeLessThan(200);
        outcome = await attempt().catch(() => 'failed');
        if (outcome === 'done') break;
        await wait(300);
        await endHolds(rig).catch(() => undefined);
      }
      expect(kills).toBe(killedAt.length);
      await tidyVault({ ...rig, clock: systemClock, actor: 'system' });
      await expectUndisturbed(world, collection);
      await expectWholeVault(rig);
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 20 });
  },
);

it.each(['tidied first', 'resumed first'])(
  'an older backup of the database over newer packs: %s, the collection is whole and nothing is there twice',
  { timeout: 60_000 },
  async (order) => {
    await using world = await startWorld();
    const { rig, address } = world;
    const collection = await rig.plan([address]);
    const folder = join(rig.folder, 'backup');
    let checkpoints = 0;
    await rig.run(collection, {
      onStep: async (step) => {
        if (step !== 'checkpoint-committed' || (checkpoints += 1) !== 2) return;
        await backup({ database: rig.database, dataFolder: rig.folder, folder, trees: [], keysFolder: null });
      },
    });
    expect(checkpoints).toBeGreaterThan(2);
    const url = await emptyDatabase();
    {
      await using empty = await openDatabase({ url, migrate: false });
      const dataFolder = join(rig.folder, 'restored');
      await restore({ database: empty, dataFolder, folder, trees: {}, keysFolder: null });
    }
    await using database = await openDatabase({ url });
    const restored: Rig = {
      ...rig,
      database,
      reconciliation: async (id) => reconcile(database.reader, await findCollection(database.reader, id)),
    };
    await endHolds(restored);
    const tidy = () => tidyVault({ ...restored, clock: systemClock, actor: 'system' });
    if (order === 'tidied first') expect((await tidy()).adopted.length).toBeGreaterThan(0);
    await rig.run(collection, { database });
    if (order === 'resumed first') await tidy();
    await expectUndisturbed({ rig: restored, undisturbed: world.undisturbed }, collection);
    await expectWholeVault(restored);
    await dropDatabase(url);
  },
);

it(
  'a worker that sleeps longer than its lease, and wakes after another has taken over, adds nothing',
  { timeout: 60_000 },
  async () => {
    await using world = await startWorld();
    const { rig, address } = world;
    const collection = await rig.plan([address]);
    const sleeper = startCollector(rig, collection, {
      pauseAt: { at: 'item-packed', nth: 4 },
      countsFile: join(rig.folder, 'counts.json'),
      settings: { leaseSeconds: 2 },
    });
    await sleeper.paused();
    const takeOver = async (): Promise<void> => {
      for (;;) {
        const held = await rig.run(collection).then(
          () => false,
          (thrown: unknown) => {
            expect(thrown).toMatchObject({ code: 'lease-held' });
            return true;
          },
        );
        if (!held) return;
        await wait(200);
      }
    };
    await takeOver();
    await expectUndisturbed(world, collection);
    sleeper.child.kill('SIGCONT');
    await sleeper.ended;
    await endHolds(rig);
    await tidyVault({ ...rig, clock: systemClock, actor: 'system' });
    await expectUndisturbed(world, collection);
    await expectWholeVault(rig);
  },
);
