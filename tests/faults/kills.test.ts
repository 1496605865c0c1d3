import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { steps, tidyVault, verifyVault, type Step } from '#collector';
import type { CollectionId } from '#evidence';
import { systemClock } from '#platform';
import { collectedIds, mailboxOf, shownBy, visibleIds, type Shown } from './evidence.ts';
import { startRig, type Rig } from './rig.ts';
import { endHolds, startCollector } from './run-collector.ts';

/** What a collection shows that nothing disturbs, in a matter of its own, so that every byte is fetched again. */
async function undisturbed(rig: Rig, address: string): Promise<ReadonlyMap<string, Shown>> {
  const collection = await rig.plan([address], { matter: 'Undisturbed' });
  await rig.run(collection);
  return shownBy(rig, collection);
}

async function expectWholeEvidence(rig: Rig, collection: CollectionId, address: string): Promise<void> {
  const { totals, differences, isBalanced } = await rig.reconciliation(collection);
  expect(differences).toEqual([]);
  expect(isBalanced).toBe(true);
  expect(totals.kept).toBe(totals.listed);
  expect(await collectedIds(rig, collection)).toEqual(visibleIds(rig, address));
  expect(await shownBy(rig, collection)).toEqual(await undisturbed(rig, address));
  const verified = await verifyVault(rig, { signal: new AbortController().signal });
  expect(verified).toMatchObject({ missing: 0, corrupt: 0, orphans: 0, auditChain: 'intact' });
  expect(rig.tenant.writes.count).toBe(0);
}

// Which occurrence of each step, in the order they are killed at: a folder that is done is not walked again.
// A step that is new to the law does not compile before it is here.
const stops: Readonly<Record<Step, number>> = {
  'page-listed': 2,
  'page-entered': 3,
  'folder-done': 1,
  'item-fetched': 5,
  'item-packed': 9,
  'checkpoint-begun': 2,
  'pack-sealed': 1,
  'checkpoint-written': 2,
  'checkpoint-committed': 2,
  'closing-pass-begun': 1,
  'mailbox-done': 1,
};

it(
  'killed at every step of one collection in turn, it ends with the same evidence, nothing twice',
  { timeout: 120_000 },
  async () => {
    await using rig = await startRig({ scale: { people: 1, messages: 150, averageBytes: 800 } });
    const address = rig.tenant.mailboxes[0] ?? '';
    const collection = await rig.plan([address]);
    const killed: Step[] = [];
    for (const [step, nth] of Object.entries(stops) as [Step, number][]) {
      const { ended } = startCollector(rig, collection, { killAt: { at: step, nth } });
      const { signal, code, output } = await ended;
      if (signal === 'SIGKILL') killed.push(step);
      else expect({ code, output }).toMatchObject({ code: 0 });
      await endHolds(rig);
      await tidyVault({ ...rig, clock: systemClock, actor: 'system' });
    }
    expect(killed.sort()).toEqual([...steps].sort());
    await rig.run(collection);
    await expectWholeEvidence(rig, collection, address);
  },
);

it('a paused worker that wakes after its mailbox was taken over commits nothing', { timeout: 60_000 }, async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const folder = await mkdtemp(join(tmpdir(), 'chainmail-steps-'));
  const countsFile = join(folder, 'counts.json');
  const address = rig.tenant.mailboxes[0] ?? '';
  const collection = await rig.plan([address]);
  const pauseAt = { at: 'checkpoint-begun', nth: 2 };
  const { child, ended, paused } = startCollector(rig, collection, { pauseAt, countsFile });
  await paused();
  await rig.database.pool.query(`update mailbox_leases set expires_at = '-infinity'`);
  await rig.run(collection);
  await expectWholeEvidence(rig, collection, address);
  const before = await rig.database.pool.query('select count(*)::int as items from items');
  process.kill(child.pid ?? 0, 'SIGCONT');
  await ended;
  const after = await rig.database.pool.query('select count(*)::int as items from items');
  expect(after.rows).toEqual(before.rows);
  await expectWholeEvidence(rig, collection, address);
  await rm(folder, { recursive: true });
});

it('two processes fighting for one mailbox from two collections share it in turn', { timeout: 60_000 }, async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const address = rig.tenant.mailboxes[0] ?? '';
  const collections = [await rig.plan([address]), await rig.plan([address], { matter: 'Another matter' })];
  const processes = collections.map((collection) => startCollector(rig, collection).ended);
  const outcomes = await Promise.all(processes);
  expect(outcomes.map(({ code }) => code)).toEqual([0, 0]);
  for (const collection of collections) await expectWholeEvidence(rig, collection, address);
});

it('a second process at the same collection is told who has it', async () => {
  await using rig = await startRig({ seed: 'tiny', latency: { perRequestMs: 20 } });
  const collection = await rig.plan([rig.tenant.mailboxes[0] ?? '']);
  const first = rig.run(collection);
  await expect
    .poll(async () => (await rig.database.pool.query('select 1 from mailbox_leases')).rowCount)
    .toBeGreaterThan(0);
  await expect(rig.run(collection)).rejects.toMatchObject({ kind: 'conflict', code: 'lease-held' });
  await first;
});

it('a pack that was sealed before its writer was killed is entered by tidying, even if the mail is gone meanwhile', async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const address = rig.tenant.mailboxes[0] ?? '';
  const before = await undisturbed(rig, address);
  expect([...before.keys()].sort()).toEqual(visibleIds(rig, address));
  const collection = await rig.plan([address]);
  const { ended } = startCollector(rig, collection, { killAt: { at: 'pack-sealed', nth: 1 } });
  expect((await ended).signal).toBe('SIGKILL');
  await endHolds(rig);
  const report = await tidyVault({ ...rig, clock: systemClock, actor: 'system' });
  expect(report.adopted).toHaveLength(1);
  const entered = await collectedIds(rig, collection);
  expect(entered.length).toBeGreaterThan(0);
  for (const id of entered) mailboxOf(rig, address).mailbox.vanish(id);
  await rig.run(collection);
  expect(await shownBy(rig, collection)).toEqual(before);
});
