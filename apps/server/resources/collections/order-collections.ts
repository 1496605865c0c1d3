import type { FastifyRequest } from 'fastify';
import { actorOf } from '#access';
import { Failure } from '#evidence';
import { callerOf } from '../../http/frame/guard.ts';
import { once } from '../../http/idempotency.ts';
import { giveOrder, type OrderAct } from '../../orders/orders.ts';
import type { App, Parts } from '../../parts.ts';
import { Collection, collectionParams, toCollections } from './collection-json.ts';
import { requireNotAnothers } from '../connections/may-use.ts';
import { matterOfPath, seenCollection, seenRow } from './visible.ts';

const operations: readonly (readonly [OrderAct, string, string])[] = [
  ['pause', 'pauseCollection', 'Stop at the next checkpoint, until it is resumed'],
  ['resume', 'resumeCollection', 'Go on with what was paused, stopped or failed'],
  ['cancel', 'cancelCollection', 'Transfer no further; what was kept stays'],
  ['retry-failed', 'retryFailed', 'Try again what failed; a new receipt names those before it'],
  ['start-processing', 'startProcessing', 'Read what was kept unread until now'],
];

/** Acts after which mailboxes are read again. */
const reading = new Set<OrderAct>(['resume', 'retry-failed']);

/** What people ask of a collection on its way. */
export function orderRoutes(app: App, parts: Parts): void {
  for (const [act, operationId, summary] of operations) {
    app.post(
      `/api/v1/collections/:id/${act}`,
      {
        config: { matterOf: matterOfPath(parts) },
        schema: { operationId, summary, params: collectionParams, response: { 200: Collection } },
      },
      (request, reply) =>
        once(parts, { request, reply }, async () => ({ status: 200, answer: await order(parts, request, act) })),
    );
  }
}

async function order(parts: Parts, request: FastifyRequest, act: OrderAct) {
  const { database, clock, jobs } = parts;
  const { id, connection } = await seenRow(parts, request);
  if (reading.has(act)) await requireNotAnothers(database.reader, callerOf(request), connection);
  await giveOrder({ database, clock, actor: actorOf(callerOf(request).person) }, id, act);
  if (act !== 'pause') await jobs.ask('collection', id);
  const [collection] = await toCollections(database.reader, [await seenCollection(parts, request)]);
  if (collection === undefined)
    throw new Failure('not-found', 'There is no such collection.', { code: 'no-collection' });
  return collection;
}
