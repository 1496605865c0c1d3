import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import { actorOf, type Caller } from '#access';
import { exportAuditHead, openSigningKey, recordAct, verifyAuditTrail } from '#custody';
import { Failure, type MatterId } from '#evidence';
import { decodeCursor, page } from '../../http/cursor.ts';
import { callerOf } from '../../http/frame/guard.ts';
import { Id, Instant, oneOf, pageOf, pageQuery } from '../../http/schemas.ts';
import type { App, Parts } from '../../parts.ts';
import { readTrail, type TrailEntry, type TrailFilter } from './store-trail.ts';
import { writeTrail } from './write-trail.ts';

const filters = {
  matter: Type.Optional(Id),
  actor: Type.Optional(Type.String({ maxLength: 320 })),
  action: Type.Optional(Type.String({ maxLength: 100, description: 'What an action begins with: `person.`' })),
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
};
type FilterQuery = Static<Type.TObject<typeof filters>>;
const Entry = Type.Object({
  seq: Type.Integer(),
  at: Instant,
  actor: Type.String(),
  action: Type.String(),
  subject: Type.Unsafe<Readonly<Record<string, unknown>>>({ type: 'object', additionalProperties: true }),
  hash: Type.String(),
});

/** The chain of everything that was done: read, hand out, verify. */
export function auditRoutes(app: App, parts: Parts): void {
  list(app, parts);
  handOut(app, parts);
  verify(app, parts);
  head(app, parts);
}

function list(app: App, { database }: Parts): void {
  app.get(
    '/api/v1/audit',
    {
      schema: {
        operationId: 'listAudit',
        summary: 'Who did what when, newest first',
        querystring: Type.Object({ ...pageQuery, ...filters }),
        response: { 200: pageOf(Entry) },
      },
    },
    async (request) => {
      const { cursor, limit, ...query } = request.query;
      const before = decodeCursor(cursor, Type.Tuple([Type.Integer()]))?.[0] ?? null;
      const rows = await readTrail(database.reader, filterOf(request, query, before), limit + 1);
      const { items, next } = page(rows, limit, ({ seq }) => [seq]);
      return { items: items.map(shown), next };
    },
  );
}

function handOut(app: App, parts: Parts): void {
  app.get(
    '/api/v1/audit/export',
    {
      schema: {
        operationId: 'exportAudit',
        summary: 'The entries that match, as a file, newest first',
        querystring: Type.Object({ ...filters, format: oneOf(['csv', 'jsonl'], 'csv') }),
        response: { 200: { description: 'A file', content: { 'text/csv': { schema: Type.Unknown() } } } },
      },
    },
    async (request, reply) => {
      const { format, ...query } = request.query;
      const filter = filterOf(request, query, null);
      const { person } = callerOf(request);
      const at = parts.clock.now();
      const subject = { ...query, format };
      await recordAct(parts.database, { actor: actorOf(person), action: 'audit.exported', subject, at });
      const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8';
      return reply
        .type(type)
        .header('content-disposition', `attachment; filename="audit-${at.toISOString().slice(0, 10)}.${format}"`)
        .send(Readable.from(writeTrail(parts.database.reader, filter, format)));
    },
  );
}

function verify(app: App, { database, clock }: Parts): void {
  app.get(
    '/api/v1/audit/verify',
    {
      schema: {
        operationId: 'verifyAudit',
        summary: 'Compute every hash of the chain again',
        response: {
          200: Type.Object({
            intact: Type.Boolean(),
            entries: Type.Integer(),
            verifiedAt: Instant,
            head: Type.Optional(Type.Object({ seq: Type.Integer(), hash: Type.String() })),
            brokenAt: Type.Optional(Type.Integer()),
            detail: Type.Optional(Type.String()),
          }),
        },
      },
    },
    async () => ({ ...(await verifyAuditTrail(database.reader)), verifiedAt: clock.now().toISOString() }),
  );
}

function head(app: App, { instance, database, clock }: Parts): void {
  app.get(
    '/api/v1/audit/head',
    {
      schema: {
        operationId: 'readAuditHead',
        summary: 'The newest entry, signed: to be kept where nobody who can write to this database can write',
        response: { 200: Type.Object({ text: Type.String() }) },
      },
    },
    async () => {
      const key = await openSigningKey({ dataFolder: instance.dataFolder, database, clock });
      return { text: await exportAuditHead(database.reader, key, clock) };
    },
  );
}

/** Members see what is about their matters; a matter that is not theirs is not there. */
function filterOf(request: FastifyRequest, query: FilterQuery, before: number | null): TrailFilter {
  const { matter, actor, action, from, to } = query;
  const visible = visibleMatters(callerOf(request));
  const asked = matter as MatterId | undefined;
  if (asked !== undefined && visible !== null && !visible.includes(asked))
    throw new Failure('not-found', 'There is no such matter.', { code: 'no-matter' });
  return { matters: asked === undefined ? visible : [asked], actor, action, from, to, before };
}

function visibleMatters({ person, memberships }: Caller): readonly MatterId[] | null {
  if (person.instanceRole !== 'member') return null;
  return memberships.filter(({ role }) => role === 'auditor').map(({ matter }) => matter);
}

function shown({ at, ...entry }: TrailEntry) {
  return { ...entry, at: at.toISOString() };
}
