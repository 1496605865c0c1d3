import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { actorOf } from '#access';
import type { MatterId } from '#evidence';
import {
  createTag,
  editTag,
  mergeTag,
  pageOfTags,
  removeTag,
  tagColors,
  tagItem,
  type Reviewing,
  type Tag,
} from '#review';
import { callerOf } from '../../http/frame/guard.ts';
import { decodeCursor, namePlace, page } from '../../http/cursor.ts';
import { once } from '../../http/idempotency.ts';
import { exactly, Id, Instant, oneOf, pageOf, pageQuery } from '../../http/schemas.ts';
import type { App, Parts } from '../../parts.ts';

const color = oneOf(tagColors);
const name = Type.String({ minLength: 1, maxLength: 100 });
const ShownTag = Type.Object({
  id: Id,
  name: Type.String(),
  color: Type.String(),
  createdBy: Type.String(),
  createdAt: Instant,
});
const params = Type.Object({ matter: Id });
const tagParams = Type.Object({ matter: Id, tag: Id });

/** Who reviews, and in which matter. */
export function reviewing({ database, clock }: Parts, request: FastifyRequest): Reviewing {
  const { matter } = request.params as { matter: MatterId };
  return { database, clock, matter, actor: actorOf(callerOf(request).person) };
}

/** Tags of a matter, and putting them at messages. */
export function tagRoutes(app: App, parts: Parts): void {
  read(app, parts);
  write(app, parts);
  edit(app, parts);
  put(app, parts);
}

function read(app: App, parts: Parts): void {
  app.get(
    '/api/v1/matters/:matter/tags',
    {
      schema: {
        operationId: 'listTags',
        summary: 'The tags of the matter by name, with how many messages have them',
        params,
        querystring: Type.Object({ ...pageQuery, search: Type.Optional(Type.String({ maxLength: 100 })) }),
        response: { 200: pageOf(Type.Intersect([ShownTag, Type.Object({ items: Type.Integer() })])) },
      },
    },
    async (request) => {
      const { cursor, limit, search = '' } = request.query;
      const wanted = { matter: request.params.matter as MatterId, search };
      const at = { after: decodeCursor(cursor, namePlace), limit: limit + 1 };
      const rows = await pageOfTags(parts.database.reader, wanted, at);
      const { items, next } = page(rows, limit, ({ sortName, id }) => [sortName, id]);
      return { items: items.map(({ items: count, ...tag }) => ({ ...toTag(tag), items: count })), next };
    },
  );
}

function write(app: App, parts: Parts): void {
  app.post(
    '/api/v1/matters/:matter/tags',
    {
      schema: {
        operationId: 'createTag',
        summary: 'A new tag',
        params,
        body: exactly({ name, color: Type.Optional(color) }),
        response: { 201: ShownTag },
      },
    },
    (request, reply) =>
      once(parts, { request, reply }, async () => {
        const words = { name: request.body.name, color: request.body.color ?? 'gray' };
        return { status: 201, answer: toTag(await createTag(reviewing(parts, request), words)) };
      }),
  );
}

function edit(app: App, parts: Parts): void {
  app.patch(
    '/api/v1/matters/:matter/tags/:tag',
    {
      schema: {
        operationId: 'changeTag',
        summary: 'Another name or colour',
        params: tagParams,
        body: exactly({ name: Type.Optional(name), color: Type.Optional(color) }),
        response: { 200: ShownTag },
      },
    },
    async (request) => toTag(await editTag(reviewing(parts, request), request.params.tag, request.body)),
  );
  app.post(
    '/api/v1/matters/:matter/tags/:tag/merge',
    {
      schema: {
        operationId: 'mergeTag',
        summary: 'Give everything with this tag another one in its place, and remove this one',
        params: tagParams,
        body: exactly({ into: Id }),
        response: {
          200: Type.Object({
            items: Type.Integer({ description: 'How many messages had the tag' }),
            both: Type.Integer({ description: 'How many of them had the other one already' }),
          }),
        },
      },
    },
    (request) => mergeTag(reviewing(parts, request), request.params.tag, request.body.into),
  );
  app.delete(
    '/api/v1/matters/:matter/tags/:tag',
    {
      schema: {
        operationId: 'removeTag',
        summary: 'Remove a tag from the matter and from every message',
        params: tagParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await removeTag(reviewing(parts, request), request.params.tag);
      return reply.code(204).send(null);
    },
  );
}

function put(app: App, parts: Parts): void {
  const ofMessage = Type.Object({ matter: Id, id: Id, tag: Id });
  for (const [method, operationId, summary, isPut] of [
    ['PUT', 'tagMessage', 'Put a tag at a message', true],
    ['DELETE', 'untagMessage', 'Take a tag from a message', false],
  ] as const) {
    app.route({
      method,
      url: '/api/v1/matters/:matter/messages/:id/tags/:tag',
      schema: { operationId, summary, params: ofMessage, response: { 204: Type.Null() } },
      handler: async (request, reply) => {
        const { id, tag } = request.params;
        await tagItem(reviewing(parts, request), { tag, item: id }, isPut);
        return reply.code(204).send(null);
      },
    });
  }
}

function toTag({ createdAt, ...tag }: Tag) {
  return { ...tag, createdAt: createdAt.toISOString() };
}
