import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import { tidyVault } from '#collector';
import { newId, systemClock } from '#platform';
import type { StopPoint } from './collector-process.ts';
import { endHolds, startCollector } from './run-collector.ts';
import { expectUndisturbed } from './service/disturbed-rig.ts';
import type { StopRig } from './stop-points.ts';

/** Within a checkpoint: its steps, and the calls to the disk that seal its pack. */
export const instantsOfCheckpoint = [
  'checkpoint-begun',
  'before write',
  'after write',
  'before chmod',
  'after chmod',
  'before sync',
  'after sync',
  'before close',
  'after close',
  'before rename',
  'after rename',
  'pack-sealed',
  'checkpoint-written',
  'checkpoint-committed',
] as const;

/**
 * Stops another process at an instant of its checkpoint, tidies the vault beside it, with its holds run out or not,
 * and lets it go on. The evidence must be that of an undisturbed run, whoever won.
 */
export async function tidyBeside(world: StopRig, instant: StopPoint, holds: 'held' | 'run out'): Promise<void> {
  const { rig, address } = world;
  const matter = `${instant.at} ${String(instant.nth)} ${holds}`;
  const collection = await rig.plan([address], { matter, hidden: true, recoverable: true });
  const countsFile = join(rig.folder, `${newId()}.json`);
  const { child, ended, paused } = startCollector(rig, collection, { pauseAt: instant, countsFile });
  await paused();
  // What the other process has locked waits for it.
  const tidied = (holds === 'run out' ? endHolds(rig) : Promise.resolve()).then(() =>
    tidyVault({ ...rig, clock: systemClock, actor: 'system' }),
  );
  await wait(150);
  child.kill('SIGCONT');
  const report = await tidied;
  const { code, output } = await ended;
  if (holds === 'held') {
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(report).toMatchObject({ quarantined: [], adopted: [], unreadable: [] });
  }
  await endHolds(rig);
  await rig.run(collection);
  await tidyVault({ ...rig, clock: systemClock, actor: 'system' });
  await expectUndisturbed(world, collection);
  await rm(countsFile);
}
