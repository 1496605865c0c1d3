import type { CommandDefinition } from '../../frame/command-definition.ts';
import { readGivenFile } from '../../frame/read-given-file.ts';
import { checkFailed, done } from '../../exit-codes.ts';
import { counted } from '../../terminal/amounts.ts';

export const auditVerify: CommandDefinition = {
  words: 'audit verify',
  summary: 'verify the hash chain of everything that was done',
  details:
    'Finds entries that were changed, reordered, taken out or put in, and a trail that was cut off behind a head that a receipt or --head names. Exit code 4 when the chain is broken.',
  examples: ['audit verify', 'audit verify --head head.json'],
  shape: (command) => command.option('--head <file...>', 'heads that `audit head` wrote and that were kept elsewhere'),
  async run({ given, instance, terminal }) {
    const { readExportedHead, verifyAuditTrail } = await import('#custody');
    const { reader } = await instance.database();
    const known = [];
    for (const file of given.texts('head')) {
      const text = await readGivenFile(file);
      known.push(await readExportedHead(reader, text.toString('utf8')));
    }
    const outcome = await verifyAuditTrail(reader, { known });
    terminal.object(outcome);
    if (!outcome.intact) {
      terminal.marked({ text: 'Broken', tone: 'bad' }, `at entry ${String(outcome.brokenAt)}: ${outcome.detail}`);
      return checkFailed;
    }
    terminal.marked(
      { text: 'Intact', tone: 'good' },
      `${counted(outcome.entries, 'entry', 'entries')}, head ${outcome.head.hash}`,
    );
    return done;
  },
};
