import type { CollectionId, Digest, ItemId, MatterId, PackId } from '#evidence';
import { type Database, newId } from '#platform';
import {
  ensureCustodian,
  ensureFolders,
  ensureMailbox,
  ensureMatter,
  insertBlobs,
  insertItems,
  markPackSealed,
  registerPack,
} from '#catalogue';
import type { BlobPlace, Vault } from '#vault';

export interface KeptMail {
  readonly matter: MatterId;
  readonly collection: CollectionId;
  readonly digests: readonly Digest[];
}

const at = new Date('2026-01-05T09:00:00Z');

/** Keeps messages as a collection would, in packs of a given length. For tests. */
export async function keepMail(
  database: Database,
  vault: Vault,
  mail: {
    readonly messages: readonly Uint8Array[];
    readonly packLength?: number;
    readonly matterName?: string;
    readonly custodian?: string;
    readonly address?: string;
    readonly folderPath?: string;
    readonly receivedAt?: Date;
  },
): Promise<KeptMail> {
  const name = mail.matterName ?? 'Lakeside';
  const who = mail.custodian ?? 'Ana';
  const address = mail.address ?? 'ana@lakeside.example';
  const folderPath = mail.folderPath ?? 'Inbox';
  const receivedAt = mail.receivedAt ?? null;
  const collection = newId<CollectionId>();
  const { matter, mailbox, custodian, folder } = await database.transaction(async (tx) => {
    const { id } = await ensureMatter(tx, name, at);
    const box = await ensureMailbox(tx, {
      matter: id,
      tenant: 'tenant-1',
      sourceMailbox: `mailbox of ${address}`,
      kind: 'primary',
      address,
      displayName: who,
      at,
    });
    const folders = await ensureFolders(tx, { mailbox: box, at }, [
      { sourceFolderId: folderPath, path: folderPath, place: 'visible' },
    ]);
    const person = await ensureCustodian(tx, { matter: id, name: who, at });
    return { matter: id, mailbox: box, custodian: person, folder: folders.get(folderPath)! };
  });
  const digests: Digest[] = [];
  const length = mail.packLength ?? 1000;
  for (let from = 0; from < mail.messages.length; from += length) {
    const id = newId<PackId>();
    const pack = { id, matter, openedAt: at };
    await database.transaction((tx) =>
      registerPack(tx, { ...pack, path: vault.pathOf(pack), writer: 'test', leaseSeconds: 60 }),
    );
    const writer = await vault.create(pack);
    const places: BlobPlace[] = [];
    const items: string[] = [];
    for (const [index, message] of mail.messages.slice(from, from + length).entries()) {
      const item = `item-${collection}-${String(from + index)}` as ItemId;
      items.push(item);
      places.push(
        await writer.append(message, {
          matter,
          matterName: name,
          collection,
          custodian: who,
          tenant: 'tenant-1',
          mailbox,
          sourceMailbox: `mailbox of ${address}`,
          address,
          item,
          version: 1,
          changeKey: 'c1',
          fingerprint: 'f1',
          isDraft: false,
          internetMessageId: null,
          sourceFolderId: folderPath,
          folderPath,
          place: 'visible',
          receivedAt: receivedAt?.toISOString() ?? null,
          collectedAt: at.toISOString(),
        }),
      );
    }
    const sealed = await writer.seal();
    await database.transaction(async (tx) => {
      await markPackSealed(tx, {
        id,
        bytes: sealed.bytes,
        members: sealed.members,
        digest: sealed.digest,
        sealedAt: at,
      });
      const unique = new Map(places.map((place) => [place.digest, place]));
      await insertBlobs(tx, { matter, id }, [...unique.values()]);
      await insertItems(
        tx,
        { matter, id },
        places.map((place, index) => ({
          mailbox,
          item: items[index] as ItemId,
          version: 1,
          changeKey: 'c1',
          fingerprint: 'f1',
          isDraft: false,
          internetMessageId: null,
          receivedAt,
          folder,
          custodian,
          collection,
          digest: place.digest,
          collectedAt: at,
        })),
      );
    });
    digests.push(...places.map((place) => place.digest));
  }
  return { matter, collection, digests };
}
