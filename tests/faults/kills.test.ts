import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tidyVault, verifyVault, type Step } from '#collector';
import type { CollectionId } from '#evidence';
import { systemClock } from '#platform';
import { collectedIds, mailboxOf, visibleIds } from './evidence.ts';
import type { ProcessTask } from './collector-process.ts';
import { startRig, type Rig } from './rig.ts';

const program = new URL('./collector-process.ts', import.meta.url).pathname;

function taskFor(rig: Rig, collection: CollectionId, more: Partial<ProcessTask>): ProcessTask {
  return {
    databaseUrl: rig.database.url,
    vaultFolder: join(rig.folder, 'vault'),
    tenant: { url: rig.tenant.url, tenantId: rig.tenant.tenantId, apps: rig.tenant.apps },
    collection,
    holder: `process ${String(Math.random())}`,
    ...more,
  };
}

function start(task: ProcessTask) {
  const child = spawn(process.execPath, [program, JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<{ code: number | null; signal: string | null; output: string }>((resolve) => {
    child.on('exit', (code, signal) => {
      resolve({ code, signal, output });
    });
  });
  return { child, ended };
}

async function expectWholeEvidence(rig: Rig, collection: CollectionId, address: string): Promise<void> {
  const { totals, differences, isBalanced } = await rig.reconciliation(collection);
  expect(differences).toEqual([]);
  expect(isBalanced).toBe(true);
  expect(totals.kept).toBe(totals.listed);
  expect(await collectedIds(rig, collection)).toEqual(visibleIds(rig, address));
  const verified = await verifyVault(rig, { signal: new AbortController().signal });
  expect(verified).toMatchObject({ missing: 0, corrupt: 0, orphans: 0, auditChain: 'intact' });
  expect(rig.tenant.writes.count).toBe(0);
}

// The same seeded stop points every time: each step of listing, fetching, sealing and committing.
const stops: readonly { step: Step; nth: number }[] = [
  { step: 'page-listed', nth: 2 },
  { step: 'page-entered', nth: 3 },
  { step: 'item-fetched', nth: 5 },
  { step: 'item-packed', nth: 9 },
  { step: 'checkpoint-begun', nth: 2 },
  { step: 'pack-sealed', nth: 1 },
  { step: 'checkpoint-written', nth: 2 },
  { step: 'checkpoint-committed', nth: 2 },
];

it(
  'killed at eight steps of one collection, it ends with the same evidence, nothing twice',
  { timeout: 120_000 },
  async () => {
    await using rig = await startRig({ scale: { people: 1, messages: 150, averageBytes: 800 } });
    const address = rig.tenant.mailboxes[0] ?? '';
    const collection = await rig.plan([address]);
    let killed = 0;
    for (const killAt of stops) {
      const { ended } = start(taskFor(rig, collection, { killAt }));
      const { signal, code, output } = await ended;
      if (signal === 'SIGKILL') killed += 1;
      else expect({ code, output }).toMatchObject({ code: 0 });
      await rig.database.pool.query(`update mailbox_leases set expires_at = '-infinity'`);
      await rig.database.pool.query(`update packs set lease_expires_at = '-infinity' where state = 'open'`);
      await tidyVault({ ...rig, clock: systemClock, actor: 'system' });
    }
    expect(killed).toBe(stops.length);
    await rig.run(collection);
    await expectWholeEvidence(rig, collection, address);
  },
);

it.each(stops)(
  'killed once at $step $nth, a resume gives the evidence of an undisturbed run',
  { timeout: 60_000 },
  async (killAt) => {
    await using rig = await startRig({ seed: 'tiny' });
    const address = rig.tenant.mailboxes[0] ?? '';
    const collection = await rig.plan([address]);
    const { ended } = start(taskFor(rig, collection, { killAt }));
    expect((await ended).signal).toBe('SIGKILL');
    await rig.database.pool.query(`update mailbox_leases set expires_at = '-infinity'`);
    await rig.run(collection);
    await expectWholeEvidence(rig, collection, address);
  },
);

it('a paused worker that wakes after its mailbox was taken over commits nothing', { timeout: 60_000 }, async () => {
  await using rig = await startRig({ seed: 'tiny' });
  const folder = await mkdtemp(join(tmpdir(), 'chainmail-steps-'));
  const stepsFile = join(folder, 'steps.json');
  const address = rig.tenant.mailboxes[0] ?? '';
  const collection = await rig.plan([address]);
  const { child, ended } = start(
    taskFor(rig, collection, { pauseAt: { step: 'checkpoint-begun', nth: 2 }, stepsFile }),
  );
  await expect
    .poll(async () => JSON.parse(await readFile(stepsFile, 'utf8').catch(() => '{}')) as object, { timeout: 20_000 })
    .toMatchObject({
      'checkpoint-begun': 2,
    });
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
  const processes = collections.map((collection) => start(taskFor(rig, collection, {})).ended);
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
  const before = visibleIds(rig, address);
  const collection = await rig.plan([address]);
  const { ended } = start(taskFor(rig, collection, { killAt: { step: 'pack-sealed', nth: 1 } }));
  expect((await ended).signal).toBe('SIGKILL');
  await rig.database.pool.query(`update mailbox_leases set expires_at = '-infinity'`);
  await rig.database.pool.query(`update packs set lease_expires_at = '-infinity' where state = 'open'`);
  const report = await tidyVault({ ...rig, clock: systemClock, actor: 'system' });
  expect(report.adopted).toHaveLength(1);
  const entered = await collectedIds(rig, collection);
  expect(entered.length).toBeGreaterThan(0);
  for (const id of entered) mailboxOf(rig, address).mailbox.vanish(id);
  await rig.run(collection);
  expect(await collectedIds(rig, collection)).toEqual(before);
});
