import type { CollectionId, Digest, ItemId, MailboxId, MatterId, PackId } from '#evidence';

/** One line of a pack's `manifest.jsonl`: why these bytes are here. */
export interface ManifestEntry {
  readonly digest: Digest;
  readonly size: number;
  readonly matter: MatterId;
  readonly matterName: string;
  readonly collection: CollectionId;
  readonly custodian: string;
  readonly tenant: string;
  readonly mailbox: MailboxId;
  /** The source's own id of the mailbox (the directory's object id). */
  readonly sourceMailbox: string;
  /** Primary address of the mailbox when it was collected. */
  readonly address: string;
  readonly item: ItemId;
  readonly version: number;
  readonly changeKey: string;
  readonly fingerprint: string;
  readonly isDraft: boolean;
  readonly internetMessageId: string | null;
  readonly sourceFolderId: string;
  readonly folderPath: string;
  readonly place: string;
  /** ISO 8601, UTC. */
  readonly receivedAt: string | null;
  readonly collectedAt: string;
}

export type NewManifestEntry = Omit<ManifestEntry, 'digest' | 'size'>;

/** An entry as it stands in a pack. */
export interface ManifestLine extends ManifestEntry {
  /** SHA-256 of the bytes of the line, without the line feed. */
  readonly lineDigest: Digest;
}

/** Where the bytes of one blob rest. */
export interface BlobPlace {
  readonly pack: string;
  readonly digest: Digest;
  /** Offset of the first byte of the body within the pack file. */
  readonly start: number;
  readonly size: number;
}

export interface SealedPack {
  readonly id: PackId;
  /** Path within the vault: `packs/<matter>/<yyyy>/<mm>/<id>.tar`. */
  readonly path: string;
  readonly bytes: number;
  readonly members: number;
  /** SHA-256 of the whole pack file. */
  readonly digest: Digest;
}

export interface NewPack {
  readonly id: PackId;
  readonly matter: MatterId;
  readonly openedAt: Date;
}

/** A large body set down beside the vault until it is appended; disposing of it removes it. */
export interface SpooledBody extends AsyncDisposable {
  readonly size: number;
  readonly digest: Digest;
  read(): AsyncIterable<Uint8Array>;
}

/** An open pack. Appends may be called concurrently; they are written one after another. */
export interface PackWriter {
  readonly id: PackId;
  readonly path: string;
  /** Bytes appended so far. */
  readonly bytes: number;
  readonly entries: number;
  /**
   * Keeps a body: bytes in memory, or a body that was spooled before (`Vault.spool`), so that a slow download
   * never holds up the sealing of a pack. The same digest twice in one pack is one member and two manifest lines.
   */
  append(body: Uint8Array | SpooledBody, entry: NewManifestEntry): Promise<BlobPlace>;
  /** Manifest, fsync, rename, fsync of the folder. After it the pack is immutable. */
  seal(): Promise<SealedPack>;
  /** Leaves the pack as it is, unsealed, and closes it; `vault tidy` will quarantine it. */
  abandon(): Promise<void>;
}

export interface PackFile {
  readonly path: string;
  readonly state: 'open' | 'sealed' | 'quarantined';
  readonly bytes: number;
}

/** What re-reading one member of a pack found. */
export type MemberCheck =
  | { readonly kind: 'intact'; readonly place: BlobPlace }
  | { readonly kind: 'corrupt'; readonly name: string; readonly detail: string }
  /** In the pack, but not in its manifest; with a place where its bytes are those of its name. */
  | { readonly kind: 'unlisted'; readonly name: string; readonly place?: BlobPlace }
  /** In the manifest, but not in the pack. */
  | { readonly kind: 'missing'; readonly name: string };

/** Where bytes rest unchanged. No overwrite, no delete. */
export interface Vault {
  /** Where it is, for people (`/data/vault`, `memory`). */
  readonly location: string;
  /** The path a pack will have: `packs/<matter>/<yyyy>/<mm>/<id>.tar`. Pure; a row with it is written before `create`. */
  pathOf(pack: NewPack): string;
  create(pack: NewPack): Promise<PackWriter>;
  /**
   * Sets a large body down (memory stays bounded; tar needs the size before the bytes).
   * If the body's stream fails, nothing of it stays and the error is passed on.
   */
  spool(body: AsyncIterable<Uint8Array>): Promise<SpooledBody>;
  /** The bytes of a blob, or a range of them. Failure `not-found` when the pack is gone, `malformed` when it is shorter than promised. */
  open(place: BlobPlace, range?: { readonly start: number; readonly end: number }): Promise<AsyncIterable<Uint8Array>>;
  has(path: string): Promise<boolean>;
  list(): AsyncIterable<PackFile>;
  /** The manifest of a sealed pack. Failure `malformed` when there is none or it cannot be read. */
  manifest(path: string): Promise<readonly ManifestLine[]>;
  /** Re-reads and re-hashes every member of a sealed pack, then compares with its manifest, both ways. */
  verify(path: string): AsyncIterable<MemberCheck>;
  /** SHA-256 of the pack file as it is now. */
  packDigest(path: string): Promise<Digest>;
  /** Moves a pack aside, to `quarantine/…`; returns its new path. Deletes nothing. */
  quarantine(path: string): Promise<string>;
}
