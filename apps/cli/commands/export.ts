import type { CommandDefinition } from '../frame/command-definition.ts';
import { UsageError } from '../frame/usage-error.ts';
import { done } from '../exit-codes.ts';
import { counted, size } from '../terminal/amounts.ts';

export const exportCollection: CommandDefinition = {
  words: 'export',
  summary: 'write the original messages of a collection as files to hand out',
  details:
    'Folders custodian/mailbox/folder with one .eml file for each message, byte for byte as it was collected, and a manifest of digests (manifest.csv for people, manifest.jsonl for programs). Stopped, the same command goes on.',
  examples: ['export --collection 019a52c1 --format eml --out ./handed-out'],
  shape: (command) =>
    command
      .requiredOption('--collection <id>', 'collection, or the first characters of its id')
      .requiredOption('--format <format>', 'eml')
      .requiredOption('--out <dir>', 'folder to write, new or empty'),
  async run({ given, instance, terminal, clock, actor, signal }) {
    const format = given.required('format', '--format');
    if (format !== 'eml') throw new UsageError(`"${format}" is not a format.`, 'There is --format eml.');
    const { findCollection } = await import('#collector');
    const { recordAct } = await import('#custody');
    const { exportEml } = await import('#export');
    const { exportRows } = await import('../collections/export-rows.ts');
    const { ProgressBar } = await import('../terminal/progress-bar.ts');
    const database = await instance.database();
    const vault = await instance.vault();
    const collection = await findCollection(database.reader, given.required('collection', '--collection'));
    if (!collection.status.startsWith('completed')) {
      terminal.note(`The collection is ${collection.status}: the export holds what it has kept so far.`);
    }
    const rows = await exportRows(database.reader, collection);
    const folder = given.required('out', '--out');
    const result = await (async () => {
      using bar = new ProgressBar({ terminal, clock, title: 'Exporting', noun: ['file', 'files'] });
      return await exportEml({
        folder,
        key: rows.key,
        rows: rows.read(),
        vault,
        signal,
        onProgress: ({ files, bytes }) => {
          bar.update({ done: files, expected: rows.count, bytes });
        },
      });
    })();
    const subject = { collection: collection.id, folder, format, files: result.files, bytes: result.bytes };
    await recordAct(database, { actor, action: 'collection.exported', subject, at: clock.now() });
    terminal.object(result);
    terminal.line(`${counted(result.files, 'file')}, ${size(result.bytes)}, in ${folder}`);
    terminal.line(`Manifest: ${result.manifest}`);
    return done;
  },
};
