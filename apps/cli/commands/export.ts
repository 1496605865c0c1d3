import type { CommandDefinition } from '../frame/command-definition.ts';
import { done, doneWithExceptions } from '../exit-codes.ts';
import { count, counted, size } from '../terminal/amounts.ts';

export const exportItems: CommandDefinition = {
  words: 'export',
  summary: 'write messages as files to hand out: EML, mbox, or a load file for a review platform',
  details:
    'eml: folders custodian/mailbox/folder with one file for each message. mbox: one file for each mailbox (mboxrd). dat, csv: a load file (Concordance DAT or CSV) with a line for every message and attachment, beside natives/ and text/. Original bytes are byte for byte as they were collected. A manifest of digests and a signed receipt go along: `receipt verify`. What the vault cannot give, because a pack is missing or damaged, is listed in missing.csv and in the receipt (exit code 3). Stopped, the same command goes on with the same messages.',
  examples: [
    'export --collection 019a52c1 --format eml --out ./handed-out',
    `export --query 'demurrage received:2026-01-01..2026-06-30' --format mbox --out ./demurrage`,
    'export --matter Lakeside --format dat --out ./production-1 --prefix LAKE --duplicates hide',
  ],
  stops: { says: 'Stopping … (the same command goes on where it stopped)' },
  shape: (command) =>
    command
      .option('--collection <id>', 'collection, or the first characters of its id')
      .option('--matter <name>', 'everything that was kept for this matter')
      .option('--query <kql>', 'what this query finds, within --matter where there are several')
      .requiredOption('--format <format>', 'eml, mbox, dat or csv')
      .requiredOption('--out <dir>', 'folder to write, new or empty')
      .option('--duplicates <choice>', 'messages that say the same: keep (default), hide, or per-custodian')
      .option('--prefix <text>', 'load file: what stands before the numbers (default: DOC)')
      .option('--start <number>', 'load file: the first number (default: 1)')
      .option('--encoding <encoding>', 'load file: utf-8 (default) or utf-16le'),
  async run(invocation) {
    const { given, instance, terminal } = invocation;
    const { readExportOptions } = await import('../exports/export-options.ts');
    const { chooseSelection } = await import('../exports/export-selection.ts');
    const { handOut } = await import('../../workbench/exports/hand-out.ts');
    const { working } = await import('../frame/listening.ts');
    const options = await readExportOptions(given);
    const folder = given.required('out', '--out');
    const { reader } = await instance.database();
    const { matter, selection, remark } = await chooseSelection(reader, invocation);
    if (remark !== null) terminal.note(remark);
    const result = await handOut(working(invocation), {
      folder,
      request: { matter, selection, ...options },
      onBegun: ({ startedAt }, isResumed) => {
        if (isResumed) terminal.note(`Going on with the selection of ${startedAt.toISOString()}.`);
      },
    });
    const { files, bytes, manifest, items, hidden, exceptions, missing, id, receiptId } = result;
    terminal.object({ files, bytes, manifest, items, hidden, exceptions, missing, export: id, receipt: receiptId });
    const left = hidden === 0 ? '' : `; ${counted(hidden, 'duplicate')} left out`;
    terminal.line(`${counted(items, 'message')}${left}`);
    terminal.line(`${counted(files, 'file')}, ${size(bytes)}, in ${folder}`);
    if (exceptions > missing)
      terminal.line(`Exceptions: ${count(exceptions - missing)} (something of them could not be read)`);
    if (missing > 0) {
      const what = `${counted(missing, 'message')} could not be handed out: a pack is missing or damaged. They are listed in missing.csv; \`vault verify\` says more.`;
      terminal.marked({ text: 'Missing', tone: 'bad' }, what);
    }
    terminal.line(`Manifest: ${manifest}`);
    terminal.line(`Receipt: ${receiptId}, as receipt.json in the folder`);
    return missing > 0 ? doneWithExceptions : done;
  },
};
