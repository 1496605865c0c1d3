import type { CommandDefinition } from '../../frame/command-definition.ts';
import { checkFailed, done } from '../../exit-codes.ts';
import { counted } from '../../terminal/amounts.ts';

export const catalogueRebuild: CommandDefinition = {
  words: 'catalogue rebuild',
  summary: 'enter every pack of the vault that the catalogue does not know',
  details:
    'With an empty database the whole catalogue is made again from the packs alone: matters, custodians, mailboxes, folders and items. What rests in no pack (ledgers of earlier collections, connections, the audit trail) comes back from a backup only.',
  examples: ['catalogue rebuild --data /srv/rescued'],
  async run({ instance, terminal, clock, actor }) {
    const { adoptUnknownPacks } = await import('#collector');
    const { recordAct } = await import('#custody');
    const { showUpkeep } = await import('./show-upkeep.ts');
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
    terminal.line(`${counted(adopted.length, 'pack')} entered into the catalogue.`);
    return report.unreadable.length === 0 ? done : checkFailed;
  },
};
