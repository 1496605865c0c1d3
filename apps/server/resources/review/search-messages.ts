import Type, { type Static } from 'typebox';
import type { MatterId } from '#evidence';
import type { Reader } from '#platform';
import { histogram, reviewFacets, suggest, tagsOfItems } from '#review';
import { countHits, findHits, type Hit, type Page } from '#search';
import { Id, Instant, nullable, oneOf, pageOf, pageQuery } from '../../http/schemas.ts';
import type { App, Parts } from '../../parts.ts';
import { SearchAddress, searchOf, searchQuery } from './search-query.ts';

const Person = Type.Object({ name: Type.String(), address: Type.String() });
export const ShownTag = Type.Object({ id: Id, name: Type.String(), color: Type.String() });

export const ShownHit = Type.Object({
  id: Id,
  subject: nullable(Type.String()),
  from: Type.Array(Person),
  to: Type.Array(Person),
  received: nullable(Instant),
  sent: nullable(Instant),
  custodian: Type.String(),
  mailbox: Type.String(),
  folder: Type.String(),
  place: Type.String(),
  attachments: Type.Array(Type.String()),
  tags: Type.Array(ShownTag),
});

const Value = Type.Object({ value: Type.String(), label: Type.String(), count: Type.Integer() });
const Values = Type.Array(Value);
const params = Type.Object({ matter: Id });
const querystring = SearchAddress;

/** Results with what stands beside them. */
export async function toHits(reader: Reader, { hits, next }: Page): Promise<Static<ReturnType<typeof pageOfHits>>> {
  const tags = await tagsOfItems(
    reader,
    hits.map(({ id }) => id),
  );
  return { items: hits.map((hit) => toHit(hit, tags.get(hit.id) ?? [])), next };
}

export function pageOfHits() {
  return pageOf(ShownHit);
}

function toHit(hit: Hit, tags: readonly Static<typeof ShownTag>[]): Static<typeof ShownHit> {
  const { id, subject, from, to, received, sent, custodian, mailbox, folder, place, attachments } = hit;
  return {
    ...{ id, subject, custodian, mailbox, folder, place },
    from: [...from],
    to: [...to],
    received: received?.toISOString() ?? null,
    sent: sent?.toISOString() ?? null,
    attachments: [...attachments],
    tags: tags.map((tag) => ({ id: tag.id, name: tag.name, color: tag.color })),
  };
}

/** Search within a matter: results, counts, facets, histogram, suggestions. All ask the same. */
export function searchRoutes(app: App, parts: Parts): void {
  search(app, parts);
  counts(app, parts);
  facets(app, parts);
  suggestions(app, parts);
}

function within({ database, clock }: Parts, matter: string) {
  return { reader: database.reader, matter: matter as MatterId, now: clock.now() };
}

function search(app: App, parts: Parts): void {
  app.get(
    '/api/v1/matters/:matter/search',
    {
      schema: {
        operationId: 'searchMessages',
        summary: 'Kept messages that a query in KQL and filters find, newest first',
        params,
        querystring: Type.Object({ ...searchQuery, ...pageQuery }),
        response: { 200: pageOfHits() },
      },
    },
    async (request) => {
      const { cursor, limit, ...asked } = request.query;
      const found = await searchOf(within(parts, request.params.matter), asked);
      const { reader } = parts.database;
      return toHits(reader, await findHits(reader, found, { limit, after: cursor ?? null }));
    },
  );
}

function counts(app: App, parts: Parts): void {
  app.get(
    '/api/v1/matters/:matter/search/count',
    {
      schema: {
        operationId: 'countMessages',
        summary: 'How many messages there are, exactly',
        ...{ params, querystring },
        response: { 200: Type.Object({ count: Type.Integer() }) },
      },
    },
    async (request) => {
      const found = await searchOf(within(parts, request.params.matter), request.query);
      return { count: await countHits(parts.database.reader, found) };
    },
  );
  app.get(
    '/api/v1/matters/:matter/search/histogram',
    {
      schema: {
        operationId: 'readHistogram',
        summary: 'When they were received: bars as fine as fits',
        ...{ params, querystring },
        response: {
          200: Type.Object({
            interval: oneOf(['day', 'week', 'month', 'year']),
            bars: Type.Array(Type.Object({ from: Instant, count: Type.Integer() })),
            undated: Type.Integer(),
          }),
        },
      },
    },
    async (request) => {
      const found = await searchOf(within(parts, request.params.matter), request.query);
      const { bars, ...rest } = await histogram(parts.database.reader, found);
      return { ...rest, bars: bars.map(({ from, count }) => ({ from: from.toISOString(), count })) };
    },
  );
}

function facets(app: App, parts: Parts): void {
  app.get(
    '/api/v1/matters/:matter/search/facets',
    {
      schema: {
        operationId: 'readFacets',
        summary: 'What the found messages have in common: the most frequent values with exact counts',
        ...{ params, querystring },
        response: {
          200: Type.Object({
            custodians: Values,
            mailboxes: Values,
            folders: Values,
            senders: Values,
            domains: Values,
            fileTypes: Values,
            kinds: Values,
            tags: Values,
            holds: Values,
            marks: Type.Array(Type.Object({ value: Type.String(), count: Type.Integer() })),
          }),
        },
      },
    },
    async (request) => {
      const found = await searchOf(within(parts, request.params.matter), request.query);
      const counted = await reviewFacets(parts.database.reader, found);
      return counted as { [Name in keyof typeof counted]: (typeof counted)[Name][number][] };
    },
  );
}

function suggestions(app: App, parts: Parts): void {
  app.get(
    '/api/v1/matters/:matter/search/suggest',
    {
      schema: {
        operationId: 'suggestQuery',
        summary: 'What may stand at a place of a query that is being typed',
        params,
        querystring: Type.Object({ q: Type.String({ maxLength: 20_000 }), at: Type.Integer({ minimum: 0 }) }),
        response: {
          200: Type.Object({
            from: Type.Integer(),
            to: Type.Integer(),
            items: Type.Array(
              Type.Object({
                text: Type.String(),
                kind: oneOf(['property', 'value']),
                hint: nullable(Type.String()),
              }),
            ),
          }),
        },
      },
    },
    async (request) => {
      const { q: text, at } = request.query;
      const { items, ...place } = await suggest(parts.database.reader, request.params.matter as MatterId, { text, at });
      return { ...place, items: [...items] };
    },
  );
}
