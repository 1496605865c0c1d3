import { createHash } from 'node:crypto';
import Type from 'typebox';
import { actorOf } from '#access';
import { findCollection } from '#collector';
import { recordAct } from '#custody';
import { asFailure, Failure, type CollectionId, type MatterId } from '#evidence';
import { sightingsOfItem, type KeptItem } from '#search';
import { callerOf } from '../../http/frame/guard.ts';
import { Id, Instant, nullable } from '../../http/schemas.ts';
import { itemOfMatter } from '../../messages/message-bytes.ts';
import type { App, Parts } from '../../parts.ts';
import { messageParams } from './read-message.ts';

/** Where a message rests, how it came here, and whether it is still what was kept. */
export function custodyRoutes(app: App, parts: Parts): void {
  app.get(
    '/api/v1/matters/:matter/messages/:id/custody',
    {
      schema: {
        operationId: 'readCustody',
        summary: 'Digest, pack, when it was collected and where it was seen since',
        params: messageParams,
        response: {
          200: Type.Object({
            id: Id,
            digest: Type.String(),
            size: Type.Integer(),
            pack: Type.String(),
            packDigest: nullable(Type.String()),
            packSealedAt: nullable(Instant),
            version: Type.Integer(),
            collection: Id,
            collectedAt: Instant,
            collectedBy: nullable(
              Type.String({ description: 'Who started the collection; null where the catalogue was rebuilt' }),
            ),
            custodian: Type.String(),
            mailbox: Type.String(),
            folder: Type.String(),
            seen: Type.Array(Type.Object({ collection: Id, at: Instant, folder: Type.String() })),
          }),
        },
      },
    },
    async (request) => {
      const item = await itemOfMatter(parts, request.params.matter as MatterId, request.params.id);
      const seen = await sightingsOfItem(parts.database.reader, item);
      const collectedBy = await starterOf(parts, item.collection);
      const { id, bytes, packDigest, packSealedAt, version, collection, collectedAt, custodian, mailbox, folder } =
        item;
      return {
        ...{ id, digest: bytes.digest, size: bytes.size, pack: bytes.pack, packDigest, version, collection },
        ...{ custodian, mailbox, folder },
        packSealedAt: packSealedAt?.toISOString() ?? null,
        collectedAt: collectedAt.toISOString(),
        collectedBy,
        seen: seen.map((one) => ({ ...one, at: one.at.toISOString() })),
      };
    },
  );
  verify(app, parts);
}

/** Null for a collection that is known from packs alone. */
async function starterOf({ database }: Parts, collection: CollectionId): Promise<string | null> {
  try {
    return (await findCollection(database.reader, collection)).startedBy;
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.kind === 'not-found') return null;
    throw thrown;
  }
}

function verify(app: App, parts: Parts): void {
  app.post(
    '/api/v1/matters/:matter/messages/:id/verify',
    {
      schema: {
        operationId: 'verifyMessage',
        summary: 'Read the bytes again and hash them, now',
        params: messageParams,
        response: {
          200: Type.Object({
            isIntact: Type.Boolean(),
            digest: Type.String(),
            found: nullable(Type.String()),
            detail: Type.String(),
            at: Instant,
          }),
        },
      },
    },
    async (request) => {
      const { database, clock } = parts;
      const matter = request.params.matter as MatterId;
      const item = await itemOfMatter(parts, matter, request.params.id);
      const { found, detail } = await hashAgain(parts, item);
      const isIntact = found === item.bytes.digest;
      const at = clock.now();
      const actor = actorOf(callerOf(request).person);
      await recordAct(database, {
        actor,
        action: 'message.verified',
        subject: { matter, item: item.id, isIntact },
        at,
      });
      return { isIntact, digest: item.bytes.digest, found, detail, at: at.toISOString() };
    },
  );
}

async function hashAgain(
  { instance }: Parts,
  item: KeptItem,
): Promise<{ readonly found: string | null; readonly detail: string }> {
  try {
    const vault = await instance.vault();
    const hash = createHash('sha256');
    for await (const piece of await vault.open(item.bytes)) hash.update(piece);
    const found = hash.digest('hex');
    const isSame = found === item.bytes.digest;
    return { found, detail: isSame ? 'The bytes are those that were kept.' : 'The bytes are others than were kept.' };
  } catch (thrown) {
    return { found: null, detail: asFailure(thrown).message };
  }
}
