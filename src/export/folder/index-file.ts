import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeText, type TextEncoding } from '#formats';

/** A file that lists others: a manifest, a load file. */
export interface IndexEntry {
  /** Relative to the export. */
  readonly path: string;
  readonly digest: string;
  readonly size: number;
}

/** A list at the top of an export, written line by line and hashed while it is. */
export class IndexFile implements AsyncDisposable {
  readonly #path: string;
  readonly #encoding: TextEncoding;
  readonly #handle: FileHandle;
  readonly #hash = createHash('sha256');
  #size = 0;

  private constructor(path: string, encoding: TextEncoding, handle: FileHandle) {
    this.#path = path;
    this.#encoding = encoding;
    this.#handle = handle;
  }

  /** Begins it anew: what an earlier run wrote is written again. */
  static async begin(root: string, path: string, encoding: TextEncoding = 'utf-8'): Promise<IndexFile> {
    return new IndexFile(path, encoding, await open(join(root, path), 'w', 0o600));
  }

  async append(text: string): Promise<void> {
    const bytes = encodeText(text, this.#encoding);
    this.#hash.update(bytes);
    this.#size += bytes.length;
    await this.#handle.writeFile(bytes);
  }

  /** Makes it durable and says what it is. */
  async finish(): Promise<IndexEntry> {
    await this.#handle.sync();
    return { path: this.#path, digest: this.#hash.digest('hex'), size: this.#size };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }
}
