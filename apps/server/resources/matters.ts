import Type from 'typebox';
import { actorOf, matterRoles, saveMember } from '#access';
import { createMatter, pageOfMatters } from '#catalogue';
import { recordAct } from '#custody';
import { decodeCursor, page } from '../http/cursor.ts';
import { callerOf } from '../http/guard.ts';
import { exactly, Id, Instant, nullable, oneOf, pageOf, pageQuery } from '../http/schemas.ts';
import type { App, Parts } from '../parts.ts';

const Matter = Type.Object({
  id: Id,
  name: Type.String(),
  createdAt: Instant,
  /** Null for an administrator or auditor who is no member: they see that it is there, not what is in it. */
  role: nullable(oneOf(matterRoles)),
});

export function matterRoutes(app: App, parts: Parts): void {
  listMatters(app, parts);
  createMatters(app, parts);
}

function listMatters(app: App, { database }: Parts): void {
  app.get(
    '/api/v1/matters',
    {
      schema: {
        operationId: 'listMatters',
        summary: 'The matters I may know of, by name',
        querystring: Type.Object(pageQuery),
        response: { 200: pageOf(Matter) },
      },
    },
    async (request) => {
      const { person, memberships } = callerOf(request);
      const { cursor, limit } = request.query;
      const seesAll = person.instanceRole !== 'member';
      const rows = await pageOfMatters(database.reader, {
        after: decodeCursor(cursor, Type.Tuple([Type.String()]))?.[0] ?? null,
        limit: limit + 1,
        only: seesAll ? null : memberships.map(({ matter }) => matter),
      });
      const { items, next } = page(rows, limit, ({ name }) => [name]);
      return {
        items: items.map(({ id, name, createdAt }) => ({
          id,
          name,
          createdAt: createdAt.toISOString(),
          role: memberships.find(({ matter }) => matter === id)?.role ?? null,
        })),
        next,
      };
    },
  );
}

function createMatters(app: App, { database, clock }: Parts): void {
  app.post(
    '/api/v1/matters',
    {
      schema: {
        operationId: 'createMatter',
        summary: 'Begin a matter; whoever begins it becomes its case manager',
        body: exactly({ name: Type.String({ minLength: 1, maxLength: 200 }) }),
        response: { 201: Matter },
      },
    },
    async (request, reply) => {
      const { person } = callerOf(request);
      const at = clock.now();
      const matter = await database.transaction(async (tx) => {
        const made = await createMatter(tx, request.body.name, at);
        await saveMember(tx, {
          matter: made.id,
          person: person.id,
          role: 'case-manager',
          mayCreateCustodians: true,
          at,
        });
        const subject = { matter: made.id, name: made.name };
        await recordAct(tx, { actor: actorOf(person), action: 'matter.created', subject, at });
        return made;
      });
      return reply.code(201).send({ ...matter, createdAt: at.toISOString(), role: 'case-manager' as const });
    },
  );
}
