import type { CommandDefinition } from '../../frame/command-definition.ts';
import { done } from '../../exit-codes.ts';

export const receiptShow: CommandDefinition = {
  words: 'receipt show',
  summary: 'show the receipt of a collection',
  details:
    'ID is that of a collection (or its first characters), whose newest receipt is shown, or that of a receipt. With --json the receipt itself is written: keep that file, it is what `receipt verify` reads.',
  examples: ['receipt show 019a52c1', 'receipt show 019a52c1 --json > receipt.json'],
  shape: (command) => command.argument('<id>', 'collection or receipt'),
  async run({ given, instance, terminal }) {
    const { receiptSummary, receiptText } = await import('#custody');
    const { findReceiptOf } = await import('../../receipts/find-receipt.ts');
    const { reader } = await instance.database();
    const receipt = await findReceiptOf(reader, given.argument(0));
    if (terminal.isJson) terminal.raw(receiptText(receipt));
    else terminal.line(receiptSummary(receipt).trimEnd());
    return done;
  },
};
