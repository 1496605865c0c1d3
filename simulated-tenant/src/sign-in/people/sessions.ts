import type { Call } from '../../http/call.ts';
import type { Person } from '../../model/contract.ts';
import type { Simulation } from '../../simulation.ts';
import type { Refusal } from '../refusal.ts';
import { keep, type Session } from './grants.ts';
import { accountRefusal } from './walls.ts';

const cookieName = 'ESTSAUTH';

/** Who is signed in in this browser; nobody when the password was changed or the account disabled since. */
export function sessionOf(simulation: Simulation, call: Call): Session | undefined {
  const pairs = (call.header('cookie') ?? '').split(';').map((pair) => pair.trim().split('='));
  const key = pairs.find(([name]) => name === cookieName)?.[1] ?? '';
  const session = simulation.grants.sessions.get(key);
  if (session === undefined) return undefined;
  return accountRefusal(simulation, session.person, session.signedInAt) === undefined ? session : undefined;
}

/** The cookie of a browser in which somebody just signed in. */
export function sessionCookie(simulation: Simulation, session: Session): Readonly<Record<string, string>> {
  const key = keep(simulation.grants.sessions, session);
  return { 'Set-Cookie': `${cookieName}=${key}; Path=/; HttpOnly; SameSite=Lax` };
}

export const noSession: Readonly<Record<string, string>> = {
  'Set-Cookie': `${cookieName}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`,
};

/** The person of an address and a password. Refusals: unknown, from elsewhere, disabled, wrong password. */
export function signedInPerson({ tenant }: Simulation, login: string, password: string): Person | Refusal {
  const person = tenant.person(login.trim());
  if (person === undefined || person.purpose !== 'user')
    return {
      code: 50034,
      text: `The user account ${login.trim()} does not exist in the ${tenant.displayName} directory.`,
    };
  if (person.userType === 'Guest')
    return {
      code: 50020,
      text: `User account '${login.trim()}' from identity provider 'live.com' does not exist in tenant '${tenant.displayName}' and cannot access the application.`,
    };
  const account = tenant.account(person.id);
  if (account === undefined) return { code: 50057, text: 'The user account is disabled.' };
  if (account.password !== password)
    return { code: 50126, text: 'Error validating credentials due to invalid username or password.' };
  return person;
}
