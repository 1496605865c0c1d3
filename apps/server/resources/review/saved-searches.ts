import Type from 'typebox';
import { Value } from 'typebox/value';
import { pageOfSaved, removeSearch, saveSearch, type SavedSearch } from '#review';
import { decodeCursor, namePlace, page } from '../../http/cursor.ts';
import { once } from '../../http/idempotency.ts';
import { exactly, Id, Instant, pageOf, pageQuery } from '../../http/schemas.ts';
import type { App, Parts } from '../../parts.ts';
import { filtersSchema } from './search-query.ts';
import { reviewing } from './tags.ts';

const Saved = Type.Object({
  id: Id,
  name: Type.String(),
  q: Type.String(),
  /** As they stand in the address of a search. */
  filters: Type.Unknown(),
  isShared: Type.Boolean(),
  savedBy: Type.String(),
  savedAt: Instant,
});
const params = Type.Object({ matter: Id });

/** Searches that people keep. */
export function savedSearchRoutes(app: App, parts: Parts): void {
  app.get(
    '/api/v1/matters/:matter/saved-searches',
    {
      schema: {
        operationId: 'listSavedSearches',
        summary: 'My saved searches of the matter, and those that are shared',
        params,
        querystring: Type.Object(pageQuery),
        response: { 200: pageOf(Saved) },
      },
    },
    async (request) => {
      const { matter, actor } = reviewing(parts, request);
      const { cursor, limit } = request.query;
      const at = { after: decodeCursor(cursor, namePlace), limit: limit + 1 };
      const rows = await pageOfSaved(parts.database.reader, { matter, person: actor }, at);
      const { items, next } = page(rows, limit, ({ sortName, id }) => [sortName, id]);
      return { items: items.map(toSaved), next };
    },
  );
  app.post(
    '/api/v1/matters/:matter/saved-searches',
    {
      schema: {
        operationId: 'saveSearch',
        summary: 'Save a search',
        params,
        body: exactly({
          name: Type.String({ minLength: 1, maxLength: 200 }),
          q: Type.Optional(Type.String({ maxLength: 20_000 })),
          filters: Type.Optional(filtersSchema),
          isShared: Type.Optional(Type.Boolean()),
        }),
        response: { 201: Saved },
      },
    },
    (request, reply) =>
      once(parts, { request, reply }, async () => {
        const { name, q: query = '', filters = {}, isShared = false } = request.body;
        const saved = await saveSearch(reviewing(parts, request), { name, query, filters, isShared });
        return { status: 201, answer: toSaved(saved) };
      }),
  );
  app.delete(
    '/api/v1/matters/:matter/saved-searches/:search',
    {
      schema: {
        operationId: 'removeSavedSearch',
        summary: 'Remove a saved search of one’s own',
        params: Type.Object({ matter: Id, search: Id }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await removeSearch(reviewing(parts, request), request.params.search);
      return reply.code(204).send(null);
    },
  );
}

function toSaved({ id, name, query, filters, isShared, savedBy, savedAt }: SavedSearch) {
  const known = Value.Check(filtersSchema, filters) ? filters : {};
  return { id, name, q: query, filters: known, isShared, savedBy, savedAt: savedAt.toISOString() };
}
