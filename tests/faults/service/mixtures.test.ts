import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectWholeVault } from './disturbed-rig.ts';
import { seedsOfChanges, seedsOfFaults } from './mixed-plan.ts';
import {
  collectAmidChanges,
  collectAmidFaults,
  collectAmidRefusal,
  startMixtureRig,
  type MixtureRig,
} from './mixtures.ts';

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

it.each(seedsOfFaults)('fourteen faults at once change nothing in the evidence (seed %i)', (seed) =>
  collectAmidFaults(rig, seed),
);

it.each(seedsOfFaults)('a refusal amid faults leaves nothing out once it is resumed (seed %i)', (seed) =>
  collectAmidRefusal(rig, seed),
);

it.each(seedsOfChanges)('a mailbox that changes and fails meanwhile is collected whole (seed %i)', (seed) =>
  collectAmidChanges(seed),
);
