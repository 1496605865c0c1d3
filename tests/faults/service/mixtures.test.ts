import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectWholeVault } from './disturbed-rig.ts';
import { collectAmidChanges, collectAmidFaults, startMixtureRig, type MixtureRig } from './mixtures.ts';

let rig: MixtureRig;
beforeAll(async () => {
  rig = await startMixtureRig();
});
afterAll(async () => {
  await expectWholeVault(rig.world.rig);
  await rig[Symbol.asyncDispose]();
});

it('an undisturbed collection makes requests of every kind', () => {
  for (const [place, count] of rig.counts) expect([place, count > 0]).toEqual([place, true]);
});

it.each([1, 2, 3, 4, 5, 6])('fourteen faults at once change nothing in the evidence (seed %i)', (seed) =>
  collectAmidFaults(rig, seed),
);

it.each([1, 2, 3, 4])('a mailbox that changes and fails meanwhile is collected whole (seed %i)', (seed) =>
  collectAmidChanges(seed),
);
