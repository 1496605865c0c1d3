/** A collector in a process of its own, that kills itself (SIGKILL) at the nth occurrence of a boundary, or stops there. */
import { writeFileSync } from 'node:fs';
import type { CollectionId } from '#evidence';
import { runCollection, type CollectorSettings } from '#collector';
import { openDatabase, systemClock } from '#platform';
import { graphMail } from '#sources';
import { openDiskVault } from '#vault';
import { watchedDatabase, watchedFileSystem } from './boundaries.ts';
import { connect, testSettings, type TenantAddress } from './rig.ts';

/** A step of the collector's law, or another boundary by its name; which of them, counted from 1. */
export interface StopPoint {
  readonly at: string;
  readonly nth: number;
}

export interface ProcessTask {
  readonly databaseUrl: string;
  readonly vaultFolder: string;
  readonly tenant: TenantAddress;
  readonly collection: CollectionId;
  readonly holder: string;
  readonly killAt?: StopPoint;
  /** Stops itself (SIGSTOP) there instead; somebody must wake it (SIGCONT). */
  readonly pauseAt?: StopPoint;
  /** Where the boundaries it passed are counted, so that a test can wait for one. */
  readonly countsFile?: string;
  readonly settings?: Partial<CollectorSettings>;
}

const task = JSON.parse(process.argv[2] ?? '{}') as ProcessTask;
const counts = new Map<string, number>();

function pass(name: string): void {
  const nth = (counts.get(name) ?? 0) + 1;
  counts.set(name, nth);
  if (task.countsFile !== undefined) writeFileSync(task.countsFile, JSON.stringify(Object.fromEntries(counts)));
  if (task.killAt?.at === name && task.killAt.nth === nth) process.kill(process.pid, 'SIGKILL');
  if (task.pauseAt?.at === name && task.pauseAt.nth === nth) process.kill(process.pid, 'SIGSTOP');
}

await using opened = await openDatabase({ url: task.databaseUrl });
const database = watchedDatabase(opened, pass);
const vault = await openDiskVault({ folder: task.vaultFolder, fileSystem: watchedFileSystem(pass) });
await using connection = connect(task.tenant);
const outcome = await runCollection({
  database,
  vault,
  clock: systemClock,
  holder: task.holder,
  collection: task.collection,
  openSource: ({ sourceMailbox }) =>
    Promise.resolve(graphMail({ graph: connection.mailbox(sourceMailbox), mailbox: sourceMailbox })),
  signal: new AbortController().signal,
  onStep: pass,
  settings: { ...testSettings, ...task.settings },
});
process.stdout.write(`${JSON.stringify(outcome)}\n`);
