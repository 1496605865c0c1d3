import type { Caller } from '#access';
import { Failure, type ConnectionId } from '#evidence';
import { findConnection, type Connection } from '#microsoft';
import type { Reader } from '#platform';

/** Whether a person may know of a connection: it is their own, or of nobody in particular. */
export function isVisible({ person }: Caller, { owner }: Connection): boolean {
  return owner === null || owner === person.id;
}

/** Whether a person may change a connection: their own, or as an administrator one of nobody in particular. */
export function mayManage({ person }: Caller, { owner }: Connection): boolean {
  return owner === null ? person.instanceRole === 'administrator' : owner === person.id;
}

/** A connection the caller may use. Failure `not-found`, also where it is another person's. */
export async function usable(reader: Reader, caller: Caller, id: string): Promise<Connection> {
  const connection = await findConnection(reader, id);
  if (connection?.id === (id as ConnectionId) && isVisible(caller, connection)) return connection;
  throw new Failure('not-found', 'There is no such connection.', { code: 'no-connection-here' });
}

/** A connection the caller may change. Failures: `not-found`, `denied`. */
export async function manageable(reader: Reader, caller: Caller, id: string): Promise<Connection> {
  const connection = await usable(reader, caller, id);
  if (mayManage(caller, connection)) return connection;
  throw new Failure('denied', 'Only an administrator may change this connection.', {
    code: 'connection-not-yours',
    fix: 'Ask an administrator, or connect with a sign-in of your own.',
  });
}

/** Nobody reads through the sign-in of another person, not even what was begun with it. Failure `denied`. */
export async function requireNotAnothers(reader: Reader, caller: Caller, id: ConnectionId): Promise<void> {
  const connection = await findConnection(reader, id);
  if (connection === null || isVisible(caller, connection)) return;
  throw new Failure('denied', 'This collection reads with the sign-in of another person.', {
    code: 'connection-of-another',
    fix: 'Ask the person who started it to go on with it.',
  });
}
