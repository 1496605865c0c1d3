import type { CommandDefinition } from '../../frame/command-definition.ts';
import { checkFailed, done } from '../../exit-codes.ts';

export const connectionSignIn: CommandDefinition = {
  words: 'connection sign-in',
  summary: "sign in again with a person's connection",
  details:
    'Shows the address of the sign-in page and waits for the browser, which has to be on this machine. The same person has to sign in; what was collected through the connection stays and can go on.',
  examples: ['connection sign-in mine'],
  shape: (command) => command.argument('<name>', 'connection that was added with --delegated'),
  async run(invocation) {
    const { given, terminal, actor, clock } = invocation;
    const { recordAct } = await import('#custody');
    const { connectionStore, connectionObject } = await import('../../../workbench/connections/connection-store.ts');
    const { checkAndShow } = await import('../../connections/check-and-show.ts');
    const { signInAtBrowser } = await import('../../connections/sign-in-at-browser.ts');
    const store = await connectionStore(invocation);
    const { connection } = await signInAtBrowser(invocation, store, { kind: 'again', connection: given.argument(0) });
    const subject = { connection: connection.id, name: connection.name, signer: connection.signer?.address ?? null };
    await recordAct(store.database, { actor, action: 'connection.signed-in', subject, at: clock.now() });
    terminal.line(`${connection.signer?.address ?? 'Somebody'} signed in. Checking the connection:`);
    terminal.line();
    const { isRight, checks } = await checkAndShow(invocation, { name: connection.name, mailboxes: [] });
    terminal.object({ connection: connectionObject(connection), checks });
    return isRight ? done : checkFailed;
  },
};
