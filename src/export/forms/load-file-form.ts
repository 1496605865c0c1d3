import { byteOrderMark, csvLine, datLine, type TextEncoding } from '#formats';
import type { Vault } from '#vault';
import type { ExportFolder } from '../folder/export-folder.ts';
import { IndexFile } from '../folder/index-file.ts';
import { Manifest } from '../folder/manifest.ts';
import type { ExportRow } from '../row.ts';
import { nothing, type ExportForm, type PlacedRow, type Share } from './export-form.ts';
import { fieldNames, fieldValues } from './records/fields.ts';
import type { RecordNumbering } from './records/numbering.ts';
import { recordsOf } from './records/record.ts';
import type { ReadText } from './records/record-text.ts';
import { writeRecords, type WrittenRecords } from './records/write-records.ts';

export interface LoadFileOptions {
  readonly format: 'dat' | 'csv';
  readonly encoding: TextEncoding;
  readonly numbering: RecordNumbering;
  readonly readText: ReadText;
}

type Line = (values: readonly (string | number | null)[]) => string;

const lines: Readonly<Record<LoadFileOptions['format'], Line>> = {
  dat: (values) => datLine(values.map((value) => String(value ?? ''))),
  csv: csvLine,
};

/**
 * A load file with a line for every message and every attachment, families in order; beside it `natives/` with the
 * original bytes and `text/` with the extracted text (UTF-8), named by number.
 */
export async function beginLoadFileForm(
  folder: ExportFolder,
  vault: Vault,
  { format, encoding, numbering, readText }: LoadFileOptions,
): Promise<ExportForm> {
  const manifest = await Manifest.begin(folder.root, ['record', 'md5'] as const);
  const loadFile = await IndexFile.begin(folder.root, `loadfile.${format}`, encoding);
  await loadFile.append(byteOrderMark + lines[format](fieldNames));
  const tools = { folder, vault, readText };
  const place = (row: ExportRow): PlacedRow => {
    const records = recordsOf(row, numbering);
    let written: WrittenRecords = { records: [], files: [] };
    return {
      async write(slot) {
        written = await writeRecords(records, tools, slot);
      },
      async enter(): Promise<Share> {
        await loadFile.append(written.records.map((record) => lines[format](fieldValues(record))).join(''));
        await manifest.enter(written.files);
        return {
          files: written.files.length,
          bytes: written.files.reduce((sum, { size }) => sum + size, 0),
          exceptions: written.records.filter(({ exceptions }) => exceptions.length > 0).length,
        };
      },
    };
  };
  return {
    width: 4,
    place,
    finish: async () => ({ indexes: [...(await manifest.finish()), await loadFile.finish()], last: nothing }),
    async [Symbol.asyncDispose]() {
      await loadFile[Symbol.asyncDispose]();
      await manifest[Symbol.asyncDispose]();
    },
  };
}
