import Type from 'typebox';
import { actorOf, endSessions, pageOfSessions, type SessionId } from '#access';
import { recordAct } from '#custody';
import { Failure } from '#evidence';
import { callerOf } from '../../http/frame/guard.ts';
import { decodeCursor, idPlace, page } from '../../http/cursor.ts';
import { Id, Instant, nullable, pageOf, pageQuery } from '../../http/schemas.ts';
import type { App, Parts } from '../../parts.ts';

const Session = Type.Object({
  id: Id,
  createdAt: Instant,
  lastSeenAt: Instant,
  expiresAt: Instant,
  address: nullable(Type.String()),
  browser: nullable(Type.String()),
  isThisOne: Type.Boolean(),
});

/** Where a person is signed in. */
export function sessionRoutes(app: App, parts: Parts): void {
  app.get(
    '/api/v1/sessions',
    {
      schema: {
        operationId: 'listSessions',
        summary: 'Where I am signed in',
        querystring: Type.Object(pageQuery),
        response: { 200: pageOf(Session) },
      },
    },
    async (request) => {
      const { person, by } = callerOf(request);
      const { cursor, limit } = request.query;
      const at = { after: decodeCursor(cursor, idPlace)?.[0] ?? null, limit: limit + 1 };
      const rows = await pageOfSessions(parts.database.reader, { person: person.id, now: parts.clock.now() }, at);
      const { items, next } = page(rows, limit, ({ id }) => [id]);
      return {
        next,
        items: items.map((session) => ({
          ...session,
          createdAt: session.createdAt.toISOString(),
          lastSeenAt: session.lastSeenAt.toISOString(),
          expiresAt: session.expiresAt.toISOString(),
          isThisOne: by.kind === 'session' && by.session === session.id,
        })),
      };
    },
  );
  app.delete(
    '/api/v1/sessions/:id',
    {
      schema: {
        operationId: 'endSession',
        summary: 'Sign out elsewhere',
        params: Type.Object({ id: Id }),
        response: { 200: Type.Object({ ended: Type.Boolean() }) },
      },
    },
    async (request) => {
      const { person } = callerOf(request);
      const session = request.params.id as SessionId;
      await parts.database.transaction(async (tx) => {
        if ((await endSessions(tx, person.id, session)) === 0)
          throw new Failure('not-found', 'There is no such session.', { code: 'no-session' });
        const subject = { person: person.id, session };
        await recordAct(tx, { actor: actorOf(person), action: 'session.ended', subject, at: parts.clock.now() });
      });
      return { ended: true };
    },
  );
}
