import { createHash } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dropDatabase, emptyDatabase, testDatabase } from '../../../tests/postgres.ts';
import { migrate, readMigrations } from '../database/migrate.ts';
import { openDatabase, newId, type Database } from '../index.ts';
import { backup, type BackupOptions } from './backup.ts';
import { inspectRestore, restore, type RestoreOptions } from './restore.ts';
import { readTables } from './store-tables.ts';

let root: string;
const at = new Date('2026-05-01T10:00:00.123Z');

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'chainmail-backup-'));
  await mkdir(join(root, 'data', 'packs', 'm', '2026'), { recursive: true });
  await mkdir(join(root, 'data', 'keys'));
  await writeFile(join(root, 'data', 'packs', 'm', '2026', 'a.tar'), Buffer.alloc(300_000, 'pack a'));
  await writeFile(join(root, 'data', 'packs', 'm', 'b.tar'), 'pack b');
  await writeFile(join(root, 'data', 'packs', 'm', 'c.tar.open'), 'still open');
  await writeFile(join(root, 'data', 'keys', 'secrets.key'), 'key');
});
afterEach(() => rm(root, { recursive: true, force: true }));

function backupOptions(database: Database, more: Partial<BackupOptions> = {}): BackupOptions {
  return {
    database,
    dataFolder: join(root, 'data'),
    folder: join(root, 'backup'),
    trees: [{ name: 'packs', folder: join(root, 'data', 'packs'), accept: (path) => path.endsWith('.tar') }],
    keysFolder: null,
    ...more,
  };
}

function restoreOptions(database: Database, more: Partial<RestoreOptions> = {}): RestoreOptions {
  const dataFolder = join(root, 'restored');
  return {
    database,
    dataFolder,
    folder: join(root, 'backup'),
    trees: { packs: join(dataFolder, 'packs') },
    keysFolder: null,
    ...more,
  };
}

/** Rows that lean on each other, an identity column, and a table that is only ever added to. */
async function fill(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    const matter = { id: newId(), name: 'Ümläut\t"quoted"\\N\n', created_at: at };
    await tx.insertInto('matters').values(matter).execute();
    await tx
      .insertInto('custodians')
      .values({ id: newId(), matter_id: matter.id, name: 'Ada', created_at: at })
      .execute();
    for (let row = 0; row < 3; row += 1) {
      const ids = { collection_id: newId(), mailbox_id: newId(), item_id: `item ${row}` };
      await tx
        .insertInto('attempts')
        .values({ ...ids, at, kind: 'bug', code: '\\.', detail: '' })
        .execute();
    }
    const entry = { seq: 1, at, actor: 'ada', action: 'matter.create', subject: { list: [1, null, 'ü'] } };
    await tx
      .insertInto('audit_entries')
      .values({ ...entry, previous_hash: '0'.repeat(64), hash: '1'.repeat(64) })
      .execute();
  });
}

async function contents(database: Database): Promise<Record<string, unknown>> {
  const client = await database.pool.connect();
  try {
    const found: Record<string, unknown> = {};
    for (const { name } of await readTables(client)) {
      found[name] = (await client.query(`select t::text as row from ${name} t order by 1`)).rows;
    }
    return found;
  } finally {
    client.release();
  }
}

async function emptyTarget(): Promise<Database> {
  const url = await emptyDatabase();
  const database = await openDatabase({ url, size: 2, migrate: false });
  return {
    ...database,
    async [Symbol.asyncDispose]() {
      await database[Symbol.asyncDispose]();
      await dropDatabase(url);
    },
  };
}

test('what was damaged before the backup is named by it and by its restore, and both are finished', async () => {
  await using source = await testDatabase();
  const good = createHash('sha256').update('pack b').digest('hex');
  const options = backupOptions(source);
  const known = new Map([
    ['m/2026/a.tar', '0'.repeat(64)],
    ['m/b.tar', good],
    ['m/gone.tar', good],
  ]);
  const report = await backup({
    ...options,
    trees: options.trees.map((tree) => ({ ...tree, known: () => Promise.resolve(known) })),
  });
  const damaged = [
    { path: 'packs/m/2026/a.tar', fault: 'changed' },
    { path: 'packs/m/gone.tar', fault: 'missing' },
  ];
  expect(report).toMatchObject({ files: 2, damaged });
  const url = await emptyDatabase();
  {
    await using target = await openDatabase({ url, size: 2, migrate: false });
    expect(await restore(restoreOptions(target))).toMatchObject({ files: 2, damaged });
  }
  await dropDatabase(url);
});

