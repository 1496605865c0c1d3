import type { MatterId } from '#evidence';
import type { Transaction } from '#platform';
import type { MatterRole, PersonId } from '../roles.ts';

export interface NewMember {
  readonly matter: MatterId;
  readonly person: PersonId;
  readonly role: MatterRole;
  readonly mayCreateCustodians: boolean;
  readonly at: Date;
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
