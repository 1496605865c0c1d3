import type { CommandDefinition } from '../../frame/command-definition.ts';
import { checkFailed, done } from '../../exit-codes.ts';
import { counted } from '../../terminal/amounts.ts';

export const vaultTidy: CommandDefinition = {
  words: 'vault tidy',
  summary: 'move unfinished packs of dead processes aside and adopt packs the catalogue does not know',
  details:
    'Deletes nothing: unfinished packs go to quarantine/. May run beside collections. Exit code 4 when a pack cannot be read.',
  examples: ['vault tidy'],
  async run({ instance, terminal, clock, actor }) {
    const { tidyVault } = await import('#collector');
    const { showUpkeep } = await import('./show-upkeep.ts');
    const report = await tidyVault({
      database: await instance.database(),
      vault: await instance.vault(),
      clock,
      actor,
    });
    showUpkeep(terminal, report);
    if (report.quarantined.length + report.adopted.length === 0) terminal.line('The vault was tidy.');
    else
      terminal.line(
        `${counted(report.quarantined.length, 'pack')} moved to quarantine, ${counted(report.adopted.length, 'pack')} adopted.`,
      );
    return report.unreadable.length === 0 ? done : checkFailed;
  },
};