test('a restore looks before it makes anything', async () => {
  const dataFolder = join(root, 'new');
  await expect(inspectRestore({ folder: join(root, 'nowhere'), dataFolder })).rejects.toMatchObject({
    code: 'backup-no-folder',
  });
  await expect(inspectRestore({ folder: root, dataFolder })).rejects.toMatchObject({ code: 'backup-incomplete' });
  await expect(stat(dataFolder)).rejects.toThrow();
  await using source = await testDatabase();
  await backup(backupOptions(source));
  await mkdir(dataFolder);
  await inspectRestore({ folder: join(root, 'backup'), dataFolder });
  await writeFile(join(dataFolder, 'letter.txt'), 'a stranger');
  await expect(inspectRestore({ folder: join(root, 'backup'), dataFolder })).rejects.toMatchObject({
    code: 'restore-not-empty',
  });
});

describe('a backup', () => {
  test('restores to the same rows, files and counters', async () => {
    await using source = await testDatabase();
    await fill(source);
    const report = await backup(backupOptions(source, { keysFolder: join(root, 'keys') }));
    expect(report).toMatchObject({ rows: 6, files: 2, hasKeys: true });

    await using target = await emptyTarget();
    const restored = await restore(restoreOptions(target, { keysFolder: join(root, 'keys') }));
    expect(restored).toMatchObject({ rows: 6, files: 2, hasKeys: true });
    expect(await contents(target)).toEqual(await contents(source));
    expect(await readFile(join(root, 'restored', 'packs', 'm', '2026', 'a.tar'))).toEqual(
      Buffer.alloc(300_000, 'pack a'),
    );
    expect(await readdir(join(root, 'restored', 'packs', 'm'))).toEqual(['2026', 'b.tar']);
    expect(await readFile(join(root, 'restored', 'keys', 'secrets.key'), 'utf8')).toBe('key');

    const ids = { collection_id: newId(), mailbox_id: newId(), item_id: 'next' };
    const next = { ...ids, at, kind: 'bug', code: 'x', detail: '' };
    const { id } = await target.transaction((tx) =>
      tx.insertInto('attempts').values(next).returning('id').executeTakeFirstOrThrow(),
    );
    expect(id).toBe(4);
    const orphan = { id: newId(), matter_id: newId(), name: 'x', created_at: at };
    await expect(
      target.transaction((tx) => tx.insertInto('custodians').values(orphan).execute()),
    ).rejects.toMatchObject({ code: '23503' });
    await expect(target.transaction((tx) => tx.deleteFrom('audit_entries').execute())).rejects.toThrow(
      'only ever added',
    );
  });

  test('is readable by its owner only, and leaves the keys out unless asked', async () => {
    await using source = await testDatabase();
    await backup(backupOptions(source));
    expect((await stat(join(root, 'backup'))).mode & 0o077).toBe(0);
    expect((await stat(join(root, 'backup', 'database', 'matters.copy'))).mode & 0o077).toBe(0);
    const files = await readdir(join(root, 'backup'), { recursive: true });
    expect(files.filter((name) => name.endsWith('.key'))).toEqual([]);
  });

  test('is of one instant, whatever is written meanwhile', async () => {
    await using source = await testDatabase();
    await fill(source);
    const before = await contents(source);
    await backup(
      backupOptions(source, {
        onProgress: async (step) => {
          if (step !== 'table attempts') return;
          const late = { id: newId(), name: 'late', created_at: at };
          await source.transaction((tx) => tx.insertInto('matters').values(late).execute());
        },
      }),
    );
    await using target = await emptyTarget();
    await restore(restoreOptions(target));
    expect(await contents(target)).toEqual(before);
  });

  test('that was interrupted is none, and is finished by running it again', async () => {
    await using source = await testDatabase();
    await fill(source);
    const stop = new AbortController();
    const onProgress = (step: string): void => {
      if (step === 'packs') stop.abort(new Error('interrupted'));
    };
    await expect(backup(backupOptions(source, { onProgress, signal: stop.signal }))).rejects.toThrow();
    await using target = await emptyTarget();
    await expect(restore(restoreOptions(target))).rejects.toMatchObject({
      kind: 'not-found',
      code: 'backup-incomplete',
    });
    await backup(backupOptions(source));
    await restore(restoreOptions(target));
    expect(await contents(target)).toEqual(await contents(source));
  });

  test('never goes into a folder with something else, or into the data it copies', async () => {
    await using source = await testDatabase();
    await backup(backupOptions(source));
    await expect(backup(backupOptions(source))).rejects.toMatchObject({ code: 'backup-folder-not-empty' });
    const inside = join(root, 'data', 'packs', 'backup');
    await expect(backup(backupOptions(source, { folder: inside }))).rejects.toMatchObject({ code: 'backup-overlap' });
  });

  test('refuses a link among the packs, and what its owner does not know', async () => {
    await using source = await testDatabase();
    const verify = (file: { path: string }): void => {
      if (file.path === 'm/b.tar') throw new Error('not the pack we sealed');
    };
    const tree = { name: 'packs', folder: join(root, 'data', 'packs'), verify };
    await expect(backup(backupOptions(source, { trees: [tree] }))).rejects.toThrow('not the pack we sealed');
    await symlink('/etc/hostname', join(root, 'data', 'packs', 'm', 'd.tar'));
    await expect(backup(backupOptions(source))).rejects.toMatchObject({ code: 'backup-not-plain' });
  });
});

