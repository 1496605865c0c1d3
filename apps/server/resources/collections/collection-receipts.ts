import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { actorOf } from '#access';
import { Failure } from '#evidence';
import { openSigningKey, receiptsOfCollection, receiptSummary, receiptText, recordAct, verifyReceipt } from '#custody';
import { packsOfCollection } from '#catalogue';
import { openPackCopy, type PackCopy } from '#vault';
import { callerOf } from '../../http/frame/guard.ts';
import { Id, Instant } from '../../http/schemas.ts';
import type { App, Parts } from '../../parts.ts';
import { collectionParams } from './collection-json.ts';
import { matterOfPath, seenCollection } from './visible.ts';

/** The signed statement of what a collection did. */
export function receiptRoutes(app: App, parts: Parts): void {
  show(app, parts);
  download(app, parts);
  verify(app, parts);
}

function show(app: App, parts: Parts): void {
  app.get(
    '/api/v1/collections/:id/receipt',
    {
      config: { matterOf: matterOfPath(parts) },
      schema: {
        operationId: 'readCollectionReceipt',
        summary: 'The newest receipt, in words and as it was signed, and those before it',
        params: collectionParams,
        response: {
          200: Type.Object({
            id: Id,
            issuedAt: Instant,
            keyFingerprint: Type.String(),
            /** For a person to read. */
            summary: Type.String(),
            completeness: Type.Array(Type.String()),
            /** The signed file. */
            text: Type.String(),
            earlier: Type.Array(Type.Object({ id: Id, issuedAt: Instant })),
          }),
        },
      },
    },
    async (request) => {
      const { newest, earlier } = await receiptsOf(parts, request);
      return {
        id: newest.body.receiptId,
        issuedAt: newest.body.issuedAt,
        keyFingerprint: newest.signature.keyFingerprint,
        summary: receiptSummary(newest),
        completeness: [...newest.body.completeness],
        text: receiptText(newest),
        earlier: earlier.map(({ body }) => ({ id: body.receiptId, issuedAt: body.issuedAt })),
      };
    },
  );
}

function download(app: App, parts: Parts): void {
  app.get(
    '/api/v1/collections/:id/receipt/file',
    {
      config: { matterOf: matterOfPath(parts) },
      schema: {
        operationId: 'downloadCollectionReceipt',
        summary: 'The newest receipt as a file, byte for byte as it was signed',
        params: collectionParams,
        response: { 200: { content: { 'application/json': { schema: Type.Unknown() } } } },
      },
    },
    async (request, reply) => {
      const { newest } = await receiptsOf(parts, request);
      const name = `receipt-${newest.body.receiptId}.json`;
      return reply
        .type('application/json')
        .header('content-disposition', `attachment; filename="${name}"`)
        .serializer((text: unknown) => String(text))
        .send(receiptText(newest));
    },
  );
}

function verify(app: App, parts: Parts): void {
  app.post(
    '/api/v1/collections/:id/receipt/verify',
    {
      config: { matterOf: matterOfPath(parts) },
      schema: {
        operationId: 'verifyCollectionReceipt',
        summary: 'Hold the newest receipt against the key of this installation and the packs in the vault',
        params: collectionParams,
        response: {
          200: Type.Object({
            passed: Type.Boolean(),
            checks: Type.Array(Type.Object({ name: Type.String(), passed: Type.Boolean(), detail: Type.String() })),
            receipt: Id,
          }),
        },
      },
    },
    async (request) => {
      const { instance, database, clock, stopping } = parts;
      const { newest, collection, matter } = await receiptsOf(parts, request);
      const key = await openSigningKey({ dataFolder: instance.dataFolder, database, clock });
      const { passed, checks } = await verifyReceipt({
        bytes: Buffer.from(receiptText(newest)),
        trustedKey: key.fingerprint,
        packs: packsIn(parts, collection, stopping),
      });
      const receipt = newest.body.receiptId;
      const actor = actorOf(callerOf(request).person);
      const subject = { receipt, collection, matter, passed };
      await recordAct(database, { actor, action: 'receipt.verified', subject, at: clock.now() });
      return { passed, checks: checks.map((check) => ({ ...check })), receipt };
    },
  );
}

async function receiptsOf(parts: Parts, request: FastifyRequest) {
  const { id: collection, matter } = await seenCollection(parts, request);
  const receipts = await receiptsOfCollection(parts.database.reader, collection);
  const newest = receipts.at(-1);
  if (newest !== undefined) return { newest, earlier: receipts.slice(0, -1).reverse(), collection, matter };
  throw new Failure('not-found', 'There is no receipt yet.', {
    code: 'no-receipt-yet',
    fix: 'A collection gets its receipt when it is ready.',
  });
}

/** The packs the catalogue knows of this collection, as they lie in the vault now. */
async function* packsIn(
  { instance, database }: Parts,
  collection: Parameters<typeof packsOfCollection>[1],
  signal: AbortSignal,
): AsyncGenerator<PackCopy> {
  const folder = join(instance.dataFolder, 'vault', 'packs');
  const known = new Set((await packsOfCollection(database.reader, collection)).map(({ path }) => path));
  const there = await readdir(folder, { recursive: true }).catch(() => []);
  for (const name of there.filter((one) => one.endsWith('.tar')).sort()) {
    signal.throwIfAborted();
    const path = name.replaceAll('\\', '/');
    if ([...known].some((one) => one.endsWith(path))) yield openPackCopy(join(folder, name));
  }
}
