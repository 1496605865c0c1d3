import type { CommandDefinition } from '../../frame/command-definition.ts';
import { done } from '../../exit-codes.ts';
import { count, instant, size } from '../../terminal/amounts.ts';

export const collectionList: CommandDefinition = {
  words: 'collection list',
  summary: 'list all collections, newest last',
  examples: ['collection list', 'collection list --json'],
  async run({ instance, terminal }) {
    const { listCollections } = await import('#collector');
    const { summarise } = await import('../../../workbench/collections/collection-summary.ts');
    const { reader } = await instance.database();
    const collections = await listCollections(reader);
    const rows = [];
    for (const collection of collections) {
      const summary = await summarise(reader, collection);
      terminal.object(summary);
      rows.push([
        collection.id,
        instant(collection.createdAt),
        collection.matterName,
        { text: collection.status, tone: toneOf(collection.status) },
        count(summary.listed),
        count(summary.kept),
        count(summary.exceptions),
        size(summary.bytes),
      ]);
    }
    if (rows.length === 0) {
      terminal.line('There is no collection yet. Begin one with `chainmail collect`.');
      return done;
    }
    terminal.table(
      [
        { title: 'Collection' },
        { title: 'Planned' },
        { title: 'Matter', least: 10 },
        { title: 'Status' },
        { title: 'Listed', align: 'right' },
        { title: 'Kept', align: 'right' },
        { title: 'Exceptions', align: 'right' },
        { title: 'Size', align: 'right' },
      ],
      rows,
    );
    return done;
  },
};

function toneOf(status: string): 'good' | 'warning' | 'bad' {
  if (status === 'completed') return 'good';
  return status === 'failed' ? 'bad' : 'warning';
}
