import type { CommandDefinition } from '../../frame/command-definition.ts';
import { done, doneWithExceptions } from '../../exit-codes.ts';
import { count, counted, size } from '../../terminal/amounts.ts';

export const backup: CommandDefinition = {
  words: 'backup',
  summary: 'copy database and packs into a folder',
  details:
    'May run beside collections. The keys are not in it: without them sealed secrets must be entered again, and receipts are signed with a new key. Copy them with --with-keys into a folder that is kept apart from the backup. Every pack is compared with the catalogue on the way: one that is damaged or gone is said and named in the manifest, and the exit code is 3.',
  examples: ['backup /mnt/backup/2026-01-31', 'backup /mnt/backup/2026-01-31 --with-keys /mnt/safe/chainmail-keys'],
  shape: (command) =>
    command
      .argument('<dir>', 'folder for the backup, new or empty')
      .option('--with-keys <dir>', 'copy the keys too, into this other folder'),
  async run({ given, instance, terminal, clock, actor, signal }) {
    const { resolve } = await import('node:path');
    const { backup: writeBackup } = await import('#platform');
    const { recordAct } = await import('#custody');
    const { knownPacks, showDamage, treesOf } = await import('./backup-trees.ts');
    const folder = resolve(given.argument(0));
    const keys = given.text('withKeys');
    const database = await instance.database();
    await instance.vault();
    await recordAct(database, {
      actor,
      action: 'backup.begun',
      subject: { folder, withKeys: keys !== undefined },
      at: clock.now(),
    });
    const report = await writeBackup({
      database,
      dataFolder: instance.dataFolder,
      folder,
      trees: Object.entries(treesOf(instance.dataFolder)).map(([name, tree]) => ({
        name,
        folder: tree,
        accept: isPack,
        known: () => knownPacks(database.reader),
      })),
      keysFolder: keys === undefined ? null : resolve(keys),
      onProgress: (step) => {
        terminal.status(`backing up: ${step}`);
      },
      signal,
    });
    terminal.status(null);
    terminal.object(report);
    terminal.line(
      `${counted(report.tables, 'table')} with ${count(report.rows)} rows and ${counted(report.files, 'pack')}, ${size(report.bytes)}, in ${folder}`,
    );
    if (!report.hasKeys) terminal.words('The keys are not in it. Keep a copy of them apart: --with-keys DIR.');
    showDamage(terminal, report.damaged);
    return report.damaged.length === 0 ? done : doneWithExceptions;
  },
};

/** Packs that are not sealed belong to no catalogue yet. */
function isPack(path: string): boolean {
  return path.endsWith('.tar');
}
