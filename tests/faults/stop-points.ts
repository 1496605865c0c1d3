import { runCollection, steps, tidyVault } from '#collector';
import { systemClock } from '#platform';
import { graphMail } from '#sources';
import { openDiskVault } from '#vault';
import { expect } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchedDatabase, watchedFileSystem } from './boundaries.ts';
import { mailboxOf, shownBy, type Shown } from './evidence.ts';
import type { StopPoint } from './collector-process.ts';
import { startRig, testSettings, type Rig } from './rig.ts';
import { endHolds, startCollector } from './run-collector.ts';
import { expectUndisturbed } from './service/disturbed-rig.ts';

/** A rig, what a collection of its mailbox shows, and every boundary that one passes, in the order it passes them. */
export interface StopRig extends AsyncDisposable {
  readonly rig: Rig;
  readonly address: string;
  readonly undisturbed: ReadonlyMap<string, Shown>;
  readonly passed: readonly StopPoint[];
}

export async function startStopRig(): Promise<StopRig> {
  const passed = await boundariesPassed();
  const { rig, address } = await startWatchable();
  const first = await rig.plan([address], { matter: 'Undisturbed', hidden: true, recoverable: true });
  await rig.run(first);
  const undisturbed = await shownBy(rig, first);
  return { rig, address, undisturbed, passed, [Symbol.asyncDispose]: () => rig[Symbol.asyncDispose]() };
}

async function startWatchable(): Promise<Pick<StopRig, 'rig' | 'address'>> {
  const rig = await startRig({ seed: 'tiny', metering: { on: false } });
  const address = rig.tenant.mailboxes[0] ?? '';
  // Larger than what is kept in memory, so that it is set down in a file first.
  mailboxOf(rig, address).mailbox.deliver({ folder: 'inbox', subject: 'Large', text: 'large '.repeat(400_000) });
  return { rig, address };
}

/** Every boundary that a collection of the same mailbox passes, seen on a rig of its own. */
async function boundariesPassed(): Promise<StopPoint[]> {
  const watchable = await startWatchable();
  await using rig = watchable.rig;
  const passed: StopPoint[] = [];
  const counts = new Map<string, number>();
  const pass = (at: string): void => {
    const nth = (counts.get(at) ?? 0) + 1;
    counts.set(at, nth);
    passed.push({ at, nth });
  };
  const folder = await mkdtemp(join(tmpdir(), 'chainmail-watched-'));
  const collection = await rig.plan([watchable.address], { matter: 'Watched', hidden: true, recoverable: true });
  await runCollection({
    database: watchedDatabase(rig.database, pass),
    vault: await openDiskVault({ folder, fileSystem: watchedFileSystem(pass) }),
    clock: systemClock,
    holder: 'watched',
    collection,
    openSource: ({ sourceMailbox }) =>
      Promise.resolve(graphMail({ graph: rig.connection.mailbox(sourceMailbox), mailbox: sourceMailbox })),
    signal: new AbortController().signal,
    onStep: pass,
    settings: testSettings,
  });
  await rm(folder, { recursive: true });
  return passed;
}

/** The names of all boundaries there are, steps of the law among them. */
export function kindsOf({ passed }: Pick<StopRig, 'passed'>): readonly string[] {
  const kinds = [...new Set(passed.map(({ at }) => at))];
  for (const step of steps) expect(kinds).toContain(step);
  return kinds;
}

/**
 * Kills a collector at a boundary, goes on with what it left, tidied before or not. The evidence must be that of an
 * undisturbed run. Returns whether the boundary was reached.
 */
export async function killAt(world: StopRig, killAtPoint: StopPoint, isTidied: boolean): Promise<boolean> {
  const { rig, address } = world;
  const matter = `${killAtPoint.at} ${String(killAtPoint.nth)} ${isTidied ? 'tidied' : ''}`;
  const collection = await rig.plan([address], { matter, hidden: true, recoverable: true });
  const { signal, output, code } = await startCollector(rig, collection, { killAt: killAtPoint }).ended;
  if (signal !== 'SIGKILL') expect({ code, output }).toMatchObject({ code: 0 });
  await endHolds(rig);
  if (isTidied) await tidyVault({ ...rig, clock: systemClock, actor: 'system' });
  await rig.run(collection);
  await expectUndisturbed(world, collection);
  return signal === 'SIGKILL';
}
