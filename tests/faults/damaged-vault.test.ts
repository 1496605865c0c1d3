import { chmod, copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { planCollection, verifyVault, type VerifyReport } from '#collector';
import { everything } from '#evidence';
import { newId, systemClock } from '#platform';
import { listMatters, renameMatter } from '#catalogue';
import { recordAct, subjectsOfActs } from '#custody';
import { graphMail, type ListedFolder } from '#sources';
import { startRig, type Rig } from './rig.ts';

interface Kept {
  readonly path: string;
  readonly file: string;
  readonly members: number;
}

async function keptPacks(rig: Rig): Promise<readonly Kept[]> {
  const { rows } = await rig.database.pool.query<{ path: string; members: number }>(
    `select path, (select count(*)::int from blobs b where b.pack_id = p.id) as members from packs p
     where state = 'sealed' order by id`,
  );
  return rows.map(({ path, members }) => ({ path, members, file: join(rig.folder, 'vault', path) }));
}

async function rewrite(file: string, change: (bytes: Buffer) => Buffer): Promise<void> {
  const bytes = await readFile(file);
  await chmod(file, 0o600);
  await writeFile(file, change(bytes));
}

const verify = (rig: Rig): Promise<VerifyReport> => verifyVault(rig, { signal: new AbortController().signal });

it('damage is counted in members, said once for a pack, with whose items it hits', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const address = rig.tenant.mailboxes[0] ?? '';
  const collection = await rig.plan([address]);
  await rig.run(collection);
  const [changed, cut, gone] = await keptPacks(rig);
  if (changed === undefined || cut === undefined || gone === undefined) throw new Error('too few packs for this test');
  expect(gone.members).toBeGreaterThan(1);

  await rewrite(changed.file, (bytes) => {
    bytes[600] = (bytes[600] ?? 0) ^ 1;
    return bytes;
  });
  expect(await verify(rig)).toMatchObject({ missing: 0, corrupt: 1, orphans: 0 });
  await rm(gone.file);
  const withGone = await verify(rig);
  expect(withGone).toMatchObject({ missing: gone.members, corrupt: 1, orphans: 0 });
  expect(withGone.problems).toMatchObject([
    { kind: 'corrupt', pack: changed.path, members: 1, hit: [{ mailbox: address, collection, items: 1 }] },
    { kind: 'missing', pack: gone.path, members: gone.members, hit: [{ mailbox: address, collection }] },
  ]);

  // Without its end a pack has no manifest; what the catalogue knows in it is no orphan.
  await rewrite(cut.file, (bytes) => bytes.subarray(0, bytes.length - 2000));
  const withCut = await verify(rig);
  expect(withCut).toMatchObject({ orphans: 0 });
  expect(withCut.problems.filter(({ pack }) => pack === cut.path)).toHaveLength(1);
  const all = await verify(rig);
  await rewrite(cut.file, (bytes) => bytes.subarray(0, 700));
  expect(await verify(rig)).toMatchObject({ missing: all.missing + cut.members, orphans: 0 });
});

it('a pack the catalogue does not know is an orphan with all its members, a file that is no pack is one', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  await rig.run(await rig.plan([rig.tenant.mailboxes[0] ?? '']));
  const [first] = await keptPacks(rig);
  if (first === undefined) throw new Error('no pack');
  await copyFile(first.file, join(dirname(first.file), '019c1f2e-0000-7000-8000-000000000001.tar'));
  expect(await verify(rig)).toMatchObject({ missing: 0, corrupt: 0, orphans: first.members });
  await writeFile(join(dirname(first.file), '019c1f2e-0000-7000-8000-000000000002.tar'), 'no pack');
  expect(await verify(rig)).toMatchObject({ missing: 0, corrupt: 0, orphans: first.members + 1 });
});

async function collected(): Promise<{ rig: Rig; address: string; items: number }> {
  const rig = await startRig({ seed: 'tiny' });
  const address = rig.tenant.mailboxes[0] ?? '';
  await rig.run(await rig.plan([address]));
  const before = await verify(rig);
  expect(before).toMatchObject({ missing: 0, corrupt: 0, orphans: 0, altered: 0, problems: [] });
  return { rig, address, items: before.items };
}

const oneItem = `(mailbox_id, item_id, version) = (select mailbox_id, item_id, version from items order by item_id limit 1)`;

