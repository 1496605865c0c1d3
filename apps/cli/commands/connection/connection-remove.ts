import type { CommandDefinition } from '../../frame/command-definition.ts';
import { done } from '../../exit-codes.ts';

export const connectionRemove: CommandDefinition = {
  words: 'connection remove',
  summary: 'remove a connection and erase its credential',
  details:
    'Collections that were made through it stay. One that is not finished can then only be resumed through a connection of the same name, added anew. The app registration in Entra stays too: delete it there when nobody needs it.',
  examples: ['connection remove acme'],
  shape: (command) => command.argument('<name>', 'connection'),
  async run(invocation) {
    const { given, terminal, actor, clock } = invocation;
    const { removeConnection } = await import('#microsoft');
    const { recordAct } = await import('#custody');
    const { connectionStore, connectionObject } = await import('../../../workbench/connections/connection-store.ts');
    const store = await connectionStore(invocation);
    const removed = await removeConnection(store, given.argument(0));
    const subject = { connection: removed.id, name: removed.name, clientId: removed.clientId };
    await recordAct(store.database, { actor, action: 'connection.removed', subject, at: clock.now() });
    terminal.object({ removed: connectionObject(removed) });
    terminal.line(`Connection ${removed.name} is removed, and its credential erased.`);
    return done;
  },
};
