import Type from 'typebox';
import { whyNot } from '#collector';
import { Failure } from '#evidence';
import { decodeCursor, page } from '../../http/cursor.ts';
import { Id, Instant, nullable, pageOf, pageQuery } from '../../http/schemas.ts';
import { readLog } from '../../orders/store-orders.ts';
import type { App, Parts } from '../../parts.ts';
import { collectionParams } from './collection-json.ts';
import { matterOfPath, seenCollection } from './visible.ts';
import { readWindow } from './start-collection.ts';

/** What happened on the way, and what became of one message. */
export function collectionLogRoutes(app: App, parts: Parts): void {
  log(app, parts);
  why(app, parts);
}

function log(app: App, parts: Parts): void {
  app.get(
    '/api/v1/collections/:id/log',
    {
      config: { matterOf: matterOfPath(parts) },
      schema: {
        operationId: 'readCollectionLog',
        summary: 'What happened to the collection, newest first',
        params: collectionParams,
        querystring: Type.Object(pageQuery),
        response: {
          200: pageOf(Type.Object({ id: Type.Integer(), at: Instant, event: Type.String(), text: Type.String() })),
        },
      },
    },
    async (request) => {
      const { id } = await seenCollection(parts, request);
      const { cursor, limit } = request.query;
      const before = decodeCursor(cursor, Type.Tuple([Type.Integer()]))?.[0] ?? null;
      const rows = await readLog(parts.database.reader, id, { before, limit: limit + 1 });
      const { items, next } = page(rows, limit, (entry) => [entry.id]);
      return { items: items.map((entry) => ({ ...entry, at: entry.at.toISOString() })), next };
    },
  );
}

function why(app: App, parts: Parts): void {
  app.get(
    '/api/v1/collections/:id/why',
    {
      config: { matterOf: matterOfPath(parts) },
      schema: {
        operationId: 'explainMissing',
        summary: '"Why not?" for a message of a mailbox, or for a day',
        params: collectionParams,
        querystring: Type.Object({
          mailbox: Type.String({ minLength: 1, maxLength: 320 }),
          messageId: Type.Optional(Type.String({ maxLength: 1000 })),
          date: Type.Optional(Type.String({ maxLength: 40 })),
          zone: Type.Optional(Type.String({ maxLength: 60 })),
        }),
        response: {
          200: Type.Object({
            answers: Type.Array(
              Type.Object({
                answer: Type.String(),
                messageId: nullable(Type.String()),
                received: nullable(Instant),
                folder: nullable(Type.String()),
                ended: nullable(Type.String()),
                collection: Id,
              }),
            ),
          }),
        },
      },
    },
    async (request) => {
      const { id } = await seenCollection(parts, request);
      const { mailbox, messageId, date, zone } = request.query;
      if (messageId === undefined && date === undefined) {
        throw new Failure('malformed', 'Which message? Give messageId or date.', { code: 'which-message' });
      }
      const day = date === undefined ? null : readWindow({ from: date, to: date, zone: zone ?? null });
      const received =
        day === null || day.from === null || day.to === null ? undefined : { from: day.from, to: day.to };
      const answers = await whyNot(parts.database.reader, {
        mailbox,
        ...(messageId === undefined ? {} : { messageId }),
        ...(received === undefined ? {} : { received }),
      });
      return {
        // Other collections of the mailbox may be behind a wall.
        answers: answers
          .filter(({ collection }) => collection === id)
          .map(({ collection, row, answer }) => ({
            answer,
            messageId: row?.internetMessageId ?? null,
            received: row?.receivedAt?.toISOString() ?? null,
            folder: row?.folderPath ?? null,
            ended: row?.ended ?? null,
            collection,
          })),
      };
    },
  );
}
