import { hashPassword } from 'better-auth/crypto';
import { Failure } from '#evidence';
import type { Clock, Database } from '#platform';
import { recordAct } from '#custody';
import { passwordLength } from '../accounts/accounts.ts';
import { actorOf, type Person } from '../roles.ts';
import { hasPeople, insertPerson, lockPeople } from './store-people.ts';

export interface FirstAdministrator {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/**
 * Makes the first administrator of an instance; of two at once exactly one.
 * Failure `conflict` when there is an account already, `malformed` for a name, address or password that cannot be.
 */
export async function makeFirstAdministrator(
  of: { database: Database; clock: Clock },
  wanted: FirstAdministrator,
): Promise<Person> {
  const name = checkedName(wanted.name);
  const email = checkedEmail(wanted.email);
  checkPassword(wanted.password);
  if (await hasPeople(of.database.reader)) throw alreadySetUp();
  const passwordHash = await hashPassword(wanted.password);
  const at = of.clock.now();
  return of.database.transaction(async (tx) => {
    await lockPeople(tx);
    if (await hasPeople(tx)) throw alreadySetUp();
    const person = await insertPerson(tx, {
      name,
      email,
      instanceRole: 'administrator',
      passwordHash,
      mustChangePassword: false,
      at,
    });
    const subject = { person: person.id, email: person.email };
    await recordAct(tx, { actor: actorOf(person), action: 'instance.set-up', subject, at });
    return person;
  });
}

const emailForm = /^[^\s@<>"(),:;\\[\]]+@[^\s@<>"(),:;\\[\]]+$/;

/** The address in the one form it is kept in. Failure `malformed`. */
export function checkedEmail(email: string): string {
  const trimmed = email.trim().toLowerCase();
  if (trimmed.length <= 320 && emailForm.test(trimmed) && !trimmed.includes('\0')) return trimmed;
  throw new Failure('malformed', 'That is not a mail address.', {
    code: 'bad-email',
    fix: 'Give one address, such as ana@firm.example.',
  });
}

/** Failure `malformed`. */
export function checkedName(name: string): string {
  const trimmed = name.trim();
  if (trimmed !== '' && trimmed.length <= 200 && !trimmed.includes('\0')) return trimmed;
  throw new Failure('malformed', 'A person needs a name of 1 to 200 characters.', { code: 'bad-person-name' });
}

/** Failure `malformed` when it is too short or too long to be a password. */
export function checkPassword(password: string): void {
  if (password.length >= passwordLength.least && password.length <= passwordLength.most) return;
  throw new Failure(
    'malformed',
    `A password has ${String(passwordLength.least)} to ${String(passwordLength.most)} characters.`,
    { code: 'bad-password', fix: 'Choose a long one: a few words are easy to remember and hard to guess.' },
  );
}

function alreadySetUp(): Failure {
  return new Failure('conflict', 'There is an administrator already.', {
    code: 'already-set-up',
    fix: 'Sign in, or ask an administrator to invite you.',
  });
}
