import type { CommandDefinition } from '../../frame/command-definition.ts';

export const demo: CommandDefinition = {
  words: 'demo',
  summary: 'go the whole way on a simulated tenant: connect, check, collect, process, verify, prove',
  details:
    'Starts a Microsoft 365 tenant in a box (made-up people and mail), collects three custodians and prints the receipt. It then stays up, so that the commands it prints work, and serves the app with what was collected, until Ctrl-C: the address and a sign-in are printed. Without --data it works in a new folder below the folder for temporary files, which stays afterwards.',
  examples: ['demo', 'demo --once', 'demo --mail ~/exported-mail --data ./demo-data'],
  stops: { says: 'Stopping …' },
  shape: (command) =>
    command
      .option(
        '--mail <dir>',
        'your own mail instead: DIR/<address>/<Folder>/*.eml, maildirs or mboxes, or just .eml files',
      )
      .option('--no-serve', 'leave the app out, and only keep the tenant up')
      .option('--once', 'end when it is done, instead of staying up'),
  async run(invocation) {
    const { runDemo } = await import('./run-demo.ts');
    return runDemo(invocation);
  },
};
