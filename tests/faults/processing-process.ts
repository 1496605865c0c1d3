/** Processing in a process of its own, that kills itself (SIGKILL) after so many messages are entered. */
import type { MatterId } from '#evidence';
import { openDatabase } from '#platform';
import { processMatter } from '#processing';
import { openDiskVault } from '#vault';

export interface ProcessingTask {
  readonly databaseUrl: string;
  readonly vaultFolder: string;
  readonly matter: MatterId;
  readonly killAfter: number;
}

const task = JSON.parse(process.argv[2] ?? '{}') as ProcessingTask;
await using database = await openDatabase({ url: task.databaseUrl });
const vault = await openDiskVault({ folder: task.vaultFolder });
await processMatter({
  database,
  vault,
  matter: task.matter,
  onProgress: ({ processed }) => {
    // A little later, so that it hits between commits, too.
    if (processed >= task.killAfter) setTimeout(() => process.kill(process.pid, 'SIGKILL'), task.killAfter % 7);
  },
});
