import { expect, it } from 'vitest';
import { tidyVault } from '#collector';
import { systemClock } from '#platform';
import { expectWholeVault } from '../faults/service/disturbed-rig.ts';
import { killAt, kindsOf, startStopRig } from '../faults/stop-points.ts';

it(
  'killed at every single boundary of a collection, the evidence is that of an undisturbed run',
  { timeout: 3_600_000 },
  async () => {
    await using world = await startStopRig();
    const hits = new Map<string, number>();
    const failed: string[] = [];
    for (const [index, point] of world.passed.entries()) {
      try {
        const wasHit = await killAt(world, point, index % 2 === 0);
        hits.set(point.at, (hits.get(point.at) ?? 0) + (wasHit ? 1 : 0));
      } catch (thrown) {
        failed.push(`${point.at} ${String(point.nth)}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
      }
    }
    const all = [...hits].map(([at, count]) => `${at}: ${String(count)}`).join(', ');
    process.stderr.write(`stop points: ${String(world.passed.length)}; killed at: ${all}\n`);
    expect(failed).toEqual([]);
    for (const kind of kindsOf(world)) expect([kind, (hits.get(kind) ?? 0) > 0]).toEqual([kind, true]);
    await tidyVault({ ...world.rig, clock: systemClock, actor: 'system' });
    await expectWholeVault(world.rig);
  },
);
