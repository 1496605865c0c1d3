import type { CommandDefinition } from '../../frame/command-definition.ts';
import { UsageError } from '../../frame/usage-error.ts';
import { checkFailed, done } from '../../exit-codes.ts';
import { credentialOptions } from './credential-options.ts';

export const connectionAdd: CommandDefinition = {
  words: 'connection add',
  summary: 'save a way into a tenant and check it',
  details:
    'The credential is sealed in the data folder, which is made when it is not there. The connection is checked as soon as it is saved; it stays saved when a check fails (exit code 4), so that the fix can be made and `connection check` run again. With --delegated you sign in with a browser on this machine, and the connection reads your mailbox and those you hold Full Access to; the app registration needs the redirect address http://localhost (web).',
  examples: [
    'connection add acme --tenant acme.example --client-id 6f1c… --client-secret-file secret.txt --capability collect-mail',
    'connection add acme --tenant acme.example --client-id 6f1c… --certificate acme.pem --capability collect-mail tell-mailbox-kinds',
    'connection add mine --delegated --tenant acme.example --client-id 6f1c… --client-secret-file secret.txt --capability collect-mail',
  ],
  shape: (command) =>
    credentialOptions(
      command
        .argument('<name>', 'how you will call the connection')
        .requiredOption('--tenant <tenant>', 'directory id or verified domain')
        .requiredOption('--client-id <id>', 'application (client) id of the app registration'),
    )
      .option('--delegated', 'sign in as yourself, instead of the application by itself')
      .option('--cloud <cloud>', 'global (and gcc), gcc-high, dod or china (default: global)')
      .option(
        '--endpoints <url>',
        'address of another service that speaks sign-in and Graph (a simulated tenant), or a JSON file',
      )
      .requiredOption(
        '--capability <capability...>',
        'what it is for: collect-mail, list-mailboxes, tell-mailbox-kinds, verify-grants',
      ),
  async run(invocation) {
    const { given, instance, terminal, actor, clock } = invocation;
    const { addConnection, chooseCloud, parseCapabilities } = await import('#microsoft');
    const { recordAct } = await import('#custody');
    const { readCredential } = await import('../../connections/read-credential.ts');
    const { connectionStore, connectionObject } = await import('../../../workbench/connections/connection-store.ts');
    const { signInAtBrowser } = await import('../../connections/sign-in-at-browser.ts');
    const { checkAndShow } = await import('../../connections/check-and-show.ts');
    const cloud = await chooseCloud({ cloud: given.text('cloud'), endpoints: given.text('endpoints') });
    const capabilities = parseCapabilities(given.texts('capability'));
    const credential = await readCredential(given);
    if (credential === null)
      throw new UsageError(
        'How does the application prove itself?',
        'Give --client-secret-file FILE or --certificate FILE.',
      );
    await instance.create();
    const store = await connectionStore(invocation);
    const name = given.argument(0);
    const tenant = given.required('tenant', '--tenant');
    const registration = { cloud, tenant, clientId: given.required('clientId', '--client-id'), credential };
    const { connection, warnings } = given.flag('delegated')
      ? await signInAtBrowser(invocation, store, { kind: 'new', name, capabilities, registration })
      : await addConnection(store, { name, ...registration, capabilities });
    const subject = {
      connection: connection.id,
      name: connection.name,
      clientId: connection.clientId,
      credential: connection.credentialKind,
    };
    await recordAct(store.database, { actor, action: 'connection.added', subject, at: clock.now() });
    for (const warning of warnings) terminal.note(warning);
    terminal.line(`Connection ${terminal.paint('strong', connection.name)} is saved. Checking it:`);
    terminal.line();
    const { isRight, checks } = await checkAndShow(invocation, { name: connection.name, mailboxes: [] });
    terminal.object({ connection: connectionObject(connection), warnings, checks });
    if (!isRight) terminal.line(`It stays saved. After the fix: chainmail connection check ${connection.name}`);
    return isRight ? done : checkFailed;
  },
};
