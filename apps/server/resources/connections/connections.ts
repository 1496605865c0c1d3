import Type from 'typebox';
import { actorOf } from '#access';
import { recordAct } from '#custody';
import { addConnection, connectionsOf, removeConnection, updateConnection, type Connection } from '#microsoft';
import { connectionStore } from '../../../workbench/connections/connection-store.ts';
import { replaceCredential } from '../../../workbench/connections/replace-credential.ts';
import { decodeCursor, page } from '../../http/cursor.ts';
import { callerOf } from '../../http/frame/guard.ts';
import { once } from '../../http/idempotency.ts';
import { exactly, Id, nullable, pageOf, pageQuery } from '../../http/schemas.ts';
import type { App, Parts } from '../../parts.ts';
import {
  Capabilities,
  CheckSchema,
  ConnectionName,
  ConnectionSchema,
  CredentialText,
  registration,
} from './connection-schemas.ts';
import { credentialOf, givenCloud } from './given-registration.ts';
import { manageable, usable } from './may-use.ts';
import { showCheck, showConnection } from './show-connection.ts';
import { lastChecksOf } from './store-checks.ts';

const One = Type.Object({ id: Id });
const Saved = Type.Object({ connection: ConnectionSchema, warnings: Type.Array(Type.String()) });

/** Ways into tenants. */
export function connectionRoutes(app: App, parts: Parts): void {
  list(app, parts);
  readOne(app, parts);
  add(app, parts);
  change(app, parts);
  remove(app, parts);
}

function list(app: App, { database, clock }: Parts): void {
  app.get(
    '/api/v1/connections',
    {
      schema: {
        operationId: 'listConnections',
        summary: 'The connections I may use, by name',
        querystring: Type.Object(pageQuery),
        response: { 200: pageOf(ConnectionSchema) },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { cursor, limit } = request.query;
      const after = decodeCursor(cursor, Type.Tuple([Type.String()]))?.[0] ?? null;
      const all = await connectionsOf(database.reader, caller.person.id);
      const rows = all.filter(
        ({ name }) => after === null || Buffer.compare(Buffer.from(name), Buffer.from(after)) > 0,
      );
      const { items, next } = page(rows, limit, ({ name }) => [name]);
      const checks = await lastChecksOf(
        database.reader,
        items.map(({ id }) => id),
      );
      const now = clock.now();
      return { items: items.map((one) => showConnection(one, { caller, now, checks: checks.get(one.id) })), next };
    },
  );
}

function readOne(app: App, parts: Parts): void {
  app.get(
    '/api/v1/connections/:id',
    {
      schema: {
        operationId: 'readConnection',
        summary: 'One connection',
        params: One,
        response: { 200: ConnectionSchema },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const connection = await usable(parts.database.reader, caller, request.params.id);
      return shown(parts, connection, caller);
    },
  );
}

function add(app: App, parts: Parts): void {
  app.post(
    '/api/v1/connections',
    {
      schema: {
        operationId: 'createConnection',
        summary: 'Save an application connection; its checks are run apart',
        body: exactly({
          name: ConnectionName,
          ...registration,
          credential: CredentialText,
          capabilities: Capabilities,
        }),
        response: { 201: Saved },
      },
    },
    (request, reply) =>
      once(parts, { request, reply }, async () => {
        const caller = callerOf(request);
        const { name, tenant, clientId, credential: text, capabilities } = request.body;
        const cloud = await givenCloud(caller, request.body);
        const credential = credentialOf(text);
        const store = await connectionStore(parts);
        const { connection, warnings } = await addConnection(store, {
          name,
          cloud,
          tenant,
          clientId,
          credential,
          capabilities,
        });
        const subject = {
          connection: connection.id,
          name: connection.name,
          clientId: connection.clientId,
          credential: credential.kind,
        };
        const actor = actorOf(caller.person);
        await recordAct(parts.database, { actor, action: 'connection.added', subject, at: parts.clock.now() });
        const answer = { connection: await shown(parts, connection, caller), warnings: [...warnings] };
        return { status: 201, answer };
      }),
  );
}

function change(app: App, parts: Parts): void {
  app.patch(
    '/api/v1/connections/:id',
    {
      schema: {
        operationId: 'changeConnection',
        summary: 'Give a new credential or other capabilities; a credential the service refuses is not saved',
        params: One,
        body: exactly({ credential: Type.Optional(CredentialText), capabilities: Type.Optional(Capabilities) }),
        response: {
          200: Type.Object({
            connection: ConnectionSchema,
            isSaved: Type.Boolean(),
            warnings: Type.Array(Type.String()),
            checks: nullable(Type.Array(CheckSchema)),
          }),
        },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const before = await manageable(parts.database.reader, caller, request.params.id);
      const { credential: text, capabilities } = request.body;
      const work = { ...parts, actor: actorOf(caller.person), signal: parts.stopping };
      const replaced =
        text === undefined
          ? null
          : await replaceCredential(work, before.id, { credential: credentialOf(text), capabilities });
      const saved =
        replaced === null
          ? await updateConnection(await connectionStore(parts), before.id, { capabilities })
          : replaced.saved;
      if (saved !== null) {
        const subject = {
          connection: before.id,
          name: before.name,
          credential: text?.kind ?? null,
          capabilities: saved.connection.capabilities,
        };
        await recordAct(parts.database, {
          actor: work.actor,
          action: 'connection.updated',
          subject,
          at: parts.clock.now(),
        });
      }
      return {
        connection: await shown(parts, saved?.connection ?? before, caller),
        isSaved: saved !== null,
        warnings: [...(saved?.warnings ?? [])],
        checks: replaced?.checks.map(showCheck) ?? null,
      };
    },
  );
}

function remove(app: App, parts: Parts): void {
  app.delete(
    '/api/v1/connections/:id',
    {
      schema: {
        operationId: 'removeConnection',
        summary: 'Remove a connection and erase its credential; what was collected through it stays',
        params: One,
        response: { 200: Type.Object({ removed: Type.Boolean() }) },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { id } = await manageable(parts.database.reader, caller, request.params.id);
      const { name, clientId } = await removeConnection(await connectionStore(parts), id);
      const subject = { connection: id, name, clientId };
      const actor = actorOf(caller.person);
      await recordAct(parts.database, { actor, action: 'connection.removed', subject, at: parts.clock.now() });
      return { removed: true };
    },
  );
}

async function shown({ database, clock }: Parts, connection: Connection, caller: ReturnType<typeof callerOf>) {
  const checks = await lastChecksOf(database.reader, [connection.id]);
  return showConnection(connection, { caller, now: clock.now(), checks: checks.get(connection.id) });
}
