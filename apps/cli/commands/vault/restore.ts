import type { CommandDefinition } from '../../frame/command-definition.ts';
import { done, doneWithExceptions } from '../../exit-codes.ts';
import { count, counted } from '../../terminal/amounts.ts';

export const restore: CommandDefinition = {
  words: 'restore',
  summary: 'make a data folder from a backup',
  details:
    'Into an empty data folder and an empty database. Every digest is checked before anything is written. Packs that were damaged already when the backup was made are named, and the exit code is 3. Interrupted, the same command goes on.',
  examples: [
    'restore /mnt/backup/2026-01-31 --data /srv/chainmail',
    'restore /mnt/backup/2026-01-31 --with-keys /mnt/safe/chainmail-keys',
  ],
  shape: (command) =>
    command.argument('<dir>', 'folder of the backup').option('--with-keys <dir>', 'folder with the copy of the keys'),
  async run({ given, instance, terminal, clock, actor, signal }) {
    const { resolve } = await import('node:path');
    const { inspectRestore, restore: readBackup } = await import('#platform');
    const { recordAct } = await import('#custody');
    const { showDamage, treesOf } = await import('./backup-trees.ts');
    const folder = resolve(given.argument(0));
    const keys = given.text('withKeys');
    await inspectRestore({ folder, dataFolder: instance.dataFolder });
    await instance.create();
    const report = await readBackup({
      database: await instance.databaseAsItIs(),
      dataFolder: instance.dataFolder,
      folder,
      trees: treesOf(instance.dataFolder),
      keysFolder: keys === undefined ? null : resolve(keys),
      onProgress: (step) => {
        terminal.status(`restoring: ${step}`);
      },
      signal,
    });
    const subject = { folder, madeAt: report.madeAt, withKeys: report.hasKeys };
    await recordAct(await instance.database(), { actor, action: 'backup.restored', subject, at: clock.now() });
    terminal.status(null);
    terminal.object(report);
    terminal.line(
      `${count(report.rows)} rows and ${counted(report.files, 'pack')} of ${report.madeAt} are in ${instance.dataFolder}`,
    );
    showDamage(terminal, report.damaged);
    terminal.line(`Read them again with: chainmail vault verify --data ${quoted(instance.dataFolder)}`);
    return report.damaged.length === 0 ? done : doneWithExceptions;
  },
};

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
