import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { actorOf } from '#access';
import type { MatterId } from '#evidence';
import { createTag, editTag, listTags, removeTag, tagColors, tagItem, type Reviewing, type Tag } from '#review';
import { callerOf } from '../../http/frame/guard.ts';
import { exactly, Id, Instant, oneOf } from '../../http/schemas.ts';
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
  put(app, parts);
}

function read(app: App, parts: Parts): void {
  app.get(
    '/api/v1/matters/:matter/tags',
    {
      schema: {
        operationId: 'listTags',
        summary: 'The tags of the matter, with how many messages have them',
        params,
        response: {
          200: Type.Object({ items: Type.Array(Type.Intersect([ShownTag, Type.Object({ items: Type.Integer() })])) }),
        },
      },
    },
    async (request) => {
      const tags = await listTags(parts.database.reader, request.params.matter as MatterId);
      return { items: tags.map(({ items, ...tag }) => ({ ...toTag(tag), items })) };
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
    async (request, reply) => {
      const words = { name: request.body.name, color: request.body.color ?? 'gray' };
      return reply.code(201).send(toTag(await createTag(reviewing(parts, request), words)));
    },
  );
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
