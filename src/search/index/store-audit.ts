import type { MatterId } from '#evidence';
import type { Reader, Transaction } from '#platform';
import { sql } from 'kysely';
import { filesRead, hasUnreadFile } from './store-files.ts';

/** Every kept item of a matter, sorted by whether it can be found. `kept` is the sum of the others. */
export interface MatterAudit {
  readonly matter: MatterId;
  readonly name: string;
  readonly kept: number;
  /** In the index, with all its words and those of its files. */
  readonly searchable: number;
  /** Could not be read at all; listed with the reason. */
  readonly exceptions: number;
  /** Not read yet: itself, or a file attached to it. */
  readonly waiting: number;
  /** Read, but not in the index of this version, or not whole. */
  readonly missing: number;
}

/** Counts from the kept items on, not from the index: what was never indexed shows. */
export async function auditIndex(reader: Reader, version: number): Promise<readonly MatterAudit[]> {
  const { rows } = await sql<MatterAudit>`
    select t.id as matter, t.name, count(s.state) as kept,
      count(*) filter (where s.state = 'searchable') as searchable,
      count(*) filter (where s.state = 'exception') as exceptions,
      count(*) filter (where s.state = 'waiting') as waiting,
      count(*) filter (where s.state = 'missing') as missing
    from matters t
    left join lateral (
      select case
        when m.digest is not null and ${hasUnreadFile} then 'waiting'
        when d.files_read = ${filesRead} and d.chunks = (
          select count(*) from search_chunks c where c.matter_id = d.matter_id and c.digest = d.digest
        ) then 'searchable'
        when m.digest is not null then 'missing'
        when exists (select from processing_exceptions e where e.matter_id = i.matter_id and e.digest = i.digest)
          then 'exception'
        else 'waiting' end as state
      from items i
      left join messages m on m.matter_id = i.matter_id and m.digest = i.digest
      left join search_documents d
        on d.matter_id = i.matter_id and d.digest = i.digest and d.index_version = ${version}
      where i.matter_id = t.id
    ) s on true
    group by t.id, t.name
    order by t.name`.execute(reader);
  return rows.map((row) => ({
    ...row,
    kept: Number(row.kept),
    searchable: Number(row.searchable),
    exceptions: Number(row.exceptions),
    waiting: Number(row.waiting),
    missing: Number(row.missing),
  }));
}

/** Takes out of the index what is there without all its words, so that it is indexed again. Returns how many. */
export async function forgetBroken(tx: Transaction): Promise<number> {
  const result = await sql`
    delete from search_documents d
    where d.chunks <> (select count(*) from search_chunks c where c.matter_id = d.matter_id and c.digest = d.digest)`.execute(
    tx,
  );
  return Number(result.numAffectedRows ?? 0);
}

/** One kept item that cannot be found, and why. */
export interface SearchException {
  readonly id: string;
  readonly digest: string;
  readonly matter: string;
  readonly reason: string;
  readonly detail: string;
}

/** Items that cannot be found because nothing of them could be read, by id, from one on. */
export async function searchExceptions(
  reader: Reader,
  page: { readonly after: string | null; readonly limit: number },
): Promise<readonly SearchException[]> {
  const { rows } = await sql<SearchException>`
    select i.id, i.digest, t.name as matter, e.reason, e.detail
    from processing_exceptions e
    join items i on i.matter_id = e.matter_id and i.digest = e.digest
    join matters t on t.id = i.matter_id
    where ${page.after === null ? sql`true` : sql`i.id > ${page.after}::uuid`}
      and not exists (select from messages m where m.matter_id = e.matter_id and m.digest = e.digest)
    order by i.id
    limit ${page.limit}`.execute(reader);
  return rows;
}
