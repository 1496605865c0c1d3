import Type from 'typebox';
import { Value } from 'typebox/value';
import { listSaved, removeSearch, saveSearch, type SavedSearch } from '#review';
import { exactly, Id, Instant } from '../../http/schemas.ts';
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
        response: { 200: Type.Object({ items: Type.Array(Saved) }) },
      },
    },
    async (request) => {
      const { matter, actor } = reviewing(parts, request);
      return { items: (await listSaved(parts.database.reader, matter, actor)).map(toSaved) };
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
    async (request, reply) => {
      const { name, q: query = '', filters = {}, isShared = false } = request.body;
      const saved = await saveSearch(reviewing(parts, request), { name, query, filters, isShared });
      return reply.code(201).send(toSaved(saved));
    },
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
