import Type from 'typebox';
import type { MatterId } from '#evidence';
import { listHolds, notInMatter, placeHold, releaseHold } from '#review';
import { exactly, Id, Instant, nullable } from '../../http/schemas.ts';
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

async function shown({ database }: Parts, matter: string) {
  const holds = await listHolds(database.reader, matter as MatterId);
  return holds.map(({ placedAt, releasedAt, ...hold }) => ({
    ...hold,
    placedAt: placedAt.toISOString(),
    releasedAt: releasedAt?.toISOString() ?? null,
  }));
}

async function one(parts: Parts, matter: string, id: string) {
  const hold = (await shown(parts, matter)).find((found) => found.id === id);
  if (hold === undefined) throw notInMatter('hold');
  return hold;
}

function list(app: App, parts: Parts): void {
  app.get(
    '/api/v1/matters/:matter/holds',
    {
      schema: {
        operationId: 'listHolds',
        summary: 'Legal holds of the matter, newest first, released ones too',
        params,
        response: { 200: Type.Object({ items: Type.Array(ShownHold) }) },
      },
    },
    async (request) => ({ items: await shown(parts, request.params.matter) }),
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
    async (request, reply) => {
      const { name, reason = '', coversMatter } = request.body;
      const { id } = await placeHold(reviewing(parts, request), { name, reason, coversMatter });
      return reply.code(201).send(await one(parts, request.params.matter, id));
    },
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
