import { expect, it } from 'vitest';
import { expectWholeVault } from '../faults/service/disturbed-rig.ts';
import { collectAmidChanges, collectAmidFaults, startMixtureRig } from '../faults/service/mixtures.ts';
import { chosenSeed } from '../faults/seeded-random.ts';

const seed = chosenSeed();
const rounds = Number(process.env['SOAK_ROUNDS'] ?? 150);

/** Every seed is tried; what failed is told with its seed. */
async function tryAll(work: (seed: number) => Promise<void>): Promise<void> {
  const failed: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await work(seed + round * 7).catch((thrown: unknown) => {
      failed.push(
        `SOAK_SEED=${String(seed + round * 7)}: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
      );
    });
  }
  expect(failed).toEqual([]);
}

it(
  `mixtures of faults change nothing in the evidence (SOAK_SEED=${String(seed)})`,
  { timeout: 3_600_000 },
  async () => {
    process.stderr.write(`mixtures: SOAK_SEED=${String(seed)}\n`);
    await using rig = await startMixtureRig();
    await tryAll((each) => collectAmidFaults(rig, each));
    await expectWholeVault(rig.world.rig);
  },
);

it(`changing mailboxes are collected whole (SOAK_SEED=${String(seed)})`, { timeout: 3_600_000 }, async () => {
  await tryAll(collectAmidChanges);
});
