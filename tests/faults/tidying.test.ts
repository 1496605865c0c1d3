import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tidyVault } from '#collector';
import { systemClock } from '#platform';
import { openDiskVault } from '#vault';
import { endHolds, startCollector } from './run-collector.ts';
import { expectUndisturbed, expectWholeVault } from './service/disturbed-rig.ts';
import { startStopRig, type StopRig } from './stop-points.ts';
import { instantsOfCheckpoint, tidyBeside } from './tidy-beside.ts';

let world: StopRig;
beforeAll(async () => {
  world = await startStopRig();
});
afterAll(async () => {
  await expectWholeVault(world.rig);
  await world[Symbol.asyncDispose]();
});

it('every instant of a checkpoint is one that a collection passes', () => {
  const passed = new Set(world.passed.map(({ at }) => at));
  for (const instant of instantsOfCheckpoint) expect(passed).toContain(instant);
});

it.each([
  { at: 'before rename', nth: 1, holds: 'run out' },
  { at: 'pack-sealed', nth: 1, holds: 'held' },
  { at: 'pack-sealed', nth: 2, holds: 'run out' },
] as const)(
  'the vault is tidied beside a checkpoint of another process at $at $nth, its holds $holds: nothing is lost or there twice',
  { timeout: 60_000 },
  ({ holds, ...instant }) => tidyBeside(world, instant, holds),
);

it(
  'a sealed pack that rests in another vault of the same database is left for the tidying of that one',
  { timeout: 60_000 },
  async () => {
    const { rig, address } = world;
    const collection = await rig.plan([address], { matter: 'Two vaults', hidden: true, recoverable: true });
    const { ended } = startCollector(rig, collection, { killAt: { at: 'pack-sealed', nth: 1 } });
    expect((await ended).signal).toBe('SIGKILL');
    await endHolds(rig);
    const other = await openDiskVault({ folder: join(rig.folder, 'another vault') });
    const tidied = await tidyVault({ ...rig, vault: other, clock: systemClock, actor: 'system' });
    expect(tidied).toMatchObject({ quarantined: [], adopted: [] });
    expect((await tidyVault({ ...rig, clock: systemClock, actor: 'system' })).adopted).toHaveLength(1);
    await rig.run(collection);
    await expectUndisturbed(world, collection);
  },
);
