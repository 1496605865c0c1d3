/** An export in a process of its own, that kills itself (SIGKILL) after so many items are written. */
import type { MatterId } from '#evidence';
import { openSigningKey } from '#custody';
import { runExport, type ExportFormat, type ExportRequest } from '#export';
import { openDatabase, systemClock as clock } from '#platform';
import { openDiskVault } from '#vault';

export interface ExportTask {
  readonly databaseUrl: string;
  readonly dataFolder: string;
  readonly vaultFolder: string;
  readonly matter: MatterId;
  readonly format: ExportFormat;
  readonly folder: string;
  /** Null: never. */
  readonly killAfter: number | null;
}

const task = JSON.parse(process.argv[2] ?? '{}') as ExportTask;
const { matter, format, folder, killAfter, dataFolder } = task;
await using database = await openDatabase({ url: task.databaseUrl });
const vault = await openDiskVault({ folder: task.vaultFolder });
const key = await openSigningKey({ dataFolder, database, clock });
const request: ExportRequest = {
  ...{ matter, format, selection: { kind: 'matter' }, duplicates: 'keep', encoding: 'utf-8' },
  numbering: { prefix: 'DOC', start: 1 },
};
const tools = { database, vault, clock, key, actor: 'person:ada', productVersion: '0.1.0' };
await runExport(tools, {
  folder,
  request,
  onProgress: ({ items }) => {
    // A little later, so that it hits within a file, too.
    if (killAfter !== null && items >= killAfter) setTimeout(() => process.kill(process.pid, 'SIGKILL'), killAfter % 5);
  },
});
