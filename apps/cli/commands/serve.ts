import { once } from 'node:events';
import type { CommandDefinition } from '../frame/command-definition.ts';
import { done } from '../exit-codes.ts';

export const serve: CommandDefinition = {
  words: 'serve',
  summary: 'start the web server, on this machine',
  details:
    'Listens on this machine alone unless it is given another address and the name people reach it by. Ctrl-C takes no new requests, answers those that have begun, and ends.',
  examples: ['serve', 'serve --port 0', 'serve --host 0.0.0.0 --public-url https://chainmail.example'],
  stops: { says: 'Stopping: no new requests are taken … (Ctrl-C again ends at once)' },
  shape: (command) =>
    command
      .option('--host <address>', 'address to listen on (default: 127.0.0.1, this machine alone)')
      .option('--port <port>', 'port to listen on; 0 takes a free one (default: 8080)')
      .option('--public-url <url>', 'address people type to reach it, such as https://chainmail.example')
      .option('--renew-accounts-key', 'where the key of accounts is lost: make a new one, and sign everybody out'),
  async run({ given, terminal, clock, signal, actor }) {
    const { openInstance } = await import('../../workbench/compose.ts');
    const { builtWebApp, startServer } = await import('../../server/index.ts');
    const settings = { host: given.text('host'), port: given.text('port'), publicUrl: given.text('publicUrl') };
    await using instance = openInstance({ data: given.text('data'), clock, settings });
    if (given.flag('renewAccountsKey')) {
      const { renewAccountsKey } = await import('../../workbench/renew-accounts-key.ts');
      const isRenewed = await renewAccountsKey(instance, { actor, clock });
      terminal.note(
        isRenewed
          ? 'A new key of accounts is made; everybody signs in again.'
          : 'The key of accounts is there; it stays.',
      );
    }
    const webFolder = await builtWebApp(() => {
      terminal.note('Building the browser application; once after each change of it …');
    });
    await using server = await startServer({ instance, clock, webFolder });
    terminal.line(`Chainmail is at ${terminal.paint('strong', server.url)}`);
    terminal.line(`Data folder: ${instance.dataFolder}`);
    if (server.needsSetUp) terminal.line('There is no account yet: the first person becomes the administrator.');
    if (server.setUpCode !== null) terminal.line(`Set-up code, which that takes: ${server.setUpCode}`);
    const { url, needsSetUp, setUpCode } = server;
    terminal.object({ url, dataFolder: instance.dataFolder, needsSetUp, setUpCode });
    if (!signal.aborted) await once(signal, 'abort');
    return done;
  },
};
