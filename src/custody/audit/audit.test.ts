import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock, type Database, type Reader, type Transaction } from '#platform';
import { testDatabase } from '../../../tests/postgres.ts';
import { localActor } from '../actor.ts';
import { openSigningKey } from '../keys/signing-key.ts';
import type { Act } from './chain.ts';
import { exportAuditHead, readExportedHead } from './head-file.ts';
import { recordAct } from './record-act.ts';
import { readAuditEntries, readAuditHead } from './store-audit.ts';
import { verifyAuditTrail } from './verify-audit-trail.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainmail-audit-'));
});
afterAll(() => rm(folder, { recursive: true }));

function act(number: number, subject: Record<string, unknown> = {}): Act {
  return {
    actor: 'person:ada',
    action: 'test.done',
    subject: { number, ...subject },
    at: new Date(1_770_000_000_123 + number),
  };
}

async function record(database: Database, count: number): Promise<void> {
  for (let number = 1; number <= count; number += 1) await recordAct(database, act(number));
}

/** Does what nobody can do through the product: the trigger that refuses changes is switched off first. */
async function tamper(database: Database, statements: string): Promise<void> {
  await database.transaction((tx) => change(tx, statements));
}

/** What `look` finds while the change is there; afterwards everything is as before. */
async function tampered<T>(database: Database, statements: string, look: (reader: Reader) => Promise<T>): Promise<T> {
  const found: T[] = [];
  const undone = new Error('undone');
  const work = database.transaction(async (tx) => {
    await change(tx, statements);
    found.push(await look(tx));
    throw undone;
  });
  await expect(work).rejects.toBe(undone);
  return found[0]!;
}

async function change(tx: Transaction, statements: string): Promise<void> {
  await sql`set local session_replication_role = replica`.execute(tx);
  for (const statement of statements.split(';')) await sql.raw(statement).execute(tx);
}

test('an empty trail is intact', async () => {
  await using database = await testDatabase();
  expect(await verifyAuditTrail(database.reader)).toEqual({
    intact: true,
    entries: 0,
    head: { seq: 0, hash: '0'.repeat(64) },
  });
});

test('what was recorded is read back, in order, and the chain holds', async () => {
  await using database = await testDatabase();
  await record(database, 3);
  const entries = await readAuditEntries(database.reader, { after: 0, limit: 10 });
  expect(entries).toMatchObject([1, 2, 3].map((number) => ({ seq: number, ...act(number) })));
  expect(await verifyAuditTrail(database.reader)).toMatchObject({
    intact: true,
    entries: 3,
    head: { hash: entries[2]!.hash },
  });
});

test('acts of several processes at once make one chain without gaps', async () => {
  await using database = await testDatabase({ size: 8 });
  await Promise.all(Array.from({ length: 40 }, (_, number) => recordAct(database, act(number))));
  expect(await verifyAuditTrail(database.reader)).toMatchObject({ intact: true, entries: 40 });
});

test('a trail longer than one reading is verified to its end', async () => {
  await using database = await testDatabase();
  await database.transaction(async (tx) => {
    for (let number = 1; number <= 2100; number += 1) await recordAct(tx, act(number));
  });
  expect(await verifyAuditTrail(database.reader)).toMatchObject({ intact: true, entries: 2100 });
  await tamper(database, `update audit_entries set actor = 'person:eve' where seq = 2050`);
  expect(await verifyAuditTrail(database.reader)).toMatchObject({ intact: false, brokenAt: 2050 });
});

test('an act within a transaction that is rolled back was never done', async () => {
  await using database = await testDatabase();
  await record(database, 1);
  const failing = database.transaction(async (tx) => {
    await recordAct(tx, act(2));
    throw new Error('rolled back');
  });
  await expect(failing).rejects.toThrow('rolled back');
  await record(database, 1);
  expect(await verifyAuditTrail(database.reader)).toMatchObject({ intact: true, entries: 2 });
});

test('hostile names, numbers and dates in a subject are recorded and verified', async () => {
  await using database = await testDatabase();
  const subject = {
    'na\u0000me': 'NUL \u0000, half \ud83d, right-to-left \u202e, "quotes"\n',
    big: 1e21,
    small: 5e-324,
    minusZero: -0,
    integer: Number.MAX_SAFE_INTEGER,
    decimal: 0.1 + 0.2,
    at: new Date(0),
    nothing: null,
    left: undefined,
    nested: [{ z: 1, a: [true, null] }],
  };
  await recordAct(database, { ...act(1, subject), actor: 'person:a\u0000b' });
  expect(await verifyAuditTrail(database.reader)).toMatchObject({ intact: true, entries: 1 });
});

