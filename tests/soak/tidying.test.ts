import { it } from 'vitest';
import { expectWholeVault } from '../faults/service/disturbed-rig.ts';
import { startStopRig } from '../faults/stop-points.ts';
import { instantsOfCheckpoint, tidyBeside } from '../faults/tidy-beside.ts';

it(
  'the vault is tidied beside every instant of a checkpoint of another process: nothing is lost or there twice',
  { timeout: 1_800_000 },
  async () => {
    await using world = await startStopRig();
    for (const at of instantsOfCheckpoint) {
      for (const nth of [1, 2]) {
        await tidyBeside(world, { at, nth }, 'held');
        await tidyBeside(world, { at, nth }, 'run out');
      }
    }
    await expectWholeVault(world.rig);
  },
);
