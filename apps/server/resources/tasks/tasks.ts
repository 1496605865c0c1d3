import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { actorOf } from '#access';
import { recordAct } from '#custody';
import { newId } from '#platform';
import { Failure, type MatterId } from '#evidence';
import { requireStanding, requireTag } from '#review';
import { callerOf } from '../../http/frame/guard.ts';
import { eventsOf, eventStream, type StreamEvent } from '../../http/event-stream.ts';
import { once } from '../../http/idempotency.ts';
import { Id } from '../../http/schemas.ts';
import type { App, Parts } from '../../parts.ts';
import { changeTask, findTask, insertTask, type Task, type TaskKind } from '../../tasks/store-tasks.ts';
import { BulkRequest } from '../../tasks/task-requests.ts';
import { reviewing } from '../review/tags.ts';
import { searchOf } from '../review/search-query.ts';
import { matterOfTask, ShownTask, taskOf, taskParams, toTask } from './task-json.ts';

const lookMs = 500;

/** Work over many messages: begun, followed, cancelled. */
export function taskRoutes(app: App, parts: Parts): void {
  bulk(app, parts);
  read(app, parts);
  follow(app, parts);
  cancel(app, parts);
}

/** Writes a task down, and has somebody look at it. */
export async function beginTask(
  { database, clock, jobs }: Parts,
  request: FastifyRequest,
  wanted: { readonly kind: TaskKind; readonly request: unknown },
): Promise<string> {
  const { matter } = request.params as { matter: MatterId };
  const actor = actorOf(callerOf(request).person);
  const at = clock.now();
  const id = newId<string>();
  await database.transaction(async (tx) => {
    await insertTask(tx, { id, matter, ...wanted, askedBy: actor, askedAt: at });
    await recordAct(tx, { actor, action: `${wanted.kind}.asked`, subject: { matter, task: id }, at });
  });
  await jobs.ask('task', id);
  return id;
}

function bulk(app: App, parts: Parts): void {
  app.post(
    '/api/v1/matters/:matter/bulk',
    {
      schema: {
        operationId: 'startBulk',
        summary: 'Tag, untag or hold everything that a search finds',
        params: Type.Object({ matter: Id }),
        body: BulkRequest,
        response: { 202: Type.Object({ id: Id }) },
      },
    },
    (request, reply) =>
      once(parts, { request, reply }, async () => {
        const { act, q, filters } = request.body;
        const who = reviewing(parts, request);
        // What cannot be meant is an answer now, not a failed task later.
        await searchOf(
          { reader: parts.database.reader, matter: who.matter, now: parts.clock.now() },
          { ...filters, ...(q === undefined ? {} : { q }) },
        );
        if (act.kind === 'hold') await requireStanding(who, act.hold);
        else await requireTag(who, act.tag);
        return {
          status: 202,
          answer: { id: await beginTask(parts, request, { kind: 'bulk', request: request.body }) },
        };
      }),
  );
}

function read(app: App, parts: Parts): void {
  app.get(
    '/api/v1/jobs/:id',
    {
      config: { matterOf: matterOfTask(parts) },
      schema: {
        operationId: 'readTask',
        summary: 'Where a bulk act or an export stands',
        params: taskParams,
        response: { 200: ShownTask },
      },
    },
    async (request) => toTask(await taskOf(parts, request)),
  );
}

function follow(app: App, parts: Parts): void {
  app.get(
    '/api/v1/jobs/:id/events',
    {
      config: { matterOf: matterOfTask(parts) },
      schema: {
        operationId: 'followTask',
        summary: 'A bulk act or an export as it goes on: `task` at once, then whenever it changed, until it ends',
        params: taskParams,
        response: eventsOf('Events: `task` with the task as it stands.'),
      },
    },
    async (request, reply) => {
      const { id } = await taskOf(parts, request);
      return eventStream(parts, { request, reply, tell: (signal) => tell(parts, id, signal) });
    },
  );
}

async function* tell({ database, clock }: Parts, id: string, signal: AbortSignal): AsyncGenerator<StreamEvent> {
  let told = '';
  while (!signal.aborted) {
    const task = await findTask(database.reader, id);
    if (task === null) return;
    const shown = toTask(task);
    const text = JSON.stringify(shown);
    if (text !== told) yield { event: 'task', data: shown, id: clock.now().toISOString() };
    told = text;
    if (shown.endedAt !== null) return;
    await clock.sleep(lookMs, signal).catch(() => undefined);
  }
}

/** Reviewers stop what they began; a case manager stops anything. Failure `denied`. */
function requireOwnOrManager(request: FastifyRequest, { matter, askedBy }: Task): void {
  const { person, memberships } = callerOf(request);
  if (askedBy === actorOf(person)) return;
  if (memberships.some((one) => one.matter === matter && one.role === 'case-manager')) return;
  throw new Failure('denied', 'Somebody else asked for this.', {
    code: 'not-your-task',
    fix: 'Ask them, or a case manager of the matter, to stop it.',
  });
}

function cancel(app: App, parts: Parts): void {
  app.post(
    '/api/v1/jobs/:id/cancel',
    {
      config: { matterOf: matterOfTask(parts) },
      schema: {
        operationId: 'cancelTask',
        summary: 'Stop a bulk act or an export; what it has done stays',
        params: taskParams,
        response: { 200: ShownTask },
      },
    },
    async (request) => {
      const { database, clock } = parts;
      const task = await taskOf(parts, request);
      requireOwnOrManager(request, task);
      const at = clock.now();
      await database.transaction(async (tx) => {
        if (!(await changeTask(tx, task.id, { state: 'cancelled', endedAt: at, at }))) return;
        const actor = actorOf(callerOf(request).person);
        const subject = { matter: task.matter, task: task.id };
        await recordAct(tx, { actor, action: `${task.kind}.cancelled`, subject, at });
      });
      return toTask(await taskOf(parts, request));
    },
  );
}
