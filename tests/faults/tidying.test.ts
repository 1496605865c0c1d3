import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectWholeVault } from './service/disturbed-rig.ts';
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
