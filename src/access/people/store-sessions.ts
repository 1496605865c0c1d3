import type { Reader, Transaction } from '#platform';
import type { PersonId, SessionId } from '../roles.ts';

/** A session without its token. */
export interface Session {
  readonly id: SessionId;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly address: string | null;
  readonly browser: string | null;
}

/** The sessions of a person that are alive, newest first, behind an id. */
export async function pageOfSessions(
  reader: Reader,
  { person, now }: { person: PersonId; now: Date },
  { after, limit }: { after: string | null; limit: number },
): Promise<readonly Session[]> {
  let query = reader
    .selectFrom('sessions')
    .select(['id', 'created_at', 'updated_at', 'expires_at', 'ip_address', 'user_agent'])
    .where('person_id', '=', person)
    .where('expires_at', '>', now)
    .orderBy('id', 'desc')
    .limit(limit);
  if (after !== null) query = query.where('id', '<', after);
  const rows = await query.execute();
  return rows.map((row) => ({
    id: row.id as SessionId,
    createdAt: row.created_at,
    lastSeenAt: row.updated_at,
    expiresAt: row.expires_at,
    address: row.ip_address,
    browser: row.user_agent?.slice(0, 300) ?? null,
  }));
}

/** Ends the sessions of a person but this one; how many there were. */
export async function endOtherSessions(tx: Transaction, person: PersonId, kept: SessionId): Promise<number> {
  const deleted = await tx
    .deleteFrom('sessions')
    .where('person_id', '=', person)
    .where('id', '!=', kept)
    .executeTakeFirst();
  return Number(deleted.numDeletedRows);
}

/** Ends one session of a person, or with null all of them; how many there were. */
export async function endSessions(tx: Transaction, person: PersonId, session: SessionId | null): Promise<number> {
  let query = tx.deleteFrom('sessions').where('person_id', '=', person);
  if (session !== null) query = query.where('id', '=', session);
  const deleted = await query.executeTakeFirst();
  return Number(deleted.numDeletedRows);
}
