import type { MatterId } from '#evidence';
import type { Reader } from '#platform';
import { sql } from 'kysely';

/** Which of these are ids of items of the matter; what is in another matter is in none. */
export async function idsInMatter(
  reader: Reader,
  matter: MatterId,
  ids: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from items where matter_id = ${matter} and id = any(${[...ids]}::uuid[])`.execute(reader);
  return rows.map(({ id }) => id);
}
