import type { Account, FullAccess, Person, SignInRules } from './contract.ts';

/** What everybody of a seeded tenant signs in with, until it is changed. */
export const seededPassword = 'Lake-view-2026';

/** Who may do what in a tenant, by addresses. */
export interface AccountPlan {
  /** Addresses of administrators. */
  readonly administrators: readonly string[];
  /** Whose mailboxes somebody else may open from the start. */
  readonly fullAccess: readonly { readonly person: string; readonly mailboxes: readonly string[] }[];
}

export interface Accounts {
  of(person: Person): Account | undefined;
}

/** The accounts of a tenant: one for everybody whose account is enabled, all with the seeded password. */
export function openAccounts({ administrators }: AccountPlan): Accounts {
  const open = new Map<string, Account>();
  return {
    of(person) {
      if (!person.accountEnabled || person.userType === 'Guest') return undefined;
      const known = open.get(person.id);
      if (known !== undefined) return known;
      const isAdministrator = administrators.includes(person.userPrincipalName);
      const account = { password: seededPassword, isAdministrator, tokensValidFrom: 0 };
      open.set(person.id, account);
      return account;
    },
  };
}

/** Microsoft's default: people cannot consent to mail for themselves. */
export const defaultSignInRules = (): SignInRules => ({
  userConsent: 'all-but-mail',
  approvalRequests: false,
  walls: [],
});

/** The Full Access of a plan, in force from the start. Addresses nobody has are left out. */
export function plannedAccess(
  { fullAccess }: AccountPlan,
  find: (address: string) => Person | undefined,
): FullAccess[] {
  return fullAccess.flatMap(({ person, mailboxes }) => {
    const personId = find(person)?.id;
    const opened = mailboxes.flatMap((address) => find(address)?.id ?? []);
    return personId === undefined
      ? []
      : opened.map((mailboxPersonId) => ({ mailboxPersonId, personId, from: 0, until: null }));
  });
}
