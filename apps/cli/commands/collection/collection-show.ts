import type { CommandDefinition } from '../../frame/command-definition.ts';
import { done } from '../../exit-codes.ts';

export const collectionShow: CommandDefinition = {
  words: 'collection show',
  summary: 'show what a collection listed, kept and could not have, folder by folder',
  details:
    'Beside what each folder listed stands what the service says it holds, read apart from the walk. ID may be the first characters of an id (at least 6).',
  examples: ['collection show 019a52c1', 'collection show 019a52c1 --json'],
  shape: (command) => command.argument('<id>', 'collection'),
  async run({ given, instance, terminal }) {
    const { findCollection, reconcile } = await import('#collector');
    const { summarise } = await import('../../../workbench/collections/collection-summary.ts');
    const { showCollection } = await import('../../collections/show-collection.ts');
    const { processingExceptions } = await import('#processing');
    const { reader } = await instance.database();
    const collection = await findCollection(reader, given.argument(0));
    const summary = await summarise(reader, collection);
    const reconciliation = await reconcile(reader, collection);
    const exceptions = await processingExceptions(reader, collection.id, 1000);
    const { mailboxes, differences, completeness } = reconciliation;
    terminal.object({
      ...summary,
      matter: collection.matterName,
      connection: collection.connectionName,
      window: collection.window,
      options: collection.options,
      mailboxes,
      differences,
      completeness,
      processingExceptions: exceptions,
    });
    showCollection(terminal, { collection, summary, reconciliation, exceptions });
    return done;
  },
};
