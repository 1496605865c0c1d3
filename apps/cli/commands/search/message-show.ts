import type { CommandDefinition } from '../../frame/command-definition.ts';
import { UsageError } from '../../frame/usage-error.ts';
import { done } from '../../exit-codes.ts';
import { messageViews } from '../../search/message-views.ts';

export const messageShow: CommandDefinition = {
  words: 'message show',
  summary: 'show a kept message: its text, headers, source, attachments, or how it came here',
  details:
    'ID is what `search` prints, or its first characters. Without an option: who wrote what to whom, the text and the attachments. --source writes the original bytes to stdout, byte for byte.',
  examples: [
    'message show 2634d7c8-ef37',
    'message show 2634d7c8-ef37 --custody',
    'message show 2634d7c8-ef37 --source > message.eml',
  ],
  shape: (command) =>
    command
      .argument('<id>', 'id of a message')
      .option('--text', 'the text only')
      .option('--headers', 'the header fields, as they came')
      .option('--source', 'the original bytes')
      .option('--attachments', 'the attachments')
      .option('--custody', 'where it comes from, where it rests, and what saw it again'),
  async run(invocation) {
    const { given, instance } = invocation;
    const [view = null, second] = messageViews.filter((one) => given.flag(one));
    if (second !== undefined) throw new UsageError(`Give one of ${messageViews.map((one) => `--${one}`).join(', ')}.`);
    const { findItem, readItem } = await import('#search');
    const { showMessage } = await import('../../search/show-message.ts');
    const { reader } = await instance.database();
    const item = await findItem(reader, given.argument(0));
    await showMessage(invocation, { view, item, message: await readItem(reader, item) });
    return done;
  },
};
