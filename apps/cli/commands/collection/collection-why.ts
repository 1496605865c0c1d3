import type { CommandDefinition } from '../../frame/command-definition.ts';
import { UsageError } from '../../frame/usage-error.ts';
import { done } from '../../exit-codes.ts';
import { instant } from '../../terminal/amounts.ts';
import { plainText } from '../../terminal/plain-text.ts';

export const collectionWhy: CommandDefinition = {
  words: 'collection why',
  summary: 'say what became of one message, or of the mail of one day',
  details:
    'Answers for every collection of the mailbox: whether it was listed, and how it ended; where it was not seen, the likely cause. Exit code 0 when there is an answer, whatever it is; 1 when no collection looked at the mailbox.',
  examples: [
    "collection why --mailbox alice@acme.example --message-id '<2f7c@acme.example>'",
    'collection why --mailbox alice@acme.example --date 2026-01-31 --zone Europe/Berlin',
  ],
  shape: (command) =>
    command
      .requiredOption(
        '--mailbox <address>',
        'the mailbox: primary address, object id, or an alias that a connection can resolve',
      )
      .option('--message-id <id>', 'Message-ID of the message, with or without angle brackets')
      .option('--date <day>', 'the day it was received (2026-01-31)')
      .option('--zone <zone>', 'time zone of the day (default: UTC)'),
  async run(invocation) {
    const { given, instance, terminal } = invocation;
    const messageId = given.text('messageId');
    const date = given.text('date');
    if (messageId === undefined && date === undefined)
      throw new UsageError('Which message?', 'Give --message-id ID or --date DAY.');
    const { parseWindow } = await import('#evidence');
    const { whyNot } = await import('#collector');
    const { knownMailbox } = await import('../../collections/known-mailbox.ts');
    const day = date === undefined ? null : parseWindow({ from: date, to: date, zone: given.text('zone') });
    const received = day === null || day.from === null || day.to === null ? undefined : { from: day.from, to: day.to };
    const { reader } = await instance.database();
    const answers = await whyNot(reader, {
      mailbox: await knownMailbox(invocation, given.required('mailbox', '--mailbox')),
      ...(messageId === undefined ? {} : { messageId }),
      ...(received === undefined ? {} : { received }),
    });
    for (const { collection, matter, collectedAt, row, answer } of answers) {
      terminal.object({ collection, matter, collectedAt, row, answer });
      const about = [row?.internetMessageId ?? '', row?.receivedAt == null ? '' : instant(row.receivedAt)];
      terminal.line(terminal.paint('faint', `Collection ${collection}, ${plainText(matter)}, ${instant(collectedAt)}`));
      const message = about.filter((part) => part !== '').join('  ');
      if (message !== '') terminal.line(`  ${plainText(message)}`);
      terminal.words(answer, 2);
    }
    return done;
  },
};
