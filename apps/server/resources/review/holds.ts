import Type from 'typebox';
import type { MatterId } from '#evidence';
import { findHoldWithCount, notInMatter, pageOfHolds, placeHold, releaseHold, type HoldWithCount } from '#review';
import { decodeCursor, idPlace, page } from '../../http/cursor.ts';
import { once } from '../../http/idempotency.ts';
import { exactly, Id, Instant, nullable, pageOf, pageQuery } from '../../http/schemas.ts';
import type { App, Parts } from '../../parts.ts';
import { reviewing } from './tags.ts';

const ShownHold = Type.Object({
  id: Id,
  name: Type.String(),
  reason: Type.String(),
  coversMatter: Type.Boolean(),
  placedBy: Type.String(),
  placedAt: Instant,
  releasedBy: nullable(Type.String()),
  releasedAt: nullable(Instant),
  releaseReason: nullable(Type.String()),
  items: Type.Integer(),
});
const params = Type.Object({ matter: Id });

/** Legal holds of a matter. */
export function holdRoutes(app: App, parts: Parts): void {
  list(app, parts);
  place(app, parts);
  release(app, parts);
}

function toHold({ placedAt, releasedAt, ...hold }: HoldWithCount) {
  return { ...hold, placedAt: placedAt.toISOString(), releasedAt: releasedAt?.toISOString() ?? null };
}

async function one({ database }: Parts, matter: string, id: string) {
  const hold = await findHoldWithCount(database.reader, matter as MatterId, id);
  if (hold === null) throw notInMatter('hold');
  return toHold(hold);
}

function list(app: App, parts: Parts): void {
  app.get(
    '/api/v1/matters/:matter/holds',
    {
      schema: {
        operationId: 'listHolds',
        summary: 'Legal holds of the matter, newest first; without `standing` released ones too',
        params,
        querystring: Type.Object({
          ...pageQuery,
          search: Type.Optional(Type.String({ maxLength: 200 })),
          standing: Type.Optional(Type.Boolean()),
        }),
        response: { 200: pageOf(ShownHold) },
      },
    },
    async (request) => {
      const { cursor, limit, search = '', standing = false } = request.query;
      const wanted = { matter: request.params.matter as MatterId, search, isStanding: standing };
      const at = { after: decodeCursor(cursor, idPlace)?.[0] ?? null, limit: limit + 1 };
      const { items, next } = page(await pageOfHolds(parts.database.reader, wanted, at), limit, ({ id }) => [id]);
      return { items: items.map(toHold), next };
    },
  );
}

function place(app: App, parts: Parts): void {
  app.post(
    '/api/v1/matters/:matter/holds',
    {
      schema: {
        operationId: 'placeHold',
        summary: 'Place a legal hold over the matter, or an empty one that a bulk act fills',
        params,
        body: exactly({
          name: Type.String({ minLength: 1, maxLength: 200 }),
          reason: Type.Optional(Type.String({ maxLength: 2000 })),
          coversMatter: Type.Boolean(),
        }),
        response: { 201: ShownHold },
      },
    },
    (request, reply) =>
      once(parts, { request, reply }, async () => {
        const { name, reason = '', coversMatter } = request.body;
        const { id } = await placeHold(reviewing(parts, request), { name, reason, coversMatter });
        return { status: 201, answer: await one(parts, request.params.matter, id) };
      }),
  );
}

function release(app: App, parts: Parts): void {
  app.post(
    '/api/v1/matters/:matter/holds/:hold/release',
    {
      schema: {
        operationId: 'releaseHold',
        summary: 'Release a hold, with the reason on record',
        params: Type.Object({ matter: Id, hold: Id }),
        body: exactly({ reason: Type.String({ minLength: 1, maxLength: 2000 }) }),
        response: { 200: ShownHold },
      },
    },
    async (request, reply) => {
      const { matter, hold: id } = request.params;
      await releaseHold(reviewing(parts, request), id, request.body.reason);
      return reply.send(await one(parts, matter, id));
    },
  );
}
