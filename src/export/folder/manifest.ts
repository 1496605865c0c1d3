import { byteOrderMark, csvLine } from '#formats';
import { IndexFile, type IndexEntry } from './index-file.ts';

/** One exported file, in the manifests; what else is known of it depends on the form of the export. */
export type ExportedFile<Facts extends string = never> = {
  /** Relative to the manifest, with `/`. */
  readonly path: string;
  readonly digest: string;
  readonly size: number;
} & Readonly<Record<Facts, string | number | null>>;

export const manifestNames = { csv: 'manifest.csv', jsonl: 'manifest.jsonl' } as const;

/** Every file with its digest, twice: `manifest.csv` for people and spreadsheets, `manifest.jsonl` for programs. */
export class Manifest<Facts extends string> implements AsyncDisposable {
  readonly #columns: readonly ('path' | 'digest' | 'size' | Facts)[];
  readonly #csv: IndexFile;
  readonly #jsonl: IndexFile;

  private constructor(facts: readonly Facts[], files: { readonly csv: IndexFile; readonly jsonl: IndexFile }) {
    this.#columns = ['path', 'digest', 'size', ...facts];
    this.#csv = files.csv;
    this.#jsonl = files.jsonl;
  }

  static async begin<Names extends string>(root: string, facts: readonly Names[]): Promise<Manifest<Names>> {
    const csv = await IndexFile.begin(root, manifestNames.csv);
    const jsonl = await IndexFile.begin(root, manifestNames.jsonl);
    // The byte order mark makes spreadsheets read the file as UTF-8.
    await csv.append(`${byteOrderMark}${['path', 'digest', 'size', ...facts].join(',')}\r\n`);
    return new Manifest(facts, { csv, jsonl });
  }

  async enter(files: readonly ExportedFile<Facts>[]): Promise<void> {
    if (files.length === 0) return;
    await this.#csv.append(files.map((file) => csvLine(this.#columns.map((name) => file[name]))).join(''));
    await this.#jsonl.append(files.map((file) => `${JSON.stringify(file)}\n`).join(''));
  }

  async finish(): Promise<readonly IndexEntry[]> {
    return [await this.#csv.finish(), await this.#jsonl.finish()];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#csv[Symbol.asyncDispose]();
    await this.#jsonl[Symbol.asyncDispose]();
  }
}
