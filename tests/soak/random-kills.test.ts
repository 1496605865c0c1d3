import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { tidyVault, verifyVault } from '#collector';
import { systemClock } from '#platform';
import { collectedIds, visibleIds } from '../faults/evidence.ts';
import { startRig } from '../faults/rig.ts';
import { startCollector } from '../faults/run-collector.ts';
import { chosenSeed, seededRandom } from '../faults/seeded-random.ts';

const seed = chosenSeed();
const kills = 50;

it(
  `killed at ${String(kills)} random instants (SOAK_SEED=${String(seed)}), the evidence is that of an undisturbed run`,
  { timeout: 600_000 },
  async () => {
    const random = seededRandom(seed);
    await using rig = await startRig({
      scale: { people: 2, messages: 4000, averageBytes: 3000 },
      metering: { on: false },
      latency: { perRequestMs: 15 },
    });
    const collection = await rig.plan(rig.tenant.mailboxes);
    let killed = 0;
    for (let index = 0; index < kills; index += 1) {
      const { child, ended } = startCollector(rig, collection);
      await wait(300 + random() * 700);
      child.kill('SIGKILL');
      if ((await ended).signal === 'SIGKILL') killed += 1;
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
