import { afterAll, beforeAll, expect, it } from 'vitest';
import { steps, tidyVault } from '#collector';
import { systemClock } from '#platform';
import { expectWholeVault } from './service/disturbed-rig.ts';
import { seededRandom } from './seeded-random.ts';
import { killAt, kindsOf, startStopRig, type StopRig } from './stop-points.ts';

let world: StopRig;
beforeAll(async () => {
  world = await startStopRig();
});
afterAll(async () => {
  await tidyVault({ ...world.rig, clock: systemClock, actor: 'system' });
  await expectWholeVault(world.rig);
  await world[Symbol.asyncDispose]();
});

/** Boundaries besides the steps of the law. One that is new must be named here, and is killed at. */
const others = [
  'transaction begun',
  'transaction about to be committed',
  'transaction committed',
  ...['open', 'write', 'chmod', 'sync', 'close', 'rename'].flatMap((call) => [`before ${call}`, `after ${call}`]),
];

it('every boundary of a collection is known', () => {
  expect([...kindsOf(world)].sort()).toEqual([...steps, ...others].sort());
  expect(world.passed.length).toBeGreaterThan(100);
});

const seed = 20261128;

it(
  `killed within transactions and between calls to the disk, the evidence is that of an undisturbed run (seed ${String(seed)})`,
  { timeout: 120_000 },
  async () => {
    const random = seededRandom(seed);
    const within = [
      'transaction about to be committed',
      'transaction committed',
      'after write',
      'before rename',
      'after rename',
    ];
    for (const [index, at] of within.entries()) {
      // One of the first half, which every run reaches.
      const count = world.passed.filter((point) => point.at === at).length;
      const nth = 1 + Math.floor(random() * Math.ceil(count / 2));
      expect([at, nth, await killAt(world, { at, nth }, index % 2 === 0)]).toEqual([at, nth, true]);
    }
  },
);
