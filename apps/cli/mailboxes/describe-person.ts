import type { MailboxPerson } from '#microsoft';

/** What the directory lets one expect of an account's mailbox. */
export interface DescribedPerson {
  readonly address: string;
  readonly name: string;
  readonly id: string;
  /** Shared and room mailboxes are disabled accounts, as are people who left: the directory does not tell them apart. */
  readonly kind: 'person' | 'guest' | 'shared, room or disabled';
  readonly isLicensed: boolean;
  readonly isEnabled: boolean;
  readonly expectation: 'likely' | 'maybe' | 'none';
  readonly aliases: readonly string[];
}

/** An account of the directory as `mailbox list` shows it. */
export function describePerson(person: MailboxPerson): DescribedPerson {
  const { id, address, displayName, isLicensed, isEnabled, isGuest, aliases } = person;
  return {
    address,
    name: displayName,
    id,
    kind: kindOf(person),
    isLicensed,
    isEnabled,
    expectation: isGuest ? 'none' : expectationOf(person),
    aliases,
  };
}

function kindOf({ isGuest, isEnabled }: MailboxPerson): DescribedPerson['kind'] {
  if (isGuest) return 'guest';
  return isEnabled ? 'person' : 'shared, room or disabled';
}

function expectationOf({ hasAddress, isLicensed, isEnabled }: MailboxPerson): DescribedPerson['expectation'] {
  if (!hasAddress) return 'none';
  return isLicensed || !isEnabled ? 'likely' : 'maybe';
}
