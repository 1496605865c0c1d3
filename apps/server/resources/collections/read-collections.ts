import Type from 'typebox';
import { decodeCursor, page } from '../../http/cursor.ts';
import { eventsOf, eventStream, type StreamEvent } from '../../http/event-stream.ts';
import { Id, oneOf, pageOf, pageQuery } from '../../http/schemas.ts';
import { phases } from '../../orders/phases.ts';
import { changedOrders } from '../../orders/store-orders.ts';
import type { App, Parts } from '../../parts.ts';
import { Collection, collectionParams, toCollections } from './collection-json.ts';
import { collectionsSeen, pageOfCollections, type Visible } from './store-collection-pages.ts';
import { matterOfPath, seenCollection, visibleTo } from './visible.ts';

const snapshotLength = 200;
const lookMs = 1000;
/** What was written while somebody looked is looked at again. */
const overlapMs = 5000;

/** Collections as they stand, and as they go on. */
export function collectionRoutes(app: App, parts: Parts): void {
  list(app, parts);
  follow(app, parts);
  read(app, parts);
  followOne(app, parts);
}

function list(app: App, { database }: Parts): void {
  app.get(
    '/api/v1/collections',
    {
      schema: {
        operationId: 'listCollections',
        summary: 'Collections I may know of, newest first',
        querystring: Type.Object({
          ...pageQuery,
          matter: Type.Optional(Id),
          phase: Type.Optional(oneOf(phases)),
        }),
        response: { 200: pageOf(Collection) },
      },
    },
    async (request) => {
      const { cursor, limit, matter, phase } = request.query;
      const before = decodeCursor(cursor, Type.Tuple([Id]))?.[0] ?? null;
      const wanted = { before, limit: limit + 1, matter, phase };
      const rows = await pageOfCollections(database.reader, visibleTo(request), wanted);
      const { items, next } = page(rows, limit, ({ id }) => [id]);
      return { items: await toCollections(database.reader, items), next };
    },
  );
}

function read(app: App, parts: Parts): void {
  app.get(
    '/api/v1/collections/:id',
    {
      config: { matterOf: matterOfPath(parts) },
      schema: {
        operationId: 'readCollection',
        summary: 'One collection as it stands',
        params: collectionParams,
        response: { 200: Collection },
      },
    },
    async (request) => {
      const [collection] = await toCollections(parts.database.reader, [await seenCollection(parts, request)]);
      return collection;
    },
  );
}

function follow(app: App, parts: Parts): void {
  app.get(
    '/api/v1/collections/events',
    {
      schema: {
        operationId: 'followCollections',
        summary: 'Collections I may know of, as they go on: `snapshot` first, then `collection` for each that changed',
        response: eventsOf('Events: `snapshot` with the newest collections, then `collection` with one each.'),
      },
    },
    (request, reply) => {
      const visible = visibleTo(request);
      const tell = (signal: AbortSignal): AsyncIterable<StreamEvent> => tellAll(parts, visible, signal);
      return eventStream(parts, { request, reply, tell });
    },
  );
}

function followOne(app: App, parts: Parts): void {
  app.get(
    '/api/v1/collections/:id/events',
    {
      config: { matterOf: matterOfPath(parts) },
      schema: {
        operationId: 'followCollection',
        summary: 'One collection as it goes on: `collection` at once, then whenever it changed',
        params: collectionParams,
        response: eventsOf('Events: `collection` with the collection as it stands.'),
      },
    },
    async (request, reply) => {
      const { id } = await seenCollection(parts, request);
      const visible = visibleTo(request);
      const tell = (signal: AbortSignal): AsyncIterable<StreamEvent> => tellOne(parts, { visible, id }, signal);
      return eventStream(parts, { request, reply, tell });
    },
  );
}

async function* tellAll(parts: Parts, visible: Visible, signal: AbortSignal): AsyncGenerator<StreamEvent> {
  const { database, clock } = parts;
  let since = clock.now();
  const newest = await pageOfCollections(database.reader, visible, { before: null, limit: snapshotLength });
  const told = new Map<string, string>();
  const items = await toCollections(database.reader, newest);
  for (const item of items) told.set(item.id, JSON.stringify(item));
  yield { event: 'snapshot', data: { items }, id: since.toISOString() };
  for (;;) {
    await clock.sleep(lookMs, signal).catch(() => undefined);
    if (signal.aborted) return;
    const now = clock.now();
    const ids = await changedOrders(database.reader, new Date(since.getTime() - overlapMs));
    for (const item of await toCollections(database.reader, await collectionsSeen(database.reader, visible, ids))) {
      const text = JSON.stringify(item);
      if (told.get(item.id) === text) continue;
      told.set(item.id, text);
      yield { event: 'collection', data: item, id: now.toISOString() };
    }
    since = now;
  }
}

async function* tellOne(
  { database, clock }: Parts,
  { visible, id }: { readonly visible: Visible; readonly id: Parameters<typeof collectionsSeen>[2][number] },
  signal: AbortSignal,
): AsyncGenerator<StreamEvent> {
  let told = '';
  while (!signal.aborted) {
    const [item] = await toCollections(database.reader, await collectionsSeen(database.reader, visible, [id]));
    if (item === undefined) return;
    const text = JSON.stringify(item);
    if (text !== told) yield { event: 'collection', data: item, id: clock.now().toISOString() };
    told = text;
    await clock.sleep(lookMs, signal).catch(() => undefined);
  }
}
