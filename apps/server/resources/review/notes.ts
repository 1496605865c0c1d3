import Type from 'typebox';
import type { MatterId } from '#evidence';
import { notesOfItem, removeNote, writeNote, type Note } from '#review';
import { callerOf } from '../../http/frame/guard.ts';
import { exactly, Id, Instant } from '../../http/schemas.ts';
import type { App, Parts } from '../../parts.ts';
import { reviewing } from './tags.ts';

export const ShownNote = Type.Object({
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
        response: { 200: Type.Object({ items: Type.Array(ShownNote) }) },
      },
    },
    async (request) => {
      const { matter, id } = request.params;
      return { items: (await notesOfItem(parts.database.reader, matter as MatterId, id)).map(toNote) };
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
    async (request, reply) => {
      const note = await writeNote(reviewing(parts, request), request.params.id, request.body.text);
      return reply.code(201).send(toNote(note));
    },
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

export function toNote({ id, text, writtenBy, writtenAt }: Note) {
  return { id, text, writtenBy, writtenAt: writtenAt.toISOString() };
}
