import { sql, type Selectable } from 'kysely';
import type { MatterId } from '#evidence';
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

export async function findPersonByEmail(reader: Reader, email: string): Promise<Person | null> {
  const row = await reader
    .selectFrom('people')
    .selectAll()
    .where('email', '=', email.trim().toLowerCase())
    .executeTakeFirst();
  return row === undefined ? null : personOf(row);
}

export async function isDisabled(reader: Reader, id: PersonId): Promise<boolean> {
  const row = await reader.selectFrom('people').select('disabled_at').where('id', '=', id).executeTakeFirst();
  return row === undefined || row.disabled_at !== null;
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

export function personOf(row: Selectable<PeopleTable>): Person {
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
