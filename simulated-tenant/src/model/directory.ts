import type { Person, TenantClock } from './contract.ts';
import type { AccountPlan } from './accounts.ts';
import { seededGuid } from './random.ts';

/** A person as seeds write them down: everything that is not said has its usual value. */
export type PersonSketch = Partial<Person> & { readonly userPrincipalName: string };

/** Service plans and licences by the names people know. */
export const skuIds = {
  businessPremium: 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46',
  exchangeOnline: '4b9405b0-7788-4568-add1-99614e613b69',
  e3: '05e9a617-0261-4cee-bb44-138d3ef5d965',
} as const;

/** A person of this tenant; the object id depends only on tenant and name. */
export function personOf(tenantId: string, sketch: PersonSketch): Person {
  const { userPrincipalName } = sketch;
  const hasMailbox = (sketch.mailboxState ?? 'active') !== 'none';
  const mail = sketch.mail === undefined ? (hasMailbox ? userPrincipalName : null) : sketch.mail;
  const displayName = sketch.displayName ?? userPrincipalName.split('@')[0] ?? userPrincipalName;
  const [givenName, ...surname] = displayName.split(' ');
  const isPerson = (sketch.purpose ?? 'user') === 'user' && surname.length > 0;
  return {
    id: seededGuid(`${tenantId} person ${userPrincipalName.toLowerCase()}`),
    displayName,
    givenName: isPerson ? (givenName ?? null) : null,
    surname: isPerson ? surname.join(' ') : null,
    jobTitle: null,
    department: null,
    mail,
    proxyAddresses: mail === null ? [] : [`SMTP:${mail}`],
    userType: 'Member',
    accountEnabled: true,
    assignedLicenses: [],
    purpose: 'user',
    mailboxState: 'active',
    dataLocation: null,
    hasArchive: false,
    ...sketch,
  };
}

/** People found by object id, userPrincipalName or any of their addresses, without regard to case. */
export interface Directory {
  readonly people: readonly Person[];
  add(person: Person): Person;
  find(idOrAddress: string): Person | undefined;
}

export function openDirectory(people: readonly Person[]): Directory {
  const all: Person[] = [];
  const index = new Map<string, Person>();
  function add(person: Person): Person {
    const addresses = person.proxyAddresses.map((address) => address.replace(/^smtp:/i, ''));
    for (const key of [person.id, person.userPrincipalName, person.mail ?? '', ...addresses]) {
      if (key !== '') index.set(key.toLowerCase(), person);
    }
    all.push(person);
    return person;
  }
  people.forEach(add);
  return { people: all, add, find: (name) => index.get(name.toLowerCase()) };
}

/** Everything a kind of tenant hands over to become one. */
export interface TenantPlan {
  readonly id: string;
  readonly domain: string;
  readonly verifiedDomains: readonly string[];
  readonly displayName: string;
  readonly clock: TenantClock;
  /** When the clock started: what depends on a time depends on this one, so that seeds stay equal. */
  readonly start: number;
  readonly people: readonly Person[];
  readonly groups: readonly { id: string; displayName: string; mail: string | null; memberIds: readonly string[] }[];
  readonly skus: readonly { skuId: string; skuPartNumber: string; enabled: number; consumed: number }[];
  /** Addresses of the mailboxes the scoped apps may read. */
  readonly inScope: readonly string[];
  readonly accounts: AccountPlan;
}
