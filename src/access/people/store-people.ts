import { sql, type Selectable } from 'kysely';
import { Failure, type MatterId } from '#evidence';
import { newId, type PeopleTable, type Reader, type Transaction } from '#platform';
import type { InstanceRole, Membership, Person, PersonId } from '../roles.ts';

export interface NewPerson {
  readonly name: string;
  readonly email: string;
  readonly instanceRole: InstanceRole;
  /** As the accounts library hashes it; null for somebody who signs in elsewhere. */
  readonly passwordHash: string | null;
  readonly mustChangePassword: boolean;
  readonly at: Date;
}

export async function hasPeople(reader: Reader): Promise<boolean> {
  return (await reader.selectFrom('people').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/** Makes whoever else would add people wait until this transaction ends. */
export async function lockPeople(tx: Transaction): Promise<void> {
  await sql`lock table people in share row exclusive mode`.execute(tx);
}

/** The person with their way to sign in by password. The address must be free. */
export async function insertPerson(tx: Transaction, person: NewPerson): Promise<Person> {
  const { name, email, at } = person;
  const row = await tx
    .insertInto('people')
    .values({
      id: newId<PersonId>(),
      name,
      email,
      instance_role: person.instanceRole,
      must_change_password: person.mustChangePassword,
      created_at: at,
      updated_at: at,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  if (person.passwordHash !== null) {
    await tx
      .insertInto('accounts')
      .values({
        id: newId(),
        person_id: row.id,
        provider_id: 'credential',
        account_id: row.id,
        password: person.passwordHash,
        created_at: at,
        updated_at: at,
      })
      .execute();
  }
  return personOf(row);
}

export async function findPerson(reader: Reader, id: PersonId): Promise<Person | null> {
  const row = await reader.selectFrom('people').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : personOf(row);
}

/** The person with this id. Failure `not-found`. */
export async function readPerson(reader: Reader, id: PersonId): Promise<Person> {
  const person = await findPerson(reader, id);
  if (person !== null) return person;
  throw new Failure('not-found', 'There is no such person.', { code: 'no-person' });
}

export async function findPersonByEmail(reader: Reader, email: string): Promise<Person | null> {
  const row = await reader
    .selectFrom('people')
    .selectAll()
    .where('email', '=', email.trim().toLowerCase())
    .executeTakeFirst();
  return row === undefined ? null : personOf(row);
}

/** The person an identity at a provider is tied to. */
export async function findPersonOfAccount(
  reader: Reader,
  { provider, account }: { provider: string; account: string },
): Promise<Person | null> {
  const row = await reader
    .selectFrom('accounts')
    .innerJoin('people', 'people.id', 'accounts.person_id')
    .selectAll('people')
    .where('accounts.provider_id', '=', provider)
    .where('accounts.account_id', '=', account)
    .executeTakeFirst();
  return row === undefined ? null : personOf(row);
}

/** Whether a person is tied to any identity at a provider. */
export async function hasAccount(
  reader: Reader,
  { provider, person }: { provider: string; person: PersonId },
): Promise<boolean> {
  const row = await reader
    .selectFrom('accounts')
    .select('id')
    .where('provider_id', '=', provider)
    .where('person_id', '=', person)
    .executeTakeFirst();
  return row !== undefined;
}

export async function isDisabled(reader: Reader, id: PersonId): Promise<boolean> {
  const row = await reader.selectFrom('people').select('disabled_at').where('id', '=', id).executeTakeFirst();
  return row === undefined || row.disabled_at !== null;
}

/** People by address, behind an address. */
export async function pageOfPeople(
  reader: Reader,
  { after, limit }: { after: string | null; limit: number },
): Promise<readonly Person[]> {
  let query = reader.selectFrom('people').selectAll().orderBy('email').limit(limit);
  if (after !== null) query = query.where('email', '>', after);
  return (await query.execute()).map(personOf);
}

/** Administrators who can sign in. */
export async function countAdministrators(reader: Reader): Promise<number> {
  const { count } = await reader
    .selectFrom('people')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('instance_role', '=', 'administrator')
    .where('disabled_at', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}

export async function savePerson(
  tx: Transaction,
  id: PersonId,
  person: { name: string; instanceRole: InstanceRole; disabledAt: Date | null; at: Date },
): Promise<void> {
  await tx
    .updateTable('people')
    .set({
      name: person.name,
      instance_role: person.instanceRole,
      disabled_at: person.disabledAt,
      updated_at: person.at,
    })
    .where('id', '=', id)
    .execute();
}

/** Gives a person another password, also one who had none. */
export async function savePassword(
  tx: Transaction,
  id: PersonId,
  { passwordHash, mustChangePassword, at }: { passwordHash: string; mustChangePassword: boolean; at: Date },
): Promise<void> {
  await tx
    .insertInto('accounts')
    .values({
      id: newId(),
      person_id: id,
      provider_id: 'credential',
      account_id: id,
      password: passwordHash,
      created_at: at,
      updated_at: at,
    })
    .onConflict((conflict) =>
      conflict.columns(['provider_id', 'account_id']).doUpdateSet({ password: passwordHash, updated_at: at }),
    )
    .execute();
  await markPassword(tx, id, { mustChangePassword, at });
}

/** Whether the password is one that others know. */
export async function markPassword(
  tx: Transaction,
  id: PersonId,
  { mustChangePassword, at }: { mustChangePassword: boolean; at: Date },
): Promise<void> {
  await tx
    .updateTable('people')
    .set({ must_change_password: mustChangePassword, updated_at: at })
    .where('id', '=', id)
    .execute();
}

/**
 * Takes away a temporary password: others know it, and its person has another way to sign in. False where there is none,
 * so a password of the person's own stays.
 */
export async function dropTemporaryPassword(tx: Transaction, id: PersonId, at: Date): Promise<boolean> {
  const marked = await tx
    .updateTable('people')
    .set({ must_change_password: false, updated_at: at })
    .where('id', '=', id)
    .where('must_change_password', '=', true)
    .executeTakeFirst();
  if (marked.numUpdatedRows === 0n) return false;
  await tx.deleteFrom('accounts').where('person_id', '=', id).where('provider_id', '=', 'credential').execute();
  return true;
}

export async function forgetTwoFactor(tx: Transaction, id: PersonId): Promise<void> {
  await tx.deleteFrom('two_factors').where('person_id', '=', id).execute();
  await tx.updateTable('people').set({ two_factor_enabled: false }).where('id', '=', id).execute();
}

/** The matters a person belongs to, by name. */
export async function membershipsOf(reader: Reader, person: PersonId): Promise<readonly Membership[]> {
  const rows = await reader
    .selectFrom('matter_members')
    .innerJoin('matters', 'matters.id', 'matter_members.matter_id')
    .select(['matters.id', 'matters.name', 'matter_members.role', 'matter_members.may_create_custodians'])
    .where('matter_members.person_id', '=', person)
    .orderBy('matters.name')
    .execute();
  return rows.map((row) => ({
    matter: row.id as MatterId,
    matterName: row.name,
    role: row.role,
    mayCreateCustodians: row.may_create_custodians,
  }));
}

/** Signs everybody out and forgets two-factor secrets: the key they were sealed with is gone. */
export async function endEverySession(tx: Transaction): Promise<void> {
  await tx.deleteFrom('sessions').execute();
  await tx.deleteFrom('verifications').execute();
  await tx.deleteFrom('two_factors').execute();
  await tx.updateTable('people').set({ two_factor_enabled: false }).execute();
}

function personOf(row: Selectable<PeopleTable>): Person {
  return {
    id: row.id as PersonId,
    name: row.name,
    email: row.email,
    instanceRole: row.instance_role,
    twoFactor: row.two_factor_enabled,
    mustChangePassword: row.must_change_password,
    disabledAt: row.disabled_at,
    createdAt: row.created_at,
  };
}
