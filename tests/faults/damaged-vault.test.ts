import { chmod, copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { verifyVault, type VerifyReport } from '#collector';
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
