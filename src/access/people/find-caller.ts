import type { Reader } from '#platform';
import type { AccountSession } from '../accounts/accounts.ts';
import type { Caller, SessionId } from '../roles.ts';
import { findPerson, membershipsOf } from './store-people.ts';

/** The person of a session with everything that decides what they may do; null when they are gone or disabled. */
export async function callerOfSession(reader: Reader, session: AccountSession): Promise<Caller | null> {
  const person = await findPerson(reader, session.person);
  if (person === null || person.disabledAt !== null) return null;
  return {
    person,
    memberships: await membershipsOf(reader, person.id),
    by: { kind: 'session', session: session.session as SessionId, expiresAt: session.expiresAt },
  };
}
