import type { CommandDefinition } from '../../frame/command-definition.ts';
import { checkFailed, done } from '../../exit-codes.ts';

export const connectionCheck: CommandDefinition = {
  words: 'connection check',
  summary: 'check a connection for every known cause of trouble',
  details:
    'With mailboxes it also reads a message, an attachment and a sub-folder of each: a token alone proves nothing. Exit code 4 when a check fails.',
  examples: ['connection check acme', 'connection check acme --mailbox alice@acme.example bob@acme.example'],
  shape: (command) =>
    command.argument('<name>', 'connection').option('--mailbox <address...>', 'mailboxes to check the connection on'),
  async run(invocation) {
    const { given, terminal } = invocation;
    const { checkAndShow } = await import('../../connections/check-and-show.ts');
    const outcome = await checkAndShow(invocation, { name: given.argument(0), mailboxes: given.texts('mailbox') });
    terminal.object({ isRight: outcome.isRight, checks: outcome.checks });
    return outcome.isRight ? done : checkFailed;
  },
};
