import { randomBytes } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import { Failure } from '#evidence';
import { recordAct } from '#custody';
import { Secret, violates, type Clock, type Database, type Transaction } from '#platform';
import { actorOf, type InstanceRole, type Person, type PersonId } from '../roles.ts';
import { revokeTokens } from '../tokens/store-tokens.ts';
import { checkedEmail, checkedName } from './first-administrator.ts';
import {
  countAdministrators,
  forgetTwoFactor,
  insertPerson,
  lockPeople,
  readPerson,
  savePassword,
  savePerson,
} from './store-people.ts';
import { endSessions } from './store-sessions.ts';

interface Acting {
  readonly database: Database;
  readonly clock: Clock;
  /** The administrator who does it. */
  readonly by: Person;
}

export interface Invitation {
  readonly name: string;
  readonly email: string;
  readonly instanceRole: InstanceRole;
}

export interface PersonChange {
  readonly name?: string | undefined;
  readonly instanceRole?: InstanceRole | undefined;
  readonly disabled?: boolean | undefined;
  /** Gives a new temporary password and ends every session. */
  readonly newPassword?: boolean | undefined;
  /** For somebody who lost their device: signs in by password alone until it is set up again. */
  readonly withoutTwoFactor?: boolean | undefined;
}

/** The person, and the temporary password when there is a new one: shown once, kept as a hash. */
export interface ChangedPerson {
  readonly person: Person;
  readonly temporaryPassword: Secret | null;
}

/** Adds a person. Failures: `malformed`, `conflict` when the address is taken. */
export async function invitePerson(acting: Acting, wanted: Invitation): Promise<ChangedPerson> {
  const { database, clock, by } = acting;
  const [name, email, at] = [checkedName(wanted.name), checkedEmail(wanted.email), clock.now()];
  const temporaryPassword = newPassword();
  const passwordHash = await hashPassword(temporaryPassword.reveal());
  const { instanceRole } = wanted;
  try {
    const person = await database.transaction(async (tx) => {
      const made = await insertPerson(tx, { name, email, instanceRole, passwordHash, mustChangePassword: true, at });
      const subject = { person: made.id, email, instanceRole };
      await recordAct(tx, { actor: actorOf(by), action: 'person.invited', subject, at });
      return made;
    });
    return { person, temporaryPassword };
  } catch (error) {
    if (!violates(error, 'unique', 'people_email_key')) throw error;
    throw new Failure('conflict', `There is already an account for ${email}.`, {
      code: 'email-taken',
      fix: 'Give that person another role, or enable the account again.',
    });
  }
}

/**
 * Changes what a person is and may do. Failures: `not-found`, `malformed`, `conflict` when nobody would be left to
 * administer the instance.
 */
export async function changePerson(acting: Acting, id: PersonId, change: PersonChange): Promise<ChangedPerson> {
  const { database, clock, by } = acting;
  const temporaryPassword = change.newPassword === true ? newPassword() : null;
  const passwordHash = temporaryPassword === null ? null : await hashPassword(temporaryPassword.reveal());
  const at = clock.now();
  const person = await database.transaction(async (tx) => {
    await lockPeople(tx);
    const before = await readPerson(tx, id);
    await savePerson(tx, id, {
      name: change.name === undefined ? before.name : checkedName(change.name),
      instanceRole: change.instanceRole ?? before.instanceRole,
      disabledAt: disabledAt(before, change, at),
      at,
    });
    if ((await countAdministrators(tx)) === 0) throw lastAdministrator();
    if (passwordHash !== null) await savePassword(tx, id, { passwordHash, mustChangePassword: true, at });
    if (change.withoutTwoFactor === true) await forgetTwoFactor(tx, id);
    await signOut(tx, { id, change, at });
    const subject = { person: id, email: before.email, ...change };
    await recordAct(tx, { actor: actorOf(by), action: 'person.changed', subject, at });
    return readPerson(tx, id);
  });
  return { person, temporaryPassword };
}

/** What takes rights away ends what was begun with them. */
async function signOut(tx: Transaction, of: { id: PersonId; change: PersonChange; at: Date }): Promise<void> {
  const { id, change, at } = of;
  if (change.disabled === true || change.newPassword === true) await endSessions(tx, id, null);
  if (change.disabled === true) await revokeTokens(tx, { person: id, token: null, at });
}

function disabledAt(before: Person, { disabled }: PersonChange, at: Date): Date | null {
  if (disabled === undefined) return before.disabledAt;
  return disabled ? (before.disabledAt ?? at) : null;
}

function newPassword(): Secret {
  return new Secret(randomBytes(12).toString('base64url'));
}

function lastAdministrator(): Failure {
  return new Failure('conflict', 'Nobody would be left to administer Chainmail.', {
    code: 'last-administrator',
    fix: 'Make somebody else an administrator first.',
  });
}
