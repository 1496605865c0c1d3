import type { CommandDefinition, Invocation } from '../../frame/command-definition.ts';
import { checkFailed, done } from '../../exit-codes.ts';
import { counted } from '../../terminal/amounts.ts';

export const catalogueRebuild: CommandDefinition = {
  words: 'catalogue rebuild',
  summary: 'enter every pack of the vault that the catalogue does not know',
  details:
    'With an empty database the whole catalogue is made again from the packs alone: matters, custodians, mailboxes, folders and items. What rests in no pack (ledgers of earlier collections, connections, the audit trail) comes back from a backup only.',
  examples: ['catalogue rebuild --data /srv/rescued'],
  async run(invocation) {
    const { instance, terminal, clock, actor } = invocation;
    const { adoptUnknownPacks } = await import('#collector');
    const { recordAct } = await import('#custody');
    const { showUpkeep } = await import('./show-upkeep.ts');
    await instance.adopt();
    const database = await instance.database();
    const report = await adoptUnknownPacks({ database, vault: await instance.vault(), clock, actor });
    const adopted = report.adopted.map(({ path }) => path);
    await recordAct(database, {
      actor,
      action: 'catalogue.rebuilt',
      subject: { adopted, quarantined: report.quarantined },
      at: clock.now(),
    });
    showUpkeep(terminal, report);
    await processAgain(invocation);
    await (await import('../../search/make-searchable.ts')).makeSearchable(invocation);
    terminal.line(`${counted(adopted.length, 'pack')} entered into the catalogue.`);
    return report.unreadable.length === 0 ? done : checkFailed;
  },
};

/** What messages say is in no pack but in their bytes: they are read again. */
async function processAgain(invocation: Invocation): Promise<void> {
  const { instance, terminal, clock, signal } = invocation;
  const { listCollections } = await import('#collector');
  const { processMatter } = await import('#processing');
  const { ProgressBar } = await import('../../terminal/progress-bar.ts');
  const { readAttachments } = await import('../../search/read-attachments.ts');
  const database = await instance.database();
  const vault = await instance.vault();
  const matters = new Set((await listCollections(database.reader)).map(({ matter }) => matter));
  for (const matter of matters) {
    {
      using bar = new ProgressBar({ terminal, clock, title: 'Processing', noun: ['message', 'messages'] });
      await processMatter({
        database,
        vault,
        matter,
        clock,
        signal,
        onProgress: ({ processed, total, bytes }) => {
          bar.update({ done: processed, expected: total, bytes });
        },
      });
    }
    await readAttachments(invocation, { matter });
  }
}
