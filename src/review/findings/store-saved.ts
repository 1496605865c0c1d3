import type { MatterId } from '#evidence';
import type { Reader, Transaction } from '#platform';
import { sql } from 'kysely';
import type { NamePlace, PageAt } from '../reviewing.ts';

export interface SavedSearch {
  readonly id: string;
  readonly name: string;
  readonly query: string;
  /** As they were saved; whoever uses them reads them through the schema of filters again. */
  readonly filters: unknown;
  readonly isShared: boolean;
  readonly savedBy: string;
  readonly savedAt: Date;
}

const columns = sql`id, name, query, filters, is_shared as "isShared", saved_by as "savedBy", saved_at as "savedAt"`;

export interface ListedSearch extends SavedSearch {
  /** The name as the list sorts it. */
  readonly sortName: string;
}

/** Shared ones, and those of the person, by name. */
export async function pageOfSaved(
  reader: Reader,
  { matter, person }: { readonly matter: MatterId; readonly person: string },
  { after, limit }: PageAt<NamePlace>,
): Promise<readonly ListedSearch[]> {
  const { rows } = await sql<ListedSearch>`
    select ${columns}, lower(name) as "sortName" from saved_searches
    where matter_id = ${matter} and (is_shared or saved_by = ${person})
      ${after === null ? sql`` : sql`and (lower(name), id) > (${after[0]}, ${after[1]}::uuid)`}
    order by lower(name), id limit ${limit}`.execute(reader);
  return rows;
}

export async function findSaved(reader: Reader, matter: MatterId, id: string): Promise<SavedSearch | null> {
  const { rows } = await sql<SavedSearch>`
    select ${columns} from saved_searches where matter_id = ${matter} and id = ${id}::uuid`.execute(reader);
  return rows[0] ?? null;
}

export async function insertSaved(tx: Transaction, matter: MatterId, saved: SavedSearch): Promise<void> {
  await tx
    .insertInto('saved_searches')
    .values({
      id: saved.id,
      matter_id: matter,
      name: saved.name,
      query: saved.query,
      filters: JSON.stringify(saved.filters),
      is_shared: saved.isShared,
      saved_by: saved.savedBy,
      saved_at: saved.savedAt,
    })
    .execute();
}

export async function deleteSaved(tx: Transaction, id: string): Promise<void> {
  await tx.deleteFrom('saved_searches').where('id', '=', id).execute();
}
