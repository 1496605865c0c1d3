import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '#evidence';
import { byteOrderMark, csvLine } from '#formats';
import { IndexFile, type IndexEntry } from './folder/index-file.ts';
import type { ExportRow } from './row.ts';

/** The list of what could not be handed out; there only when something could not. */
export const missingName = 'missing.csv';

const columns = [
  ...['firstRecord', 'digest', 'size', 'custodian', 'mailbox', 'folder', 'item', 'receivedAt', 'subject'],
  ...['pack', 'code', 'reason'],
];

// The pack is gone or cut off, or the bytes are others. What the disk says of a file that is there may pass.
const causes = new Set(['vault-pack-missing', 'vault-pack-short', 'vault-path', 'vault-range', 'export-damaged-bytes']);

/** Whether the cause lies in the vault and hits this item alone. */
export function isMissing(thrown: unknown): thrown is Failure {
  return thrown instanceof Failure && causes.has(thrown.code);
}

/** Rows whose bytes the vault does not give: they are listed, and the rest is handed out without them. */
export class MissingRows implements AsyncDisposable {
  readonly #root: string;
  readonly #positions: number[] = [];
  #list: IndexFile | null = null;
  #first: Failure | null = null;

  private constructor(root: string) {
    this.#root = root;
  }

  /** Begins it anew: a row that was missing in an earlier run may be there again. */
  static async begin(root: string): Promise<MissingRows> {
    await rm(join(root, missingName), { force: true });
    return new MissingRows(root);
  }

  /** Places in the selection. */
  get positions(): readonly number[] {
    return this.#positions;
  }

  /** Why the first of them is missing. */
  get first(): Failure | null {
    return this.#first;
  }

  async enter(row: ExportRow, failure: Failure): Promise<void> {
    this.#first ??= failure;
    this.#positions.push(row.position);
    this.#list ??= await this.#begin();
    await this.#list.append(
      csvLine([
        ...[row.firstRecord, row.digest, row.place.size, row.custodian, row.address, row.folderPath, row.itemId],
        ...[row.receivedAt?.toISOString() ?? null, row.subject, row.place.pack, failure.code, failure.message],
      ]),
    );
  }

  /** The list as an index of the export; none when nothing is missing. */
  async finish(): Promise<readonly IndexEntry[]> {
    return this.#list === null ? [] : [await this.#list.finish()];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#list?.[Symbol.asyncDispose]();
  }

  async #begin(): Promise<IndexFile> {
    const list = await IndexFile.begin(this.#root, missingName);
    await list.append(`${byteOrderMark}${columns.join(',')}\r\n`);
    return list;
  }
}
