/** A collector in a process of its own, that kills itself (SIGKILL) at the nth occurrence of a step, or pauses there. */
import { writeFileSync } from 'node:fs';
import type { CollectionId } from '#evidence';
import { runCollection, type Step } from '#collector';
import { openDatabase, systemClock } from '#platform';
import { graphMail } from '#sources';
import { openDiskVault } from '#vault';
import { connect, testSettings, type TenantAddress } from './rig.ts';

export interface ProcessTask {
  readonly databaseUrl: string;
  readonly vaultFolder: string;
  readonly tenant: TenantAddress;
  readonly collection: CollectionId;
  readonly holder: string;
  readonly killAt?: { step: Step; nth: number };
  /** Stops itself (SIGSTOP) there instead; somebody must wake it (SIGCONT). */
  readonly pauseAt?: { step: Step; nth: number };
  /** Where the steps it passed are written, one a line, so that a test can count the stop points. */
  readonly stepsFile?: string;
}

const task = JSON.parse(process.argv[2] ?? '{}') as ProcessTask;
const counts = new Map<Step, number>();

function onStep(step: Step): void {
  const nth = (counts.get(step) ?? 0) + 1;
  counts.set(step, nth);
  if (task.stepsFile !== undefined) writeFileSync(task.stepsFile, JSON.stringify(Object.fromEntries(counts)));
  if (task.killAt?.step === step && task.killAt.nth === nth) process.kill(process.pid, 'SIGKILL');
  if (task.pauseAt?.step === step && task.pauseAt.nth === nth) process.kill(process.pid, 'SIGSTOP');
}

await using database = await openDatabase({ url: task.databaseUrl });
const vault = await openDiskVault({ folder: task.vaultFolder });
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
  onStep,
  settings: testSettings,
});
process.stdout.write(`${JSON.stringify(outcome)}\n`);
