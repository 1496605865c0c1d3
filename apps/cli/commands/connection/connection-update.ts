import type { CommandDefinition } from '../../frame/command-definition.ts';
import { UsageError } from '../../frame/usage-error.ts';
import { checkFailed, done } from '../../exit-codes.ts';
import { credentialOptions } from './credential-options.ts';

export const connectionUpdate: CommandDefinition = {
  words: 'connection update',
  summary: 'give a connection a new credential or other capabilities, and check it',
  details:
    'Make the new secret beside the old one in Entra, give it here, and delete the old one there when the checks pass. A credential that the service does not accept is not saved: the connection keeps the one it had (exit code 4). Where the key that seals credentials is lost, a new one is made for the credential you give. Collections are not touched; one that was stopped goes on with the new credential.',
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
    const { isUsable, parseCapabilities, updateConnection } = await import('#microsoft');
    const { recordAct } = await import('#custody');
    const { readCredential } = await import('../../connections/read-credential.ts');
    const { connectionStore, connectionObject } = await import('../../../workbench/connections/connection-store.ts');
    const { checkOn } = await import('../../../workbench/connections/check-connection.ts');
    const { replaceCredential } = await import('../../../workbench/connections/replace-credential.ts');
    const { showChecks } = await import('../../connections/show-checks.ts');
    const credential = await readCredential(given);
    const names = given.texts('capability');
    const capabilities = names.length === 0 ? undefined : parseCapabilities(names);
    if (credential === null && capabilities === undefined) {
      throw new UsageError('Nothing was given to change.', 'Give --client-secret-file, --certificate or --capability.');
    }
    const store = await connectionStore(invocation);
    const name = given.argument(0);
    const replaced =
      credential === null ? null : await replaceCredential(invocation, name, { credential, capabilities });
    const saved = replaced === null ? await updateConnection(store, name, { capabilities }) : replaced.saved;
    if (saved === null) {
      const refused = replaced?.checks ?? [];
      showChecks(terminal, refused);
      terminal.object({ connection: null, warnings: [], checks: refused });
      terminal.line('The new credential was not accepted, so nothing is changed: the connection keeps the one it had.');
      return checkFailed;
    }
    const { connection } = saved;
    const subject = {
      connection: connection.id,
      name: connection.name,
      credential: credential?.kind ?? null,
      capabilities: connection.capabilities,
    };
    await recordAct(store.database, { actor, action: 'connection.updated', subject, at: clock.now() });
    const warnings = [...saved.warnings, ...(replaced?.unreadable ?? []).map(unreadableText)];
    for (const warning of warnings) terminal.note(warning);
    terminal.line(`Connection ${terminal.paint('strong', connection.name)} is updated. Its checks:`);
    terminal.line();
    const checks = replaced?.checks ?? (await checkOn(invocation, connection.name, []));
    showChecks(terminal, checks);
    terminal.object({ connection: connectionObject(connection), warnings, checks });
    return isUsable(checks) ? done : checkFailed;
  },
};

function unreadableText(name: string): string {
  return (
    `The credential of "${name}" was sealed with a key that is lost and cannot be opened any more. ` +
    `Give it again: chainmail connection update '${name}' --client-secret-file FILE (or --certificate FILE)`
  );
}
