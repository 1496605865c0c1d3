import Type from 'typebox';
import { actorOf, type Caller } from '#access';
import { createCustodian, pageOfCustodians } from '#catalogue';
import { recordAct } from '#custody';
import { Failure, type MatterId } from '#evidence';
import { decodeCursor, page } from '../../http/cursor.ts';
import { callerOf } from '../../http/frame/guard.ts';
import { once } from '../../http/idempotency.ts';
import { exactly, Id, Instant, nullable, pageOf, pageQuery } from '../../http/schemas.ts';
import type { App, Parts } from '../../parts.ts';

const Custodian = Type.Object({
  id: Id,
  name: Type.String(),
  createdAt: Instant,
  /** Null for whoever only uploads: what others collected is not theirs to see. */
  mailboxes: nullable(Type.Array(Type.String())),
  items: nullable(Type.Integer()),
});

/** The people of a matter whose mail is collected. */
export function custodianRoutes(app: App, parts: Parts): void {
  list(app, parts);
  create(app, parts);
}

function list(app: App, { database }: Parts): void {
  app.get(
    '/api/v1/matters/:matter/custodians',
    {
      schema: {
        operationId: 'listCustodians',
        summary: 'The custodians of the matter, by name',
        params: Type.Object({ matter: Id }),
        querystring: Type.Object({ ...pageQuery, search: Type.Optional(Type.String({ maxLength: 300 })) }),
        response: { 200: pageOf(Custodian) },
      },
    },
    async (request) => {
      const { cursor, limit, search = '' } = request.query;
      const matter = request.params.matter as MatterId;
      const after = decodeCursor(cursor, Type.Tuple([Type.String()]))?.[0] ?? null;
      const rows = await pageOfCustodians(database.reader, { matter, search }, { after, limit: limit + 1 });
      const { items, next } = page(rows, limit, ({ name }) => [name]);
      const seesCounts = membership(callerOf(request), matter)?.role !== 'uploader';
      return {
        items: items.map((custodian) => ({
          id: custodian.id,
          name: custodian.name,
          createdAt: custodian.createdAt.toISOString(),
          mailboxes: seesCounts ? [...custodian.mailboxes] : null,
          items: seesCounts ? custodian.items : null,
        })),
        next,
      };
    },
  );
}

function create(app: App, parts: Parts): void {
  const { database, clock } = parts;
  app.post(
    '/api/v1/matters/:matter/custodians',
    {
      schema: {
        operationId: 'createCustodian',
        summary: 'Add a custodian',
        params: Type.Object({ matter: Id }),
        body: exactly({ name: Type.String({ minLength: 1, maxLength: 300 }) }),
        response: { 201: Type.Object({ id: Id, name: Type.String() }) },
      },
    },
    (request, reply) =>
      once(parts, { request, reply }, async () => {
        const caller = callerOf(request);
        const matter = request.params.matter as MatterId;
        requireCustodianRight(caller, matter);
        const at = clock.now();
        const answer = await database.transaction(async (tx) => {
          const custodian = await createCustodian(tx, { matter, name: request.body.name, at });
          const subject = { matter, custodian: custodian.id, name: custodian.name };
          await recordAct(tx, { actor: actorOf(caller.person), action: 'custodian.created', subject, at });
          return custodian;
        });
        return { status: 201, answer };
      }),
  );
}

/** Whoever only uploads makes custodians where the membership says so. Failure `denied`. */
function requireCustodianRight(caller: Caller, matter: MatterId): void {
  const found = membership(caller, matter);
  if (found?.role === 'case-manager' || found?.mayCreateCustodians === true) return;
  throw new Failure('denied', 'You may not add custodians to this matter.', {
    code: 'no-new-custodians',
    fix: 'Choose one that is there, or ask the case manager to add them or to let you.',
  });
}

function membership({ memberships }: Caller, matter: MatterId) {
  return memberships.find((one) => one.matter === matter);
}