test('the database refuses to change or delete what was recorded', async () => {
  await using database = await testDatabase();
  await record(database, 2);
  await expect(database.pool.query(`update audit_entries set actor = 'x'`)).rejects.toThrow('only ever added to');
  await expect(database.pool.query('delete from audit_entries where seq = 2')).rejects.toThrow('only ever added to');
});

describe('tampering is found:', () => {
  let shared: Database;
  beforeAll(async () => {
    shared = await testDatabase();
    await record(shared, 8);
  });
  afterAll(() => shared[Symbol.asyncDispose]());

  test.each([
    ['another actor', `update audit_entries set actor = 'person:eve' where seq = 4`, 4],
    ['another time', `update audit_entries set at = at + interval '1 millisecond' where seq = 4`, 4],
    ['another action', `update audit_entries set action = 'test.undone' where seq = 4`, 4],
    ['another subject', `update audit_entries set subject = '{"number": 5}' where seq = 4`, 4],
    ['another hash', `update audit_entries set hash = repeat('a', 64) where seq = 4`, 4],
    ['an entry taken out', 'delete from audit_entries where seq = 4', 4],
    ['the first entry taken out', 'delete from audit_entries where seq = 1', 1],
    [
      'two entries swapped',
      `update audit_entries set seq = 100 where seq = 4; update audit_entries set seq = 4 where seq = 5;
       update audit_entries set seq = 5 where seq = 100`,
      4,
    ],
    [
      'an entry taken out and the others moved up',
      `delete from audit_entries where seq = 4; update audit_entries set seq = seq - 1 where seq > 4`,
      4,
    ],
    ['the end cut off', 'delete from audit_entries where seq > 6', 7],
    ['everything cut off', 'delete from audit_entries', 1],
    [
      'an entry put behind the end',
      `insert into audit_entries select 9, at, actor, action, subject, hash, repeat('b', 64) from audit_entries where seq = 8`,
      9,
    ],
    ['the head moved back', `update audit_head set seq = 6, hash = (select hash from audit_entries where seq = 6)`, 7],
  ])('%s', async (_, statements, brokenAt) => {
    const found = await tampered(shared, statements, verifyAuditTrail);
    expect(found).toMatchObject({ intact: false, brokenAt });
    expect(await verifyAuditTrail(shared.reader)).toMatchObject({ intact: true });
  });

  test('a trail that was cut off and its head with it, by a head that was exported before', async () => {
    await using database = await testDatabase();
    await record(database, 5);
    const key = await openSigningKey({ dataFolder: join(folder, 'cut'), database, clock: systemClock });
    const exported = await exportAuditHead(database.reader, key, systemClock);
    const known = [await readExportedHead(database.reader, exported)];
    expect(known).toEqual([await readAuditHead(database.reader)]);
    await record(database, 1);
    expect(await verifyAuditTrail(database.reader, { known })).toMatchObject({ intact: true, entries: 6 });
    await tamper(
      database,
      `delete from audit_entries where seq > 3; update audit_head set seq = 3, hash = (select hash from audit_entries where seq = 3)`,
    );
    expect(await verifyAuditTrail(database.reader)).toMatchObject({ intact: true, entries: 3 });
    expect(await verifyAuditTrail(database.reader, { known })).toMatchObject({ intact: false, brokenAt: 4 });
  });

  test('a trail that was written anew as a whole, by a head that was exported before', async () => {
    await using database = await testDatabase();
    await record(database, 3);
    const known = [await readAuditHead(database.reader)];
    await tamper(database, 'delete from audit_entries; delete from audit_head');
    for (const number of [1, 2, 4]) await recordAct(database, act(number));
    expect(await verifyAuditTrail(database.reader)).toMatchObject({ intact: true });
    expect(await verifyAuditTrail(database.reader, { known })).toMatchObject({ intact: false, brokenAt: 3 });
  });
});

test('an exported head that was changed, or is of another instance, is refused', async () => {
  await using database = await testDatabase();
  await using other = await testDatabase();
  await record(database, 1);
  const clock = systemClock;
  const key = await openSigningKey({ dataFolder: join(folder, 'one'), database, clock });
  const foreignKey = await openSigningKey({ dataFolder: join(folder, 'two'), database: other, clock });
  const exported = await exportAuditHead(database.reader, key, clock);
  const foreign = await exportAuditHead(database.reader, foreignKey, clock);
  const changed = exported.replace('"seq":1', '"seq":2');
  for (const text of [changed, foreign]) {
    await expect(readExportedHead(database.reader, text)).rejects.toMatchObject({ code: 'audit-head-foreign' });
  }
  for (const text of ['', '{}', 'null', exported.replace('chainmail-audit-head-1', 'x')]) {
    await expect(readExportedHead(database.reader, text)).rejects.toMatchObject({ code: 'audit-head-unreadable' });
  }
});

test('the person at the command line has a name', () => {
  expect(localActor()).toMatch(/^person:.+/);
});
