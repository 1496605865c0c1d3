import { byteOrderMark, csvLine, mboxSeparator } from '#formats';
import type { Vault } from '#vault';
import type { ExportFolder } from '../folder/export-folder.ts';
import { ExportTree } from '../folder/export-tree.ts';
import { IndexFile } from '../folder/index-file.ts';
import { Manifest, manifestNames } from '../folder/manifest.ts';
import { missingName } from '../missing-rows.ts';
import type { ExportRow } from '../row.ts';
import { addShares, nothing, type ExportForm, type PlacedRow, type Share } from './export-form.ts';
import { damagedItem, isException } from './item-bytes.ts';
import { MboxFile } from './mbox-file.ts';

const listName = 'messages.csv';
const columns = [
  ...['file', 'message', 'digest', 'size', 'custodian', 'mailbox', 'folder', 'place'],
  ...['item', 'receivedAt', 'subject', 'messageId'],
];

/**
 * One mbox for each mailbox, `custodian/mailbox.mbox`, in the mboxrd form; `messages.csv` says of every message where
 * it is and what it is.
 */
export async function beginMboxForm(folder: ExportFolder, vault: Vault): Promise<ExportForm> {
  const manifest = await Manifest.begin(folder.root, []);
  const list = await IndexFile.begin(folder.root, listName);
  await list.append(`${byteOrderMark}${columns.join(',')}\r\n`);
  return new MboxForm({ folder, vault, manifest, list });
}

interface Parts {
  readonly folder: ExportFolder;
  readonly vault: Vault;
  readonly manifest: Manifest<never>;
  readonly list: IndexFile;
}

interface OpenBox {
  readonly path: string;
  readonly file: MboxFile;
  messages: number;
}

class MboxForm implements ExportForm {
  // One after another: they go into one file.
  readonly width = 1;
  readonly #parts: Parts;
  readonly #tree = new ExportTree([...Object.values(manifestNames), listName, missingName]);
  #open: OpenBox | null = null;
  /** Boxes that were finished and not yet counted. */
  #finished: Share = nothing;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  place(row: ExportRow): PlacedRow {
    const path = this.#tree.placeMailbox(row);
    return {
      write: async () => {
        if (this.#open !== null && this.#open.path !== path) await this.#finishBox();
        this.#open ??= await this.#begin(path);
        await this.#open.file.append(this.#entryOf(row));
        this.#open.messages += 1;
      },
      enter: async () => {
        await this.#parts.list.append(csvLine([path, this.#open?.messages ?? 0, ...listed(row)]));
        return { ...this.#takeFinished(), exceptions: isException(row) ? 1 : 0 };
      },
    };
  }

  async finish() {
    await this.#finishBox();
    const last = this.#takeFinished();
    return { indexes: [...(await this.#parts.manifest.finish()), await this.#parts.list.finish()], last };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#open?.file[Symbol.asyncDispose]();
    await this.#parts.list[Symbol.asyncDispose]();
    await this.#parts.manifest[Symbol.asyncDispose]();
  }

  async #begin(path: string): Promise<OpenBox> {
    const { folder } = this.#parts;
    return { path, file: await MboxFile.begin(await folder.prepare(path), folder.isResumed), messages: 0 };
  }

  async #finishBox(): Promise<void> {
    if (this.#open === null) return;
    const { path, file } = this.#open;
    const { size, digest } = await file.finish();
    await file[Symbol.asyncDispose]();
    this.#open = null;
    await this.#parts.manifest.enter([{ path, size, digest }]);
    this.#finished = addShares(this.#finished, { files: 1, bytes: size, exceptions: 0 });
  }

  #takeFinished(): Share {
    const finished = this.#finished;
    this.#finished = nothing;
    return finished;
  }

  #entryOf(row: ExportRow) {
    const address = row.message?.from[0]?.address ?? '';
    return {
      separator: mboxSeparator({ address, at: row.receivedAt ?? row.message?.sentAt ?? null }),
      digest: row.digest,
      size: row.place.size,
      read: () => this.#parts.vault.open(row.place),
      damaged: (found: string) => damagedItem(row, found),
    };
  }
}

function listed(row: ExportRow): readonly (string | number | null)[] {
  return [
    ...[row.digest, row.place.size, row.custodian, row.address, row.folderPath, row.folderPlace],
    ...[row.itemId, row.receivedAt?.toISOString() ?? null, row.subject, row.message?.messageId ?? null],
  ];
}