it.each([
  [
    'digest',
    `update items set digest = (select digest from blobs b where b.pack_id = items.pack_id and b.digest <> items.digest limit 1) where ${oneItem}`,
    'digest',
  ],
  ['item id', `update items set item_id = 'another' where ${oneItem}`, 'another'],
  ['version', `update items set version = 7 where ${oneItem}`, 'the manifest has not'],
  ['change key', `update items set change_key = 'x' where ${oneItem}`, 'change key "x"'],
  ['fingerprint', `update items set fingerprint = 'x' where ${oneItem}`, 'fingerprint "x"'],
  [
    'received date',
    `update items set received_at = '2001-01-01' where ${oneItem}`,
    'received "2001-01-01T00:00:00.000Z"',
  ],
  ['date of collection', `update items set collected_at = '2001-01-01' where ${oneItem}`, 'collected "2001-'],
  ['draft state', `update items set is_draft = not is_draft where ${oneItem}`, 'draft "true"'],
  ['message id', `update items set internet_message_id = null where ${oneItem}`, 'message id nothing'],
  ['collection', `update items set collection_id = gen_random_uuid() where ${oneItem}`, 'collection "'],
  [
    'pack',
    `update items set (pack_id, digest) = (select pack_id, digest from blobs b where b.pack_id <> items.pack_id limit 1) where ${oneItem}`,
    'the manifest has not',
  ],
  [
    'folder',
    `update items set folder_id = (select id from folders f where f.mailbox_id = items.mailbox_id and f.id <> items.folder_id limit 1) where ${oneItem}`,
    'folder "',
  ],
  [
    'matter of its blob',
    `insert into matters values (gen_random_uuid(), 'x', now()); update blobs set matter_id = (select id from matters where name = 'x') where (pack_id, digest) = (select pack_id, digest from items where ${oneItem})`,
    'another matter',
  ],
])("a changed %s of an item's row is found and named", async (_, change, detail) => {
  const { rig } = await collected();
  await using _rig = rig;
  await rig.database.pool.query(change);
  const verified = await verify(rig);
  expect(verified.altered).toBeGreaterThan(0);
  expect(verified.problems.map((problem) => problem.detail).join()).toContain(detail);
  expect(new Set(verified.problems.map(({ kind }) => kind))).toEqual(new Set(['altered']));
});

it.each([
  ['custodian', `update custodians set name = 'Somebody else'`, 'custodian "Somebody else"'],
  ['address', `update mailboxes set address = 'else@tiny.example'`, 'address "else@tiny.example"'],
  ['mailbox', `update mailboxes set source_mailbox_id = 'else'`, 'the manifest has not'],
  ['folder path', `update folders set path = path || ' 2'`, 'folder path "'],
  ['matter', `update matters set name = 'Another matter'`, 'matter name "Another matter"'],
])('a changed %s, to which items refer, is found for every item', async (_, change, detail) => {
  const { rig, items } = await collected();
  await using _rig = rig;
  await rig.database.pool.query(change);
  const verified = await verify(rig);
  expect(verified.altered).toBeGreaterThanOrEqual(items);
  expect(verified.problems[0]?.detail).toContain(detail);
});

it('an added and a removed row of an item are found, with whose they are', async () => {
  const { rig, address } = await collected();
  await using _rig = rig;
  const { pool } = rig.database;
  const rest = `mailbox_id, version, change_key, fingerprint, is_draft, internet_message_id, received_at, folder_id,
    custodian_id, collection_id, digest, pack_id, collected_at, matter_id`;
  await pool.query(`insert into items (item_id, ${rest}) select 'planted', ${rest} from items where ${oneItem}`);
  const added = await verify(rig);
  expect(added).toMatchObject({ altered: 1, problems: [{ kind: 'altered', hit: [{ mailbox: address, items: 1 }] }] });
  expect(added.problems[0]?.detail).toContain('the catalogue has planted');
  await pool.query(`delete from items where item_id = 'planted' or ${oneItem}`);
  const removed = await verify(rig);
  expect(removed).toMatchObject({ altered: 1, problems: [{ kind: 'altered', hit: [{ mailbox: address, items: 1 }] }] });
  expect(removed.problems[0]?.detail).toContain('the catalogue has not');
});