describe('a restore', () => {
  test('refuses damage in a table, a pack or a list, and has written nothing then', async () => {
    await using source = await testDatabase();
    await fill(source);
    await backup(backupOptions(source));
    await using target = await emptyTarget();
    for (const name of ['database/matters.copy', 'packs/m/b.tar', 'packs.files.jsonl']) {
      const path = join(root, 'backup', name);
      const good = await readFile(path);
      await appendFile(path, '\n');
      await expect(restore(restoreOptions(target)), name).rejects.toMatchObject({
        kind: 'malformed',
        code: 'backup-damaged',
      });
      await rm(path);
      await expect(restore(restoreOptions(target)), name).rejects.toMatchObject({ code: 'backup-damaged' });
      await writeFile(path, good);
    }
    await expect(stat(join(root, 'restored'))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await contents(target)).toEqual({});
    await restore(restoreOptions(target));
  });

  test('refuses a database or a vault that holds something', async () => {
    await using source = await testDatabase();
    await fill(source);
    await backup(backupOptions(source));
    await expect(restore(restoreOptions(source))).rejects.toMatchObject({
      kind: 'conflict',
      code: 'restore-not-empty',
    });
    await using target = await emptyTarget();
    await mkdir(join(root, 'restored', 'packs'), { recursive: true });
    await writeFile(join(root, 'restored', 'packs', 'other.tar'), 'other');
    await expect(restore(restoreOptions(target))).rejects.toMatchObject({ code: 'restore-not-empty' });
  });

  test('that was interrupted leaves an empty database and goes on when run again', async () => {
    await using source = await testDatabase();
    await fill(source);
    await backup(backupOptions(source));
    await using target = await emptyTarget();
    const stop = new AbortController();
    const onProgress = (step: string): void => {
      if (step === 'database') stop.abort(new Error('interrupted'));
    };
    await expect(restore(restoreOptions(target, { onProgress, signal: stop.signal }))).rejects.toThrow();
    for (const rows of Object.values(await contents(target))) expect(rows).toEqual([]);
    await restore(restoreOptions(target));
    expect(await contents(target)).toEqual(await contents(source));
  });

  test('of a backup with an earlier schema brings it up to date', async () => {
    await using source = await emptyTarget();
    const migrations = await readMigrations();
    await migrate(source.pool, migrations.slice(0, 1));
    const matter = { id: newId(), name: 'early', created_at: at };
    await source.transaction((tx) => tx.insertInto('matters').values(matter).execute());
    await backup(backupOptions(source));
    await using target = await emptyTarget();
    await restore(restoreOptions(target));
    expect(await target.reader.selectFrom('matters').selectAll().execute()).toEqual([matter]);
    const { rows } = await target.pool.query<{ count: number }>('select count(*) from migrations');
    expect(rows[0]?.count).toBe(migrations.length);
  });

  test('refuses a backup made with migrations it does not know', async () => {
    await using source = await testDatabase();
    await backup(backupOptions(source));
    const path = join(root, 'backup', 'manifest.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace('"number": 1,', '"number": 9999,'));
    await using target = await emptyTarget();
    await expect(restore(restoreOptions(target))).rejects.toMatchObject({ kind: 'conflict', code: 'backup-newer' });
  });
});
