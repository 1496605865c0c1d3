import type { IndexEntry } from '../folder/index-file.ts';
import type { ExportRow } from '../row.ts';

export interface ExportProgress {
  /** Items written. */
  readonly items: number;
  readonly files: number;
  readonly bytes: number;
}

/** How much of the export one row was. */
export interface Share {
  readonly files: number;
  readonly bytes: number;
  /** Records of which something was not read or could not be written. */
  readonly exceptions: number;
}

/** One row on its way into the export. */
export interface PlacedRow {
  /** Writes its files, beside those of other rows. */
  write(slot: number): Promise<void>;
  /** Enters it into the lists; called in the order of rows. */
  enter(): Promise<Share>;
}

/** A form of export: which files there are, and what lists them. */
export interface ExportForm extends AsyncDisposable {
  /** How many rows are written at the same time. */
  readonly width: number;
  /** Gives a row its names and numbers; called in the order of rows. */
  place(row: ExportRow): PlacedRow;
  /** Makes the lists durable; called once, at the end. */
  finish(): Promise<{ readonly indexes: readonly IndexEntry[]; readonly last: Share }>;
}

export const nothing: Share = { files: 0, bytes: 0, exceptions: 0 };

export function addShares(left: Share, right: Share): Share {
  return {
    files: left.files + right.files,
    bytes: left.bytes + right.bytes,
    exceptions: left.exceptions + right.exceptions,
  };
}