it('folders that were renamed at the source are no difference, and the audit trail has the renaming', async () => {
  const { rig, address } = await collected();
  await using _rig = rig;
  const { database } = rig;
  const renamed = (folders: readonly ListedFolder[]) =>
    folders.map((folder) => ({ ...folder, path: folder.path.replace(/^Inbox/, 'Eingang') }));
  await rig.run(await rig.plan([address]), {
    openSource: ({ sourceMailbox }) => {
      const source = graphMail({ graph: rig.connection.mailbox(sourceMailbox), mailbox: sourceMailbox });
      return Promise.resolve({
        ...source,
        folders: async (signal: AbortSignal) => renamed(await source.folders(signal)),
        foldersIndependently: async (signal: AbortSignal) => renamed(await source.foldersIndependently(signal)),
      });
    },
  });
  const { rows } = await database.pool.query<{ path: string }>(`select path from folders where path like 'Eingang%'`);
  expect(rows.length).toBeGreaterThan(0);
  expect(await subjectsOfActs(database.reader, 'folder.renamed')).toContainEqual(
    expect.objectContaining({ path: 'Eingang' }),
  );
  expect(await verify(rig)).toMatchObject({ altered: 0, problems: [] });
  // Without its entry in the trail the same name is a finding.
  await database.pool.query(`update folders set path = 'Planted' where path = 'Eingang'`);
  expect((await verify(rig)).altered).toBeGreaterThan(0);
});

it('a mailbox that got another address is no difference, and the audit trail has the renaming', async () => {
  const { rig, address } = await collected();
  await using _rig = rig;
  const { database } = rig;
  const { rows } = await database.pool.query<{ tenant: string; source: string }>(
    `select tenant_id as tenant, source_mailbox_id as source from mailboxes`,
  );
  await planCollection(
    { database, clock: systemClock },
    {
      matter: 'Test matter',
      connection: { id: newId(), name: 'test', clientId: 'test', tenant: rows[0]?.tenant ?? '' },
      startedBy: 'person:test',
      window: everything,
      options: { drafts: true, hidden: false, recoverable: false, force: false },
      mailboxes: [
        { sourceMailbox: rows[0]?.source ?? '', address: 'new@tiny.example', displayName: 'New', custodian: 'New' },
      ],
    },
  );
  expect(await subjectsOfActs(database.reader, 'mailbox.renamed')).toMatchObject([{ address: 'new@tiny.example' }]);
  expect(await verify(rig)).toMatchObject({ altered: 0, problems: [] });
  await database.pool.query(`update mailboxes set address = $1`, [`x${address}`]);
  expect((await verify(rig)).altered).toBeGreaterThan(0);
});

it('a matter that somebody renamed is no difference', async () => {
  const { rig } = await collected();
  await using _rig = rig;
  const { database } = rig;
  await database.transaction(async (tx) => {
    const [matter] = await listMatters(tx);
    if (matter === undefined) throw new Error('no matter');
    const to = await renameMatter(tx, matter.id, 'Another name');
    const subject = { matter: matter.id, from: matter.name, to };
    await recordAct(tx, { actor: 'person:test', action: 'matter.renamed', subject, at: systemClock.now() });
  });
  expect(await verify(rig)).toMatchObject({ altered: 0, problems: [] });
});

it.each(['abandoned', 'quarantined', 'open'])('a pack called %s by hand is checked all the same', async (state) => {
  const { rig } = await collected();
  await using _rig = rig;
  const [first] = await keptPacks(rig);
  if (first === undefined) throw new Error('no pack');
  await rig.database.pool.query(`update packs set state = $1, lease_expires_at = 'infinity' where path = $2`, [
    state,
    first.path,
  ]);
  const called = await verify(rig);
  expect(called).toMatchObject({ altered: first.members, problems: [{ kind: 'altered', pack: first.path }] });
  expect(called.problems[0]?.detail).toContain(`calls the pack ${state}`);
  await rm(first.file);
  expect(await verify(rig)).toMatchObject({ missing: first.members });
  // Nothing of it is left in the catalogue: the audit trail knows that it was there.
  await rig.database.pool.query(
    `delete from items where pack_id = (select id from packs where path = '${first.path}');
     delete from blobs where pack_id = (select id from packs where path = '${first.path}');`,
  );
  const gone = await verify(rig);
  expect(gone.problems).toMatchObject([{ kind: 'altered', pack: first.path }]);
  expect(gone.problems[0]?.detail).toContain('The audit trail says');
});

it('a row of a pack without its digest, or with other members, is found', async () => {
  const { rig } = await collected();
  await using _rig = rig;
  const [first] = await keptPacks(rig);
  if (first === undefined) throw new Error('no pack');
  await rig.database.pool.query(`update packs set digest = null where path = $1`, [first.path]);
  const without = await verify(rig);
  expect(without.problems).toMatchObject([{ kind: 'altered', pack: first.path }]);
  expect(without.problems[0]?.detail).toContain('does not say the SHA-256');
  await rig.database.pool.query(`update packs set members = members + 1 where path = $1`, [first.path]);
  expect((await verify(rig)).problems).toHaveLength(2);
});
