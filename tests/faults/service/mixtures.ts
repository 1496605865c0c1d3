import { expect } from 'vitest';
import type { Fault } from 'simulated-tenant';
import { mailboxOf, shownBy, type Shown } from '../evidence.ts';
import type { Rig } from '../rig.ts';
import {
  expectAllHit,
  expectAllHitAndSomeEffect,
  expectUndisturbed,
  startDisturbedRig,
  type DisturbedRig,
} from './disturbed-rig.ts';
import {
  changeKinds,
  countRequests,
  countsAmidChanges,
  drawnRefusal,
  mixtureOfPassing,
  planAmidChanges,
  planAmidFaults,
  type RequestCounts,
} from './mixed-plan.ts';

/** A rig that knows how many requests an undisturbed collection makes. */
export interface MixtureRig extends AsyncDisposable {
  readonly world: DisturbedRig;
  readonly counts: RequestCounts;
}

export async function startMixtureRig(): Promise<MixtureRig> {
  const world = await startDisturbedRig();
  world.rig.tenant.log.clear();
  await world.collect('to be counted', []);
  return { world, counts: countRequests(world.rig), [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

/** Collects under many passing faults at once; fails the test unless the evidence is that of an undisturbed run. */
export async function collectAmidFaults({ world, counts }: MixtureRig, seed: number): Promise<void> {
  const collection = await world.collect(`mixture ${String(seed)}`, planAmidFaults(seed, counts));
  expectAllHit(world.rig);
  await expectUndisturbed(world, collection);
}

/**
 * Collects under passing faults and a refusal in the middle. Whatever it ended, once all is resumed the evidence must
 * be that of an undisturbed run.
 */
export async function collectAmidRefusal({ world, counts }: MixtureRig, seed: number): Promise<void> {
  const refusal = drawnRefusal(seed, counts);
  const matter = `refusal ${String(seed)}`;
  const collection = await world.collect(matter, [refusal, ...mixtureOfPassing(seed + 1, counts, 6)]);
  const report = world.rig.tenant.faultReport().find(({ name }) => name === refusal.name);
  expect(report).toMatchObject({ hits: 1, effects: 1 });
  await world.resume(collection);
  await expectUndisturbed(world, collection);
}

/** Collects a mailbox that changes and fails meanwhile, as the seed says. */
export function collectAmidChanges(seed: number): Promise<void> {
  return collectWhile((counts) => planAmidChanges(seed, counts));
}

/**
 * Collects a mailbox that changes and fails meanwhile. What is in it before and after must have been kept; nothing may
 * be there that never was; every row has an end; what does not add up is explained. Fails the test otherwise.
 */
export async function collectWhile(
  planFor: (counts: RequestCounts) => readonly Fault[],
  expectHit: (rig: Rig) => void = (rig) => {
    expectAllHitAndSomeEffect(rig, changeKinds);
  },
): Promise<void> {
  await using world = await startDisturbedRig();
  const { rig, address } = world;
  const { mailbox } = mailboxOf(rig, address);
  const receivedDateTime = Date.UTC(2026, 3, 1);
  for (const displayName of ['Doomed', 'Doomed too']) {
    const folder = mailbox.createFolder({ displayName }).id;
    const below = mailbox.createFolder({ displayName: `${displayName} below`, parentFolderId: folder }).id;
    for (const at of [folder, below, folder, below])
      mailbox.deliver({ folder: at, subject: displayName, text: 'x', receivedDateTime });
  }
  rig.tenant.log.clear();
  const before = await shownBy(rig, await world.collect('before', []));
  const counts = countsAmidChanges(countRequests(rig));
  const collection = await world.collect('amid', planFor(counts));
  expectHit(rig);
  const shown = await shownBy(rig, collection);
  const after = await shownBy(rig, await world.collect('after', []));
  expect(missingFrom(shown, after)).toEqual([]);
  const ever = new Map([...before, ...after]);
  expect(differing(shown, ever)).toEqual([]);
  const { totals, differences, isBalanced, mailboxes, exceptions } = await rig.reconciliation(collection);
  expect(mailboxes).toMatchObject([{ state: 'done', failure: null }]);
  expect({
    isBalanced,
    exceptions,
    differences: differences.filter(({ explanation }) => explanation === null),
  }).toEqual({
    isBalanced: true,
    exceptions: 0,
    differences: [],
  });
  expect(totals.kept).toBe(shown.size);
  expect(totals.listed).toBe(totals.kept + totals.skipped);
}

function missingFrom(shown: ReadonlyMap<string, Shown>, wanted: ReadonlyMap<string, Shown>): string[] {
  return [...wanted].filter(([id]) => !shown.has(id)).map(([id, { folderPath }]) => `${folderPath}: ${id}`);
}

/** Items whose bytes are not those they have when nothing disturbs. */
function differing(shown: ReadonlyMap<string, Shown>, ever: ReadonlyMap<string, Shown>): string[] {
  // One that arrived and went while it was collected is in neither run.
  return [...shown].filter(([id, { digest }]) => ever.has(id) && ever.get(id)?.digest !== digest).map(([id]) => id);
}
