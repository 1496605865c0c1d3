import { sql } from 'kysely';
import type { MatterId } from '#evidence';
import type { Reader, Transaction } from '#platform';
import type { OrderFailure } from '../orders/store-orders.ts';

export type TaskKind = 'bulk' | 'export';
export type TaskState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

/** Work over many messages that somebody asked for. */
export interface Task {
  readonly id: string;
  readonly matter: MatterId;
  readonly kind: TaskKind;
  readonly request: unknown;
  readonly state: TaskState;
  readonly done: number;
  readonly total: number;
  readonly result: Readonly<Record<string, unknown>> | null;
  readonly failure: OrderFailure | null;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly endedAt: Date | null;
}

const columns = sql`t.id, t.matter_id as matter, t.kind, t.request, t.state, t.done, t.total, t.result, t.failure,
  t.asked_by as "askedBy", t.asked_at as "askedAt", t.ended_at as "endedAt"`;

export async function insertTask(
  tx: Transaction,
  task: Pick<Task, 'id' | 'matter' | 'kind' | 'request' | 'askedBy' | 'askedAt'>,
): Promise<void> {
  await tx
    .insertInto('tasks')
    .values({
      id: task.id,
      matter_id: task.matter,
      kind: task.kind,
      request: JSON.stringify(task.request),
      state: 'waiting',
      asked_by: task.askedBy,
      asked_at: task.askedAt,
      changed_at: task.askedAt,
    })
    .execute();
}

export async function findTask(reader: Reader, id: string): Promise<Task | null> {
  const { rows } = await sql<Task>`select ${columns} from tasks t where t.id = ${id}::uuid`.execute(reader);
  return rows[0] ?? null;
}

/** Tasks of a kind in a matter, newest first. */
export async function pageOfTasks(
  reader: Reader,
  of: { readonly matter: MatterId; readonly kind: TaskKind },
  page: { readonly before: string | null; readonly limit: number },
): Promise<readonly Task[]> {
  const { rows } = await sql<Task>`
    select ${columns} from tasks t where t.matter_id = ${of.matter} and t.kind = ${of.kind}
      and ${page.before === null ? sql`true` : sql`t.id < ${page.before}::uuid`}
    order by t.id desc limit ${page.limit}`.execute(reader);
  return rows;
}

/** What is to be carried out, the oldest first. */
export async function openTasks(reader: Reader): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from tasks where state in ('waiting', 'running') order by id limit 1000`.execute(reader);
  return rows.map(({ id }) => id);
}

export interface TaskChange {
  readonly state?: TaskState;
  readonly done?: number;
  readonly total?: number;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly failure?: OrderFailure;
  readonly endedAt?: Date;
}

/** Writes down how a task goes on. What has ended stays as it ended; false when it had. */
export async function changeTask(
  tx: Transaction,
  id: string,
  { at, ...change }: TaskChange & { readonly at: Date },
): Promise<boolean> {
  const result = await tx
    .updateTable('tasks')
    .set({
      ...(change.state === undefined ? {} : { state: change.state }),
      ...(change.done === undefined ? {} : { done: change.done }),
      ...(change.total === undefined ? {} : { total: change.total }),
      ...(change.result === undefined ? {} : { result: JSON.stringify(change.result) }),
      ...(change.failure === undefined ? {} : { failure: JSON.stringify(change.failure) }),
      ...(change.endedAt === undefined ? {} : { ended_at: change.endedAt }),
      changed_at: at,
    })
    .where('id', '=', id)
    .where('state', 'in', ['waiting', 'running'])
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** What an export in this folder came to, where an earlier run ended it. */
export async function endedExport(
  reader: Reader,
  folder: string,
): Promise<{
  readonly id: string;
  readonly items: number;
  readonly hidden: number;
  /** How many of the items the vault could not give. */
  readonly missing: number;
  readonly receipt: string | null;
} | null> {
  type Ended = { id: string; items: number; hidden: number; missing: number; receipt: string | null };
  const { rows } = await sql<Ended>`
    select e.id, e.items, e.hidden, coalesce((r.body::jsonb ->> 'missing')::integer, 0) as missing, r.id as receipt
    from exports e
    left join lateral (select id, body from receipts where export_id = e.id order by id desc limit 1) r on true
    where e.folder = ${folder} and e.ended_at is not null order by e.id desc limit 1`.execute(reader);
  return rows[0] ?? null;
}

export interface DownloadLink {
  readonly id: string;
  readonly task: string;
  readonly digest: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export async function insertLink(tx: Transaction, link: DownloadLink): Promise<void> {
  await tx
    .insertInto('download_links')
    .values({
      id: link.id,
      task_id: link.task,
      digest: link.digest,
      created_by: link.createdBy,
      created_at: link.createdAt,
      expires_at: link.expiresAt,
    })
    .execute();
}

/** The link whose secret has this digest; expired ones too. */
export async function findLink(reader: Reader, digest: string): Promise<DownloadLink | null> {
  const row = await reader.selectFrom('download_links').selectAll().where('digest', '=', digest).executeTakeFirst();
  if (row === undefined) return null;
  return {
    id: row.id,
    task: row.task_id,
    digest: row.digest,
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}
