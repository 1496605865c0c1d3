import { createHash } from 'node:crypto';
import type { CollectionId, ItemId, MailboxId, MatterId, PackId } from '#evidence';
import { Failure, type FailureKind } from '#evidence';
import { newId } from '#platform';
import type { NewManifestEntry, NewPack, Vault } from './contract.ts';

/** One law every vault keeps, as a check that throws when it does not. */
export interface VaultLaw {
  readonly name: string;
  readonly check: (vault: Vault) => Promise<void>;
}

/** A pack nobody has yet. */
export function newPack(): NewPack {
  return { id: newId<PackId>(), matter: newId<MatterId>(), openedAt: new Date('2026-01-31T23:30:00Z') };
}

export function entryOf(pack: NewPack, item: string): NewManifestEntry {
  return {
    matter: pack.matter,
    matterName: 'Conformance “check” – Ä 漢',
    collection: '01900000-0000-7000-8000-000000000001' as CollectionId,
    custodian: 'Zoë, =SUM(A1)\u2028"',
    tenant: '01900000-0000-7000-8000-000000000002',
    mailbox: '01900000-0000-7000-8000-000000000003' as MailboxId,
    sourceMailbox: '01900000-0000-7000-8000-000000000004',
    address: 'zoe@lakeside.example',
    item: item as ItemId,
    version: 1,
    changeKey: 'CQAAABYAAAD/+=',
    fingerprint: '0'.repeat(32),
    isDraft: false,
    internetMessageId: null,
    sourceFolderId: 'AAMk/+=',
    folderPath: 'Inbox/../../etc\n{"digest":"x"}',
    place: 'visible',
    receivedAt: '2026-01-31T09:30:00.000Z',
    collectedAt: '2026-02-01T10:00:00.000Z',
  };
}

/** Bytes that differ for each seed and do not compress away. */
export function bytesOf(size: number, seed: number): Uint8Array {
  const bytes = Buffer.alloc(size);
  let state = seed + 1;
  for (let at = 0; at < size; at += 1) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    bytes[at] = state >>> 16;
  }
  return bytes;
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export async function gather(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(chunks));
}

export async function* inChunks(bytes: Uint8Array, step: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += step) yield bytes.subarray(at, at + step);
}

/** A claim about the vault; a false one ends the check with its sentence. */
export function claim(holds: boolean, sentence: string): void {
  if (!holds) throw new Error(sentence);
}

export function claimBytes(found: Uint8Array, wanted: Uint8Array, sentence: string): void {
  claim(Buffer.compare(found, wanted) === 0, sentence);
}

/** The work fails with a Failure of that kind. */
export async function claimFailure(kind: FailureKind, work: () => Promise<unknown>, sentence: string): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.kind === kind) return;
    throw new Error(`${sentence} It failed in another way: ${String(thrown)}`, { cause: thrown });
  }
  throw new Error(`${sentence} It did not fail.`);
}
