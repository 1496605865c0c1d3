import Type from 'typebox';
import type { MatterId } from '#evidence';
import { pageOfNotes, removeNote, writeNote, type Note } from '#review';
import { callerOf } from '../../http/frame/guard.ts';
import { decodeCursor, idPlace, page } from '../../http/cursor.ts';
import { once } from '../../http/idempotency.ts';
import { exactly, Id, Instant, pageOf, pageQuery } from '../../http/schemas.ts';
import type { App, Parts } from '../../parts.ts';
import { reviewing } from './tags.ts';

const ShownNote = Type.Object({
  id: Id,
  text: Type.String(),
  writtenBy: Type.String(),
  writtenAt: Instant,
});
const params = Type.Object({ matter: Id, id: Id });

/** What reviewers wrote at a message. */
export function noteRoutes(app: App, parts: Parts): void {
  app.get(
    '/api/v1/matters/:matter/messages/:id/notes',
    {
      schema: {
        operationId: 'listNotes',
        summary: 'Notes at a message, oldest first',
        params,
        querystring: Type.Object(pageQuery),
        response: { 200: pageOf(ShownNote) },
      },
    },
    async (request) => {
      const { matter, id: item } = request.params;
      const { cursor, limit } = request.query;
      const at = { after: decodeCursor(cursor, idPlace)?.[0] ?? null, limit: limit + 1 };
      const rows = await pageOfNotes(parts.database.reader, { matter: matter as MatterId, item }, at);
      const { items, next } = page(rows, limit, ({ id }) => [id]);
      return { items: items.map(toNote), next };
    },
  );
  app.post(
    '/api/v1/matters/:matter/messages/:id/notes',
    {
      schema: {
        operationId: 'writeNote',
        summary: 'Write a note at a message',
        params,
        body: exactly({ text: Type.String({ minLength: 1, maxLength: 10_000 }) }),
        response: { 201: ShownNote },
      },
    },
    (request, reply) =>
      once(parts, { request, reply }, async () => {
        const note = await writeNote(reviewing(parts, request), request.params.id, request.body.text);
        return { status: 201, answer: toNote(note) };
      }),
  );
  app.delete(
    '/api/v1/matters/:matter/messages/:id/notes/:note',
    {
      schema: {
        operationId: 'removeNote',
        summary: 'Remove a note of one’s own; a case manager may remove any',
        params: Type.Object({ matter: Id, id: Id, note: Id }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { memberships } = callerOf(request);
      const role = memberships.find(({ matter }) => matter === request.params.matter)?.role;
      const mayRemoveOthers = role === 'case-manager';
      await removeNote(reviewing(parts, request), request.params.note, { mayRemoveOthers });
      return reply.code(204).send(null);
    },
  );
}

function toNote({ id, text, writtenBy, writtenAt }: Note) {
  return { id, text, writtenBy, writtenAt: writtenAt.toISOString() };
}
