import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { actorOf } from '#access';
import { checkIdsOf, isUsable, type CheckResult, type Connection } from '#microsoft';
import { checkOn } from '../../../workbench/connections/check-connection.ts';
import { eventsOf, eventStream, type StreamEvent } from '../../http/event-stream.ts';
import { callerOf } from '../../http/frame/guard.ts';
import { exactly, Id } from '../../http/schemas.ts';
import type { App, Parts } from '../../parts.ts';
import { usable } from './may-use.ts';
import { showCheck } from './show-connection.ts';
import { callbackOf } from './sign-in.ts';
import { saveChecks } from './store-checks.ts';

/** The automatic tests of a connection, told one by one while they run. */
export function checkRoutes(app: App, parts: Parts): void {
  app.post(
    '/api/v1/connections/:id/checks',
    {
      schema: {
        operationId: 'checkConnection',
        summary: 'Run the checks',
        description:
          'Events: `begin` {ids} in the order they run, `check` for each as it is answered (the last one for an id and a mailbox counts), `end` {isRight, checks}.',
        params: Type.Object({ id: Id }),
        body: exactly({ mailboxes: Type.Optional(Type.Array(Type.String({ maxLength: 320 }), { maxItems: 50 })) }),
        response: eventsOf('The checks as they are answered'),
      },
    },
    async (request, reply) => {
      const connection = await usable(parts.database.reader, callerOf(request), request.params.id);
      const mailboxes = request.body.mailboxes ?? [];
      return eventStream(parts, {
        request,
        reply,
        tell: (signal) => checks(parts, { request, connection, mailboxes, signal }),
      });
    },
  );
}

async function* checks(
  parts: Parts,
  of: { request: FastifyRequest; connection: Connection; mailboxes: readonly string[]; signal: AbortSignal },
): AsyncGenerator<StreamEvent> {
  const { connection, mailboxes, signal } = of;
  yield { event: 'begin', data: { ids: checkIdsOf(connection.kind) } };
  const waiting: CheckResult[] = [];
  let wake = Promise.withResolvers<undefined>();
  const found = (result: CheckResult): void => {
    waiting.push(result);
    wake.resolve(undefined);
  };
  const work = run(parts, { ...of, found });
  const over = work.then(
    () => 'over' as const,
    () => 'over' as const,
  );
  for (let state: 'over' | undefined; state === undefined;) {
    state = await Promise.race([over, wake.promise]);
    wake = Promise.withResolvers<undefined>();
    for (const result of waiting.splice(0)) yield { event: 'check', data: showCheck(result) };
  }
  signal.throwIfAborted();
  const results = await work;
  yield { event: 'end', data: { isRight: isUsable(results), mailboxes, checks: results.map(showCheck) } };
}

async function run(
  parts: Parts,
  of: {
    request: FastifyRequest;
    connection: Connection;
    mailboxes: readonly string[];
    signal: AbortSignal;
    found: (result: CheckResult) => void;
  },
): Promise<readonly CheckResult[]> {
  const { instance, clock, database } = parts;
  const { connection, signal, found } = of;
  const actor = actorOf(callerOf(of.request).person);
  const redirectUri = callbackOf(parts);
  const results = await checkOn({ instance, clock, actor, signal, found, redirectUri }, connection.id, of.mailboxes);
  await database.transaction((tx) =>
    saveChecks(tx, { connection: connection.id, by: actor, at: clock.now(), results }),
  );
  return results;
}
