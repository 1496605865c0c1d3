import type { CommandDefinition } from '../../frame/command-definition.ts';
import { UsageError } from '../../frame/usage-error.ts';
import { checkFailed, done } from '../../exit-codes.ts';
import { credentialOptions } from './credential-options.ts';

export const connectionUpdate: CommandDefinition = {
  words: 'connection update',
  summary: 'give a connection a new credential or other capabilities, and check it',
  details:
    'Make the new secret beside the old one in Entra, give it here, and delete the old one there when the checks pass. Collections are not touched; one that was stopped goes on with the new credential.',
  examples: [
    'connection update acme --client-secret-file new-secret.txt',
    'connection update acme --certificate acme.pem',
    'connection update acme --capability collect-mail tell-mailbox-kinds',
  ],
  shape: (command) =>
    credentialOptions(command.argument('<name>', 'connection')).option(
      '--capability <capability...>',
      'what it is for from now on',
    ),
  async run(invocation) {
    const { given, terminal, actor, clock } = invocation;
    const { parseCapabilities, updateConnection } = await import('#microsoft');
    const { recordAct } = await import('#custody');
    const { readCredential } = await import('../../connections/read-credential.ts');
    const { connectionStore, connectionObject } = await import('../../connections/connection-store.ts');
    const { checkAndShow } = await import('../../connections/check-connection.ts');
    const credential = await readCredential(given);
    const names = given.texts('capability');
    const capabilities = names.length === 0 ? undefined : parseCapabilities(names);
    if (credential === null && capabilities === undefined) {
      throw new UsageError('Nothing was given to change.', 'Give --client-secret-file, --certificate or --capability.');
    }
    const store = await connectionStore(invocation);
    const { connection, warnings } = await updateConnection(store, given.argument(0), {
      credential: credential ?? undefined,
      capabilities,
    });
    const subject = {
      connection: connection.id,
      name: connection.name,
      credential: credential?.kind ?? null,
      capabilities: connection.capabilities,
    };
    await recordAct(store.database, { actor, action: 'connection.updated', subject, at: clock.now() });
    for (const warning of warnings) terminal.note(warning);
    terminal.line(`Connection ${terminal.paint('strong', connection.name)} is updated. Checking it:`);
    terminal.line();
    const { isRight, checks } = await checkAndShow(invocation, { name: connection.name, mailboxes: [] });
    terminal.object({ connection: connectionObject(connection), warnings, checks });
    return isRight ? done : checkFailed;
  },
};
