import Type from 'typebox';
import { actorOf, matterRoles, saveMember, type Caller, type MatterRole } from '#access';
import { createMatter, pageOfMatters, readMatter, renameMatter } from '#catalogue';
import type { MatterId } from '#evidence';
import { recordAct } from '#custody';
import { decodeCursor, page } from '../../http/cursor.ts';
import { once } from '../../http/idempotency.ts';
import { callerOf } from '../../http/frame/guard.ts';
import { exactly, Id, Instant, nullable, oneOf, pageOf, pageQuery } from '../../http/schemas.ts';
import type { App, Parts } from '../../parts.ts';

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
  readOne(app, parts);
  rename(app, parts);
}

function readOne(app: App, { database }: Parts): void {
  app.get(
    '/api/v1/matters/:matter',
    {
      schema: {
        operationId: 'readMatter',
        summary: 'One matter',
        params: Type.Object({ matter: Id }),
        response: { 200: Matter },
      },
    },
    async (request) => {
      const { id, name, createdAt } = await readMatter(database.reader, request.params.matter as MatterId);
      return { id, name, createdAt: createdAt.toISOString(), role: roleIn(callerOf(request), id) };
    },
  );
}

function rename(app: App, { database, clock }: Parts): void {
  app.patch(
    '/api/v1/matters/:matter',
    {
      schema: {
        operationId: 'renameMatter',
        summary: 'Give a matter another name',
        params: Type.Object({ matter: Id }),
        body: exactly({ name: Type.String({ minLength: 1, maxLength: 200 }) }),
        response: { 200: Matter },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const at = clock.now();
      const matter = await database.transaction(async (tx) => {
        const before = await readMatter(tx, request.params.matter as MatterId);
        const name = await renameMatter(tx, before.id, request.body.name);
        const subject = { matter: before.id, from: before.name, to: name };
        await recordAct(tx, { actor: actorOf(caller.person), action: 'matter.renamed', subject, at });
        return { ...before, name };
      });
      return { ...matter, createdAt: matter.createdAt.toISOString(), role: roleIn(caller, matter.id) };
    },
  );
}

function roleIn({ memberships }: Caller, matter: MatterId): MatterRole | null {
  return memberships.find((membership) => membership.matter === matter)?.role ?? null;
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
      const caller = callerOf(request);
      const { person, memberships } = caller;
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
          role: roleIn(caller, id),
        })),
        next,
      };
    },
  );
}

function createMatters(app: App, parts: Parts): void {
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
    (request, reply) =>
      once(parts, { request, reply }, async () => ({
        status: 201 as const,
        answer: await begin(parts, callerOf(request), request.body.name),
      })),
  );
}

async function begin({ database, clock }: Parts, { person }: Caller, name: string) {
  const at = clock.now();
  const matter = await database.transaction(async (tx) => {
    const made = await createMatter(tx, name, at);
    await saveMember(tx, { matter: made.id, person: person.id, role: 'case-manager', mayCreateCustodians: true, at });
    const subject = { matter: made.id, name: made.name };
    await recordAct(tx, { actor: actorOf(person), action: 'matter.created', subject, at });
    return made;
  });
  return { ...matter, createdAt: at.toISOString(), role: 'case-manager' as const };
}
