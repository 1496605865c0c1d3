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
    terminal.line(`${counted(adopted.length, 'pack')} entered into the catalogue.`);
    return report.unreadable.length === 0 ? done : checkFailed;
  },
};

/** What messages say is in no pack but in their bytes: they are read again. */
async function processAgain(invocation: Invocation): Promise<void> {
  const { listCollections } = await import('#collector');
  const { makeSearchable } = await import('../../../workbench/texts/make-searchable.ts');
  const { readAttachments } = await import('../../../workbench/texts/read-attachments.ts');
  const { readMessages } = await import('../../../workbench/texts/read-messages.ts');
  const { working } = await import('../../frame/listening.ts');
  const work = working(invocation);
  const database = await invocation.instance.database();
  const matters = new Set((await listCollections(database.reader)).map(({ matter }) => matter));
  for (const matter of matters) {
    await readMessages(work, { matter });
    await readAttachments(work, { matter });
  }
  await makeSearchable(work);
}
