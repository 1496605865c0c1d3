import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { tidyVault, verifyVault } from '#collector';
import { systemClock } from '#platform';
import { collectedIds, shownBy, visibleIds } from '../faults/evidence.ts';
import { startRig, type Rig } from '../faults/rig.ts';
import { endHolds, startCollector } from '../faults/run-collector.ts';
import { chosenSeed, seededRandom } from '../faults/seeded-random.ts';

const seed = chosenSeed();
const kills = 50;

/** Bytes of messages that were asked for since the log was cleared. */
function fetches(rig: Rig): number {
  return rig.tenant.log.entries().filter(({ url }) => url.endsWith('/$value')).length;
}

it(
  `killed at ${String(kills)} random instants (SOAK_SEED=${String(seed)}), the evidence is that of an undisturbed run`,
  { timeout: 1_200_000 },
  async () => {
    const random = seededRandom(seed);
    await using rig = await startRig({
      scale: { people: 2, messages: 8000, averageBytes: 3000 },
      metering: { on: false },
      latency: { perRequestMs: 15 },
    });
    const undisturbed = await rig.plan(rig.tenant.mailboxes, { matter: 'Undisturbed' });
    await rig.run(undisturbed);
    const collection = await rig.plan(rig.tenant.mailboxes);
    let whileFetching = 0;
    for (let index = 0; index < kills; index += 1) {
      rig.tenant.log.clear();
      const { child, ended } = startCollector(rig, collection);
      // However long it takes to start: the clock of the kill runs from its first request.
      await expect.poll(() => rig.tenant.log.entries().length, { timeout: 60_000, interval: 5 }).toBeGreaterThan(0);
      await wait(random() * 900);
      child.kill('SIGKILL');
      if ((await ended).signal === 'SIGKILL' && fetches(rig) > 0) whileFetching += 1;
      if (random() < 0.5) {
        await endHolds(rig);
        await tidyVault({ ...rig, clock: systemClock, actor: 'system' });
      } else await rig.database.pool.query(`update mailbox_leases set expires_at = '-infinity'`);
    }
    process.stderr.write(
      `of ${String(kills)} kills ${String(whileFetching)} while messages were fetched, SOAK_SEED=${String(seed)}\n`,
    );
    expect(whileFetching).toBeGreaterThan(kills / 2);
    await rig.run(collection);
    const expected = rig.tenant.mailboxes.flatMap((address) => visibleIds(rig, address)).sort();
    expect(await collectedIds(rig, collection)).toEqual(expected);
    expect(await shownBy(rig, collection)).toEqual(await shownBy(rig, undisturbed));
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
