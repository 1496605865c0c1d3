import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { Failure, type MatterId } from '#evidence';
import { Id, Instant, nullable, oneOf } from '../../http/schemas.ts';
import type { Parts } from '../../parts.ts';
import { findTask, type Task } from '../../tasks/store-tasks.ts';

export const ShownTask = Type.Object({
  id: Id,
  matter: Id,
  kind: oneOf(['bulk', 'export']),
  request: Type.Unknown(),
  state: oneOf(['waiting', 'running', 'done', 'failed', 'cancelled']),
  done: Type.Integer(),
  total: Type.Integer(),
  /** Of an export: how many items the vault could not give; they are listed in `missing.csv`. */
  missing: Type.Integer(),
  result: Type.Unknown(),
  failure: nullable(
    Type.Object({ kind: Type.String(), code: Type.String(), cause: Type.String(), fix: nullable(Type.String()) }),
  ),
  askedBy: Type.String(),
  askedAt: Instant,
  endedAt: nullable(Instant),
});

export const taskParams = Type.Object({ id: Id });

export function toTask({ askedAt, endedAt, ...task }: Task) {
  return {
    ...task,
    done: Number(task.done),
    total: Number(task.total),
    missing: Number(task.result?.missing ?? 0),
    askedAt: askedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}

const nowhere = '00000000-0000-0000-0000-000000000000' as MatterId;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** For the guard: the matter of the task in the path. */
export function matterOfTask({ database }: Parts) {
  return async (request: FastifyRequest): Promise<MatterId> => {
    const { id } = request.params as { id?: string };
    if (id === undefined || !uuid.test(id)) return nowhere;
    return (await findTask(database.reader, id))?.matter ?? nowhere;
  };
}

/** Failure `not-found`. */
export async function taskOf({ database }: Parts, request: FastifyRequest): Promise<Task> {
  const { id } = request.params as { id: string };
  const task = await findTask(database.reader, id);
  if (task === null) throw new Failure('not-found', 'There is no such task.', { code: 'no-task' });
  return task;
}
