import type { CommandDefinition } from '../../frame/command-definition.ts';
import { done } from '../../exit-codes.ts';

export const connectionSetup: CommandDefinition = {
  words: 'connection setup',
  summary: 'print what an administrator must grant, and the scripts that do it',
  details:
    'For the capabilities of the connection: each permission with its reason, the admin-consent link, and scripts for Microsoft Graph and Exchange Online PowerShell. Nothing is sent.',
  examples: ['connection setup acme', 'connection setup acme --json'],
  shape: (command) => command.argument('<name>', 'connection'),
  async run({ given, instance, terminal }) {
    const { connectionSetup: setUp, readConnection } = await import('#microsoft');
    const { reader } = await instance.database();
    const connection = await readConnection(reader, given.argument(0));
    const { text, ...setup } = setUp(connection);
    terminal.object(setup);
    terminal.line(text.trimEnd());
    return done;
  },
};
