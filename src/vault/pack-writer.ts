import { createHash, hash } from 'node:crypto';
import { asFailure, Failure, type Digest, type PackId } from '#evidence';
import { tarEnd, tarHeader, tarPadding } from '#formats';
import type {
  BlobPlace,
  ManifestEntry,
  NewManifestEntry,
  NewPack,
  PackWriter,
  SealedPack,
  SpooledBody,
} from './contract.ts';
import { manifestName, writeManifest } from './manifest.ts';
import { pathOfPack } from './pack-path.ts';

/** Where the bytes of one open pack go. Calls come one after another. */
export interface PackTarget {
  /** Takes the bytes; the caller may use the array again afterwards. */
  write(bytes: Uint8Array): Promise<void>;
  /** Everything written is durable and is the sealed pack, never over another one. */
  seal(): Promise<void>;
  /** Closes it and leaves it unsealed. */
  abandon(): Promise<void>;
}

/**
 * An open pack as a tar file.
 *
 * - Members are named by the digest of their bytes; the manifest is the last member.
 * - Appends wait for each other; one that fails before its first byte is written changes nothing.
 * - After a failed write the pack is unusable: every later append and the seal fail with that first failure.
 */
export class TarPackWriter implements PackWriter {
  readonly id: PackId;
  readonly path: string;
  readonly #pack: NewPack;
  readonly #target: PackTarget;
  readonly #entries: ManifestEntry[] = [];
  readonly #places = new Map<Digest, BlobPlace>();
  readonly #hash = createHash('sha256');
  #written = 0;
  #closed: 'sealed' | 'abandoned' | null = null;
  #failure: Failure | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(pack: NewPack, target: PackTarget) {
    this.id = pack.id;
    this.path = pathOfPack(pack);
    this.#pack = pack;
    this.#target = target;
  }

  get bytes(): number {
    return this.#written;
  }

  get entries(): number {
    return this.#entries.length;
  }

  append(body: Uint8Array | SpooledBody, entry: NewManifestEntry): Promise<BlobPlace> {
    return this.#inTurn(async () => {
      if (entry.matter !== this.#pack.matter) {
        throw new Failure('bug', `An item of matter ${entry.matter} was handed to a pack of another matter.`, {
          code: 'vault-matter',
        });
      }
      const { digest, size } = body instanceof Uint8Array ? { digest: digestOf(body), size: body.byteLength } : body;
      const place = this.#places.get(digest) ?? (await this.#addMember(body, digest, size));
      this.#entries.push({ digest, size, ...entry });
      return place;
    });
  }

  seal(): Promise<SealedPack> {
    return this.#inTurn(async () => {
      const manifest = writeManifest(this.#entries);
      await this.#breaking(async () => {
        await this.#put(tarHeader({ name: manifestName, size: manifest.byteLength, modifiedAt: this.#pack.openedAt }));
        await this.#put(manifest);
        await this.#put(tarPadding(manifest.byteLength));
        await this.#put(tarEnd);
        await this.#target.seal();
      });
      this.#closed = 'sealed';
      const digest = this.#hash.digest('hex') as Digest;
      return { id: this.id, path: this.path, bytes: this.#written, members: this.#places.size, digest };
    });
  }

  /** Does nothing to a pack that is already sealed or abandoned. */
  async abandon(): Promise<void> {
    await this.#last;
    if (this.#closed !== null) return;
    this.#closed = 'abandoned';
    await this.#target.abandon();
  }

  async #addMember(body: Uint8Array | SpooledBody, digest: Digest, size: number): Promise<BlobPlace> {
    return this.#breaking(async () => {
      await this.#put(tarHeader({ name: digest, size, modifiedAt: this.#pack.openedAt }));
      const place: BlobPlace = { pack: this.path, digest, start: this.#written, size };
      if (body instanceof Uint8Array) await this.#put(body);
      else await this.#putSpooled(body);
      await this.#put(tarPadding(size));
      this.#places.set(digest, place);
      return place;
    });
  }

  /** The header already promised a digest, so what is read back is held against it. */
  async #putSpooled(body: SpooledBody): Promise<void> {
    const hash = createHash('sha256');
    for await (const chunk of body.read()) {
      hash.update(chunk);
      await this.#put(chunk);
    }
    if (hash.digest('hex') === body.digest) return;
    throw new Failure('unavailable', 'A spooled body changed before it was put into its pack.', {
      code: 'vault-spool-changed',
      fix: 'Check the disk that holds the vault; the item is fetched again by the next run.',
    });
  }

  async #put(bytes: Uint8Array): Promise<void> {
    if (bytes.byteLength === 0) return;
    this.#hash.update(bytes);
    await this.#target.write(bytes);
    this.#written += bytes.byteLength;
  }

  /** Work that leaves the file in an unknown state when it fails. */
  async #breaking<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      this.#failure = asFailure(thrown);
      await this.#target.abandon().catch(ignore);
      throw this.#failure;
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(() => {
      if (this.#failure !== null) throw this.#failure;
      if (this.#closed === null) return work();
      throw new Failure('conflict', `The pack ${this.path} is already ${this.#closed}.`, { code: 'vault-pack-closed' });
    });
    this.#last = turn.then(ignore, ignore);
    return turn;
  }
}

function digestOf(bytes: Uint8Array): Digest {
  return hash('sha256', bytes, 'hex') as Digest;
}

/** For an outcome that somebody else has already, or that changes nothing any more. */
function ignore(): void {
  return undefined;
}
