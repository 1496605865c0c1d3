import type { CommandDefinition } from '../../frame/command-definition.ts';
import { stoppingAtCheckpoint } from '../../frame/interruption.ts';
import { done } from '../../exit-codes.ts';
import { endOfCollection } from './end-of-collection.ts';

export const collectionResume: CommandDefinition = {
  words: 'collection resume',
  summary: 'go on with a collection that was stopped or killed, or try again what failed',
  details:
    'Goes on where the last checkpoint stands; nothing is collected twice. Items and mailboxes that failed are tried again, and a new receipt names the one before.',
  examples: ['collection resume 019a52c1'],
  stops: { says: stoppingAtCheckpoint },
  shape: (command) => command.argument('<id>', 'collection, or the first characters of its id'),
  async run(invocation) {
    const { given, instance, terminal, clock, actor } = invocation;
    const { findCollection } = await import('#collector');
    const { useConnectionOf } = await import('../../../workbench/connections/connection-store.ts');
    const { takeUp } = await import('../../../workbench/collections/take-up.ts');
    const { signingKey } = await import('../../../workbench/collections/carry-out.ts');
    const { carryOutAloud } = await import('../../collections/carry-out-aloud.ts');
    const { summarise } = await import('../../../workbench/collections/collection-summary.ts');
    const database = await instance.database();
    const collection = await findCollection(database.reader, given.argument(0));
    if (collection.status === 'completed') {
      terminal.note(`The collection ${collection.id} is complete already.`);
      terminal.object(await summarise(database.reader, collection));
      return done;
    }
    await signingKey(invocation);
    const open = await useConnectionOf(invocation, collection);
    await takeUp({ database, clock, actor }, collection.id);
    terminal.note(`Collection ${collection.id}, matter ${collection.matterName}`);
    return endOfCollection(invocation, await carryOutAloud(invocation, collection.id, open));
  },
};
