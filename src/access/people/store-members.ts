import type { MatterId } from '#evidence';
import type { Reader, Transaction } from '#platform';
import type { MatterRole, PersonId } from '../roles.ts';

export interface Member {
  readonly person: PersonId;
  readonly name: string;
  readonly email: string;
  readonly role: MatterRole;
  readonly mayCreateCustodians: boolean;
  readonly addedAt: Date;
}

export interface NewMember {
  readonly matter: MatterId;
  readonly person: PersonId;
  readonly role: MatterRole;
  readonly mayCreateCustodians: boolean;
  readonly at: Date;
}

/** The members of a matter behind an address, by address. */
export async function pageOfMembers(
  reader: Reader,
  matter: MatterId,
  { after, limit }: { after: string | null; limit: number },
): Promise<readonly Member[]> {
  let query = reader
    .selectFrom('matter_members')
    .innerJoin('people', 'people.id', 'matter_members.person_id')
    .select([
      'people.id',
      'people.name',
      'people.email',
      'matter_members.role',
      'matter_members.may_create_custodians',
      'matter_members.added_at',
    ])
    .where('matter_members.matter_id', '=', matter)
    .orderBy('people.email')
    .limit(limit);
  if (after !== null) query = query.where('people.email', '>', after);
  return (await query.execute()).map((row) => ({
    person: row.id as PersonId,
    name: row.name,
    email: row.email,
    role: row.role,
    mayCreateCustodians: row.may_create_custodians,
    addedAt: row.added_at,
  }));
}

/** Adds a member, or gives one another role. */
export async function saveMember(tx: Transaction, member: NewMember): Promise<void> {
  const rights = { role: member.role, may_create_custodians: member.mayCreateCustodians };
  await tx
    .insertInto('matter_members')
    .values({ matter_id: member.matter, person_id: member.person, added_at: member.at, ...rights })
    .onConflict((conflict) => conflict.columns(['matter_id', 'person_id']).doUpdateSet(rights))
    .execute();
}

/** Whether there was one to take out. */
export async function deleteMember(tx: Transaction, of: { matter: MatterId; person: PersonId }): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('matter_members')
    .where('matter_id', '=', of.matter)
    .where('person_id', '=', of.person)
    .executeTakeFirst();
  return deleted.numDeletedRows > 0n;
}
