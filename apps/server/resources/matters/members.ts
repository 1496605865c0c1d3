import Type from 'typebox';
import { actorOf, deleteMember, readPerson, matterRoles, pageOfMembers, saveMember, type PersonId } from '#access';
import { recordAct } from '#custody';
import { Failure, type MatterId } from '#evidence';
import { decodeCursor, page } from '../../http/cursor.ts';
import { callerOf } from '../../http/frame/guard.ts';
import { exactly, Id, Instant, oneOf, pageOf, pageQuery } from '../../http/schemas.ts';
import type { App, Parts } from '../../parts.ts';

const Member = Type.Object({
  person: Id,
  name: Type.String(),
  email: Type.String(),
  role: oneOf(matterRoles),
  mayCreateCustodians: Type.Boolean(),
  addedAt: Instant,
});
const OneMember = Type.Object({ matter: Id, person: Id });

/** Who may do what in one matter. */
export function memberRoutes(app: App, parts: Parts): void {
  list(app, parts);
  save(app, parts);
  remove(app, parts);
}

function list(app: App, { database }: Parts): void {
  app.get(
    '/api/v1/matters/:matter/members',
    {
      schema: {
        operationId: 'listMembers',
        summary: 'Who may do what in the matter, by address',
        params: Type.Object({ matter: Id }),
        querystring: Type.Object(pageQuery),
        response: { 200: pageOf(Member) },
      },
    },
    async (request) => {
      const { cursor, limit } = request.query;
      const after = decodeCursor(cursor, Type.Tuple([Type.String()]))?.[0] ?? null;
      const matter = request.params.matter as MatterId;
      const rows = await pageOfMembers(database.reader, matter, { after, limit: limit + 1 });
      const { items, next } = page(rows, limit, ({ email }) => [email]);
      return { items: items.map((member) => ({ ...member, addedAt: member.addedAt.toISOString() })), next };
    },
  );
}

function save(app: App, { database, clock }: Parts): void {
  app.put(
    '/api/v1/matters/:matter/members/:person',
    {
      schema: {
        operationId: 'saveMember',
        summary: 'Give a person a role in the matter',
        params: OneMember,
        body: exactly({ role: oneOf(matterRoles), mayCreateCustodians: Type.Optional(Type.Boolean()) }),
        response: { 200: Type.Object({ saved: Type.Boolean() }) },
      },
    },
    async (request) => {
      const { person: by } = callerOf(request);
      const matter = request.params.matter as MatterId;
      const person = request.params.person as PersonId;
      const { role, mayCreateCustodians = role === 'case-manager' } = request.body;
      const at = clock.now();
      await database.transaction(async (tx) => {
        const { email } = await readPerson(tx, person);
        await saveMember(tx, { matter, person, role, mayCreateCustodians, at });
        const subject = { matter, person, email, role, mayCreateCustodians };
        await recordAct(tx, { actor: actorOf(by), action: 'member.saved', subject, at });
      });
      return { saved: true };
    },
  );
}

function remove(app: App, { database, clock }: Parts): void {
  app.delete(
    '/api/v1/matters/:matter/members/:person',
    {
      schema: {
        operationId: 'removeMember',
        summary: 'Take a person out of the matter',
        params: OneMember,
        response: { 200: Type.Object({ removed: Type.Boolean() }) },
      },
    },
    async (request) => {
      const { person: by } = callerOf(request);
      const matter = request.params.matter as MatterId;
      const person = request.params.person as PersonId;
      const at = clock.now();
      await database.transaction(async (tx) => {
        if (!(await deleteMember(tx, { matter, person })))
          throw new Failure('not-found', 'That person is no member of the matter.', { code: 'no-member' });
        await recordAct(tx, { actor: actorOf(by), action: 'member.removed', subject: { matter, person }, at });
      });
      return { removed: true };
    },
  );
}
