import Type from 'typebox';
import { actorOf, readPerson, type Person, type PersonId } from '#access';
import { recordAct } from '#custody';
import { Failure } from '#evidence';
import { findConnection, pageOfOwned, removeConnection } from '#microsoft';
import { connectionStore } from '../../../workbench/connections/connection-store.ts';
import { decodeCursor, page } from '../../http/cursor.ts';
import { callerOf } from '../../http/frame/guard.ts';
import { Id, Instant, nullable, pageOf, pageQuery } from '../../http/schemas.ts';
import type { App, Parts } from '../../parts.ts';

const Left = Type.Object({
  id: Id,
  name: Type.String(),
  tenant: Type.String(),
  signer: nullable(Type.String()),
  createdAt: Instant,
});

/** What somebody who left has left behind: connections that rest on their sign-in. Seen and removed, never used. */
export function personConnectionRoutes(app: App, parts: Parts): void {
  list(app, parts);
  remove(app, parts);
}

function list(app: App, { database }: Parts): void {
  app.get(
    '/api/v1/people/:id/connections',
    {
      schema: {
        operationId: 'listPersonConnections',
        summary: 'The connections that rest on the sign-in of a disabled person, by name',
        params: Type.Object({ id: Id }),
        querystring: Type.Object(pageQuery),
        response: { 200: pageOf(Left) },
      },
    },
    async (request) => {
      const person = await departed(database.reader, request.params.id);
      const { cursor, limit } = request.query;
      const after = decodeCursor(cursor, Type.Tuple([Type.String()]))?.[0] ?? null;
      const rows = await pageOfOwned(database.reader, person.id, { after, limit: limit + 1 });
      const { items, next } = page(rows, limit, ({ name }) => [name]);
      return {
        items: items.map(({ id, name, tenant, signer, createdAt }) => ({
          ...{ id, name, tenant, signer: signer?.address ?? null },
          createdAt: createdAt.toISOString(),
        })),
        next,
      };
    },
  );
}

function remove(app: App, parts: Parts): void {
  app.delete(
    '/api/v1/people/:id/connections/:connection',
    {
      schema: {
        operationId: 'removePersonConnection',
        summary: 'Remove a connection of a disabled person and erase its sign-in; what was collected stays',
        params: Type.Object({ id: Id, connection: Id }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { database, clock } = parts;
      const person = await departed(database.reader, request.params.id);
      const found = await findConnection(database.reader, request.params.connection);
      if (found === null || found.owner !== person.id)
        throw new Failure('not-found', 'There is no such connection.', { code: 'no-connection-here' });
      const { id, name, clientId, signer } = await removeConnection(await connectionStore(parts), found.id);
      const subject = { connection: id, name, clientId, owner: person.id, signer: signer?.address ?? null };
      const actor = actorOf(callerOf(request).person);
      await recordAct(database, { actor, action: 'connection.removed', subject, at: clock.now() });
      return reply.code(204).send(null);
    },
  );
}

/** While somebody can sign in, their connections are theirs alone. Failures: `not-found`, `conflict`. */
async function departed(reader: Parts['database']['reader'], id: string): Promise<Person> {
  const person = await readPerson(reader, id as PersonId);
  if (person.disabledAt !== null) return person;
  throw new Failure('conflict', `The connections of ${person.name} are theirs alone.`, {
    code: 'person-not-disabled',
    fix: 'Ask them to remove it, or disable the account first.',
  });
}
