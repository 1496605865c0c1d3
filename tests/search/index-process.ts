/** Indexing in a process of its own, that kills itself (SIGKILL) after so many messages are in the index. */
import { openDatabase } from '#platform';
import { indexMessages } from '#search';

export interface IndexTask {
  readonly databaseUrl: string;
  readonly killAfter: number;
}

const task = JSON.parse(process.argv[2] ?? '{}') as IndexTask;
await using database = await openDatabase({ url: task.databaseUrl });
await indexMessages({
  database,
  onProgress: ({ indexed }) => {
    // A little later, so that it hits between commits, too.
    if (indexed >= task.killAfter) setTimeout(() => process.kill(process.pid, 'SIGKILL'), task.killAfter % 7);
  },
});
