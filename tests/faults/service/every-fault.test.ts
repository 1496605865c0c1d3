import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  expectAllHit,
  expectUndisturbed,
  expectWholeVault,
  startDisturbedRig,
  type DisturbedRig,
} from './disturbed-rig.ts';
import { lostPlaces, passingFaults, planOf } from './fault-table.ts';

let world: DisturbedRig;
beforeAll(async () => {
  world = await startDisturbedRig();
});
afterAll(async () => {
  await expectWholeVault(world.rig);
  await world[Symbol.asyncDispose]();
});

it.each([...passingFaults, ...lostPlaces])('$name changes nothing in the evidence', async (fault) => {
  const collection = await world.collect(fault.name, planOf(fault));
  expectAllHit(world.rig);
  await expectUndisturbed(world, collection);
});

it('the undisturbed run has something to show', () => {
  expect(world.undisturbed.size).toBeGreaterThan(20);
});
