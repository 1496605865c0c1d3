import type { CommandDefinition } from '../../frame/command-definition.ts';
import { checkFailed, done } from '../../exit-codes.ts';
import { counted } from '../../terminal/amounts.ts';

export const vaultCheck: CommandDefinition = {
  words: 'vault check',
  summary: 'check that the disk of the data folder keeps the laws a vault needs',
  details:
    'Runs the conformance suite of the vault in a folder of its own beside the vault, and removes that folder. The vault itself is not touched. Exit code 4 when a law is broken.',
  examples: ['vault check', 'vault check --data /srv/chainmail'],
  async run({ instance, terminal }) {
    const { mkdtemp, rm } = await import('node:fs/promises');
    const { join } = await import('node:path');
    const { openDiskVault, vaultConformance } = await import('#vault');
    await instance.requireFolder();
    const folder = await mkdtemp(join(instance.dataFolder, 'vault-check-'));
    let broken = 0;
    let checks = 0;
    try {
      for await (const check of vaultConformance(() => openDiskVault({ folder }))) {
        checks += 1;
        if (!check.passed) broken += 1;
        terminal.object(check);
        terminal.marked(check.passed ? { text: 'pass', tone: 'good' } : { text: 'FAIL', tone: 'bad' }, check.name);
        if (!check.passed) terminal.words(check.detail, 6);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    terminal.object({ checks, broken });
    terminal.line(
      broken === 0 ? `${counted(checks, 'law')} kept.` : `${counted(broken, 'law')} of ${String(checks)} broken.`,
    );
    return broken === 0 ? done : checkFailed;
  },
};
