import { sql, type RawBuilder } from 'kysely';
import type { MatterId } from '#evidence';
import type { Reader } from '#platform';

export interface TrailFilter {
  /** Only what is about these matters; null for the whole trail. */
  readonly matters: readonly MatterId[] | null;
  readonly actor: string | undefined;
  readonly action: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Older than this entry. */
  readonly before: number | null;
}

export interface TrailEntry {
  readonly seq: number;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly subject: Readonly<Record<string, unknown>>;
  readonly hash: string;
}

/** Entries of the audit trail that match, newest first. */
export async function readTrail(reader: Reader, filter: TrailFilter, limit: number): Promise<readonly TrailEntry[]> {
  const conditions = conditionsOf(filter);
  const where = conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;
  const { rows } = await sql<TrailEntry>`
    select seq, at, actor, action, subject, hash from audit_entries ${where}
    order by seq desc limit ${limit}`.execute(reader);
  return rows;
}

function conditionsOf({ matters, actor, action, from, to, before }: TrailFilter): RawBuilder<unknown>[] {
  return [
    ...(before === null ? [] : [sql`seq < ${before}`]),
    ...(actor === undefined ? [] : [sql`actor ilike ${`%${likely(actor)}%`}`]),
    ...(action === undefined ? [] : [sql`action like ${`${likely(action)}%`}`]),
    ...(from === undefined ? [] : [sql`at >= ${from}`]),
    ...(to === undefined ? [] : [sql`at < ${to}`]),
    ...(matters === null ? [] : [aboutMatters(matters)]),
  ];
}

/** An act is about a matter when it names it, or a collection, an export or a receipt of it. */
function aboutMatters(matters: readonly MatterId[]): RawBuilder<unknown> {
  const ids = sql`${[...matters]}::uuid[]`;
  return sql`(
    subject->>'matter' in (select id::text from matters where id = any(${ids}))
    or subject->>'collection' in (select id::text from collections where matter_id = any(${ids}))
    or subject->>'export' in (select id::text from exports where matter_id = any(${ids}))
  )`;
}

function likely(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&');
}
