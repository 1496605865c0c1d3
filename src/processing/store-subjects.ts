import type { Digest, MatterId } from '#evidence';
import type { Reader } from '#platform';
import { sql } from 'kysely';

/** Subjects of the messages of a matter by digest; those without one, or that were not read, are not in it. */
export async function subjectsOf(
  reader: Reader,
  matter: MatterId,
  digests: readonly Digest[],
): Promise<ReadonlyMap<Digest, string>> {
  if (digests.length === 0) return new Map();
  const { rows } = await sql<{ digest: Digest; subject: string }>`
    select digest, subject from messages
    where matter_id = ${matter} and digest = any(${[...digests]}::text[]) and subject is not null`.execute(reader);
  return new Map(rows.map(({ digest, subject }) => [digest, subject]));
}
