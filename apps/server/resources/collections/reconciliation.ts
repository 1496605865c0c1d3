import Type from 'typebox';
import { mailboxesOfCollection, reconcileMailbox } from '#collector';
import { decodeCursor, encodeCursor } from '../../http/cursor.ts';
import { Id, Instant, nullable, oneOf, pageOf, pageQuery } from '../../http/schemas.ts';
import { entryOfCode } from '#microsoft';
import type { App, Parts } from '../../parts.ts';
import { Counts, collectionParams } from './collection-json.ts';
import { pageOfExceptions } from './store-collection-pages.ts';
import { matterOfPath, seenCollection, seenRow } from './visible.ts';

const Folder = Type.Object({
  path: Type.String(),
  place: Type.String(),
  state: Type.String(),
  expected: nullable(Type.Integer()),
  counts: Counts,
  /** Listed less expected; null where nobody counted. */
  difference: nullable(Type.Integer()),
  explanation: nullable(Type.String()),
});

const Mailbox = Type.Object({
  address: Type.String(),
  custodian: Type.String(),
  state: Type.String(),
  expected: nullable(Type.Integer()),
  counts: Counts,
  closingPass: nullable(Type.String()),
  foundByClosingPass: Type.Integer(),
  shortfalls: Type.Array(Type.String()),
  failure: nullable(Type.Object({ code: Type.String(), cause: Type.String(), fix: nullable(Type.String()) })),
  folders: Type.Array(Folder),
});

const Exception = Type.Object({
  kind: oneOf(['mailbox', 'item', 'message', 'file']),
  mailbox: Type.String(),
  folder: nullable(Type.String()),
  item: nullable(Id),
  part: Type.String(),
  received: nullable(Instant),
  reason: Type.String(),
  detail: Type.String(),
  fix: Type.Array(Type.String()),
});

/** What was listed beside what was counted, and what a person should look at. */
export function reconciliationRoutes(app: App, parts: Parts): void {
  folders(app, parts);
  exceptions(app, parts);
}

function folders(app: App, parts: Parts): void {
  app.get(
    '/api/v1/collections/:id/folders',
    {
      config: { matterOf: matterOfPath(parts) },
      schema: {
        operationId: 'listCollectionFolders',
        summary: 'Mailboxes with their folders: expected, listed, and how it ended',
        params: collectionParams,
        querystring: Type.Object(pageQuery),
        response: { 200: pageOf(Mailbox) },
      },
    },
    async (request) => {
      const { reader } = parts.database;
      const collection = await seenRow(parts, request);
      const { cursor, limit } = request.query;
      const from = decodeCursor(cursor, Type.Tuple([Type.Integer({ minimum: 0 })]))?.[0] ?? 0;
      const mailboxes = await mailboxesOfCollection(reader, collection.id);
      const items = [];
      for (const mailbox of mailboxes.slice(from, from + limit)) {
        const { differences, ...report } = await reconcileMailbox(reader, collection.id, mailbox);
        items.push({
          address: report.address,
          custodian: report.custodianName,
          state: report.state,
          expected: report.expected,
          counts: report.counts,
          closingPass: report.closingPass,
          foundByClosingPass: report.foundByClosingPass,
          shortfalls: [...report.shortfalls],
          failure: report.failure,
          folders: report.folders.map(({ path, place, state, expected, counts }) => ({
            ...{ path, place, state, expected, counts },
            difference: expected === null ? null : counts.listed - expected,
            explanation: differences.find((one) => one.path === path)?.explanation ?? null,
          })),
        });
      }
      const isMore = mailboxes.length > from + limit;
      return { items, next: isMore ? encodeCursor([from + limit]) : null };
    },
  );
}

function exceptions(app: App, parts: Parts): void {
  app.get(
    '/api/v1/collections/:id/exceptions',
    {
      config: { matterOf: matterOfPath(parts) },
      schema: {
        operationId: 'listCollectionExceptions',
        summary: 'What could not be had or understood, with cause and fix',
        params: collectionParams,
        querystring: Type.Object(pageQuery),
        response: { 200: pageOf(Exception) },
      },
    },
    async (request) => {
      const { id } = await seenCollection(parts, request);
      const { cursor, limit } = request.query;
      const after = decodeCursor(cursor, Type.Tuple([Type.String()]))?.[0] ?? null;
      const rows = await pageOfExceptions(parts.database.reader, id, { after, limit: limit + 1 });
      const items = rows.slice(0, limit);
      const last = items.at(-1);
      return {
        items: items.map(({ key: _key, received, ...row }) => ({
          ...row,
          received: received?.toISOString() ?? null,
          fix: [...(entryOfCode(row.reason)?.fix ?? [])],
        })),
        next: rows.length > limit && last !== undefined ? encodeCursor([last.key]) : null,
      };
    },
  );
}
