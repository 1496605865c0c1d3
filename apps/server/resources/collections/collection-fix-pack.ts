import Type from 'typebox';
import { Failure } from '#evidence';
import { findConnection, fixPack } from '#microsoft';
import { callerOf } from '../../http/frame/guard.ts';
import { findOrder } from '../../orders/store-orders.ts';
import type { App, Parts } from '../../parts.ts';
import { requireNotAnothers } from '../connections/may-use.ts';
import { collectionParams } from './collection-json.ts';
import { matterOfPath, seenRow } from './visible.ts';

const Pack = Type.Object({
  mailboxes: Type.Array(Type.String()),
  explanation: Type.String(),
  grant: Type.String(),
  verify: Type.String(),
  undo: Type.String(),
  file: Type.String(),
});

/** What lets a waiting collection go on: access can take a day, and whoever grants it asks for the script again. */
export function fixPackRoutes(app: App, parts: Parts): void {
  app.get(
    '/api/v1/collections/:id/fix-pack',
    {
      config: { matterOf: matterOfPath(parts) },
      schema: {
        operationId: 'readFixPack',
        summary: 'Grant, verify and undo for exactly the mailboxes a collection waits for',
        params: collectionParams,
        response: { 200: Pack },
      },
    },
    async (request) => {
      const { reader } = parts.database;
      const { id, connection: from } = await seenRow(parts, request);
      await requireNotAnothers(reader, callerOf(request), from);
      const missing = (await findOrder(reader, id))?.missing ?? [];
      if (missing.length === 0)
        throw new Failure('conflict', 'The collection does not wait for access.', { code: 'collection-not-waiting' });
      const connection = await findConnection(reader, from);
      if (connection === null)
        throw new Failure('not-found', 'The connection of the collection was removed.', { code: 'no-connection-here' });
      const { mailboxes, ...scripts } = fixPack(
        connection,
        missing.map(({ address }) => address),
      );
      return { ...scripts, mailboxes: [...mailboxes] };
    },
  );
}
