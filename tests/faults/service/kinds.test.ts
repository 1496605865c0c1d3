import { expect, it } from 'vitest';
import { faultKinds, type FaultAction } from 'simulated-tenant';
import { lostPlaces, passingFaults, patterns, type PlaceName } from './fault-table.ts';
import { closing, poisons } from './lasting-table.ts';
import { loneChanges, planAmidChanges, planAmidFaults, seedsOfChanges, seedsOfFaults } from './mixed-plan.ts';

function missingFrom(faults: readonly { readonly action: FaultAction }[]): readonly string[] {
  const there = new Set(faults.map(({ action }) => action.kind));
  return faultKinds.filter((kind) => !there.has(kind));
}

it('every kind of fault that can be planned strikes alone in a test', () => {
  expect(missingFrom([...passingFaults, ...lostPlaces, ...closing, ...poisons, ...loneChanges])).toEqual([]);
});

it('every kind of fault that can be planned is in the mixtures of every test run', () => {
  const counts = new Map((Object.keys(patterns) as PlaceName[]).map((place) => [place, 1]));
  const drawn = [
    ...seedsOfFaults.flatMap((seed) => planAmidFaults(seed, counts)),
    ...seedsOfChanges.flatMap((seed) => planAmidChanges(seed, counts)),
  ];
  expect(missingFrom(drawn)).toEqual([]);
});
