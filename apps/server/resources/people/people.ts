import Type from 'typebox';
import {
  changePerson,
  instanceRoles,
  invitePerson,
  matterRoles,
  membershipsOf,
  pageOfPeople,
  readPerson,
  type ChangedPerson,
  type Person,
  type PersonId,
} from '#access';
import { decodeCursor, page } from '../../http/cursor.ts';
import { callerOf } from '../../http/frame/guard.ts';
import { exactly, Id, Instant, nullable, oneOf, pageOf, pageQuery } from '../../http/schemas.ts';
import type { App, Parts } from '../../parts.ts';

const PersonSchema = Type.Object({
  id: Id,
  name: Type.String(),
  email: Type.String(),
  instanceRole: oneOf(instanceRoles),
  twoFactor: Type.Boolean(),
  mustChangePassword: Type.Boolean(),
  disabledAt: nullable(Instant),
  createdAt: Instant,
});
const Changed = Type.Object({
  person: PersonSchema,
  temporaryPassword: nullable(Type.String({ description: 'Shown once; to be changed at the first sign-in' })),
});
const Membership = Type.Object({ id: Id, name: Type.String(), role: oneOf(matterRoles) });

export function peopleRoutes(app: App, parts: Parts): void {
  list(app, parts);
  readOne(app, parts);
  invite(app, parts);
  change(app, parts);
}

function list(app: App, { database }: Parts): void {
  app.get(
    '/api/v1/people',
    {
      schema: {
        operationId: 'listPeople',
        summary: 'People with an account, by address',
        querystring: Type.Object(pageQuery),
        response: { 200: pageOf(PersonSchema) },
      },
    },
    async (request) => {
      const { cursor, limit } = request.query;
      const after = decodeCursor(cursor, Type.Tuple([Type.String()]))?.[0] ?? null;
      const rows = await pageOfPeople(database.reader, { after, limit: limit + 1 });
      const { items, next } = page(rows, limit, ({ email }) => [email]);
      return { items: items.map(shown), next };
    },
  );
}

function readOne(app: App, { database }: Parts): void {
  app.get(
    '/api/v1/people/:id',
    {
      schema: {
        operationId: 'readPerson',
        summary: 'One person and their matters',
        params: Type.Object({ id: Id }),
        response: { 200: Type.Object({ person: PersonSchema, matters: Type.Array(Membership) }) },
      },
    },
    async (request) => {
      const id = request.params.id as PersonId;
      const person = await readPerson(database.reader, id);
      const memberships = await membershipsOf(database.reader, id);
      const matters = memberships.map(({ matter, matterName, role }) => ({ id: matter, name: matterName, role }));
      return { person: shown(person), matters };
    },
  );
}

function invite(app: App, { database, clock }: Parts): void {
  app.post(
    '/api/v1/people',
    {
      schema: {
        operationId: 'invitePerson',
        summary: 'Add a person; the temporary password comes once, with this answer',
        body: exactly({
          name: Type.String({ minLength: 1, maxLength: 200 }),
          email: Type.String({ minLength: 3, maxLength: 320 }),
          instanceRole: oneOf(instanceRoles),
        }),
        response: { 201: Changed },
      },
    },
    async (request, reply) => {
      const { person: by } = callerOf(request);
      return reply.code(201).send(answer(await invitePerson({ database, clock, by }, request.body)));
    },
  );
}

function change(app: App, { database, clock }: Parts): void {
  app.patch(
    '/api/v1/people/:id',
    {
      schema: {
        operationId: 'changePerson',
        summary: 'Change name or role, disable, give a new temporary password',
        params: Type.Object({ id: Id }),
        body: exactly({
          name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
          instanceRole: Type.Optional(oneOf(instanceRoles)),
          disabled: Type.Optional(Type.Boolean()),
          newPassword: Type.Optional(Type.Boolean()),
          withoutTwoFactor: Type.Optional(Type.Boolean()),
        }),
        response: { 200: Changed },
      },
    },
    async (request) => {
      const { person: by } = callerOf(request);
      return answer(await changePerson({ database, clock, by }, request.params.id as PersonId, request.body));
    },
  );
}

function answer({ person, temporaryPassword }: ChangedPerson) {
  return { person: shown(person), temporaryPassword: temporaryPassword?.reveal() ?? null };
}

function shown({ disabledAt, createdAt, ...person }: Person) {
  return { ...person, disabledAt: disabledAt?.toISOString() ?? null, createdAt: createdAt.toISOString() };
}
