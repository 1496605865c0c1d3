/** A collector in a process of its own, that says at its end how much memory it took at its peak. */
import { readFile } from 'node:fs/promises';
import { openDatabase } from '#platform';
import { openDiskVault } from '#vault';
import { collect, type TenantAddress } from '../world.ts';

export interface CollectingTask {
  readonly databaseUrl: string;
  readonly vaultFolder: string;
  readonly tenant: TenantAddress;
}

export interface CollectingOutcome {
  readonly kept: number;
  /** proc(5), VmHWM: the most memory that was resident at once. */
  readonly peakMiB: number;
}

const task = JSON.parse(process.argv[2] ?? '{}') as CollectingTask;
await using database = await openDatabase({ url: task.databaseUrl });
const vault = await openDiskVault({ folder: task.vaultFolder });
const { kept } = await collect({ database, vault }, { tenant: task.tenant, mailboxes: [0] });
const status = await readFile('/proc/self/status', 'latin1');
const peakMiB = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
process.send?.({ kept, peakMiB } satisfies CollectingOutcome);
process.disconnect();
