import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { tidyVault, verifyVault } from '#collector';
import { systemClock } from '#platform';
import type { ProcessTask } from '../faults/collector-process.ts';
import { collectedIds, visibleIds } from '../faults/evidence.ts';
import { startRig } from '../faults/rig.ts';

const program = new URL('../faults/collector-process.ts', import.meta.url).pathname;
const seed = Number(process.env['SOAK_SEED'] ?? Date.now() % 1_000_000);
const kills = 50;

/** A small generator (mulberry32), so that a run can be had again from its seed. */
function randomFrom(state: number): () => number {
  let a = state;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

it(
  `killed at ${String(kills)} random instants (SOAK_SEED=${String(seed)}), the evidence is that of an undisturbed run`,
  { timeout: 600_000 },
  async () => {
    const random = randomFrom(seed);
    await using rig = await startRig({
      scale: { people: 2, messages: 4000, averageBytes: 3000 },
      metering: { on: false },
      latency: { perRequestMs: 15 },
    });
    const collection = await rig.plan(rig.tenant.mailboxes);
    let killed = 0;
    for (let index = 0; index < kills; index += 1) {
      const task: ProcessTask = {
        databaseUrl: rig.database.url,
        vaultFolder: join(rig.folder, 'vault'),
        tenant: { url: rig.tenant.url, tenantId: rig.tenant.tenantId, apps: rig.tenant.apps },
        collection,
        holder: `process ${String(index)}`,
      };
      const child = spawn(process.execPath, [program, JSON.stringify(task)], { stdio: 'ignore' });
      const exited = new Promise<string | null>((resolve) => {
        child.once('exit', (_code, signal) => {
          resolve(signal);
        });
      });
      await wait(300 + random() * 700);
      child.kill('SIGKILL');
      if ((await exited) === 'SIGKILL') killed += 1;
      await rig.database.pool.query(`update mailbox_leases set expires_at = '-infinity'`);
      if (random() < 0.5) {
        await rig.database.pool.query(`update packs set lease_expires_at = '-infinity' where state = 'open'`);
        await tidyVault({ ...rig, clock: systemClock, actor: 'system' });
      }
    }
    process.stderr.write(`killed ${String(killed)} of ${String(kills)} times, SOAK_SEED=${String(seed)}\n`);
    await rig.run(collection);
    const expected = rig.tenant.mailboxes.flatMap((address) => visibleIds(rig, address)).sort();
    expect(await collectedIds(rig, collection)).toEqual(expected);
    const { totals, differences, isBalanced } = await rig.reconciliation(collection);
    expect({ differences, isBalanced, kept: totals.kept }).toEqual({
      differences: [],
      isBalanced: true,
      kept: expected.length,
    });
    const verified = await verifyVault(rig, { signal: new AbortController().signal });
    expect(verified).toMatchObject({ missing: 0, corrupt: 0, orphans: 0, auditChain: 'intact' });
  },
);
