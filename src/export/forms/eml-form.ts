import type { Vault } from '#vault';
import type { ExportFolder } from '../folder/export-folder.ts';
import { ExportTree } from '../folder/export-tree.ts';
import { Manifest, manifestNames } from '../folder/manifest.ts';
import { missingName } from '../missing-rows.ts';
import type { ExportRow } from '../row.ts';
import type { ExportForm, PlacedRow, Share } from './export-form.ts';
import { nothing } from './export-form.ts';
import { isException, nativeFile } from './item-bytes.ts';

const facts = ['custodian', 'mailbox', 'folder', 'item', 'receivedAt', 'subject'] as const;

/** Every item as a file of its own: `custodian/mailbox/folder/…/2026-01-31 093000 subject.eml`. */
export async function beginEmlForm(folder: ExportFolder, vault: Vault): Promise<ExportForm> {
  const tree = new ExportTree([...Object.values(manifestNames), missingName]);
  const manifest = await Manifest.begin(folder.root, facts);
  const place = (row: ExportRow): PlacedRow => {
    const file = fileOf(row, tree.place(row));
    return {
      async write(slot) {
        await folder.keep(nativeFile(vault, row, file.path), slot);
      },
      async enter(): Promise<Share> {
        await manifest.enter([file]);
        return { files: 1, bytes: file.size, exceptions: isException(row) ? 1 : 0 };
      },
    };
  };
  return {
    width: 8,
    place,
    finish: async () => ({ indexes: await manifest.finish(), last: nothing }),
    [Symbol.asyncDispose]: () => manifest[Symbol.asyncDispose](),
  };
}

function fileOf(row: ExportRow, path: string) {
  const { digest, custodian, address: mailbox, folderPath: folder, itemId: item, subject } = row;
  const receivedAt = row.receivedAt?.toISOString() ?? null;
  return { path, digest, size: row.place.size, custodian, mailbox, folder, item, receivedAt, subject };
}
