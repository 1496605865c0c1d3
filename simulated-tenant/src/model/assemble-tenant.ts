import { defaultSignInRules, openAccounts, plannedAccess } from './accounts.ts';
import { appRegistration, standardApps } from './app-registrations.ts';
import type { Mailbox, Person, Tenant } from './contract.ts';
import { openDirectory, personOf } from './directory.ts';
import type { TenantPlan } from './directory.ts';
import { openMailbox } from './mailbox/open-mailbox.ts';
import type { SeedableMailbox } from './mailbox/open-mailbox.ts';
import type { LazyItems } from './mailbox/lazy-items.ts';

export interface MailboxFilling {
  /** The computed items of a person's mailbox, if the tenant has such. */
  readonly lazyItems?: (person: Person) => LazyItems;
  /** Fills a mailbox when it is first looked at. */
  readonly fill?: (mailbox: SeedableMailbox, person: Person) => void;
  readonly varyBytes?: boolean;
}

/** Puts a tenant together. Mailboxes open when they are first looked at, so that a start is quick. */
export function assembleTenant(plan: TenantPlan, filling: MailboxFilling): Tenant {
  const directory = openDirectory(plan.people);
  const apps = standardApps(plan.id, plan.clock.now(), plan.inScope);
  const accounts = openAccounts(plan.accounts);
  const open = new Map<string, SeedableMailbox>();

  function opened(person: Person, kind: Mailbox['kind']): Mailbox {
    const key = `${kind} ${person.id}`;
    const known = open.get(key);
    if (known !== undefined) return known;
    const lazy = kind === 'primary' ? filling.lazyItems?.(person) : undefined;
    const mailbox = openMailbox({
      personId: person.id,
      kind,
      clock: plan.clock,
      varyBytes: filling.varyBytes === true,
      ...(lazy === undefined ? {} : { lazy }),
    });
    open.set(key, mailbox);
    filling.fill?.(mailbox, person);
    return mailbox;
  }
  const reachable = (person: Person | undefined): person is Person => person?.mailboxState === 'active';

  return {
    id: plan.id,
    domain: plan.domain,
    verifiedDomains: plan.verifiedDomains,
    displayName: plan.displayName,
    clock: plan.clock,
    people: directory.people,
    apps,
    groups: plan.groups,
    skus: plan.skus,
    signInRules: defaultSignInRules(),
    fullAccess: plannedAccess(plan.accounts, directory.find),
    account(personId) {
      const person = directory.find(personId);
      return person === undefined ? undefined : accounts.of(person);
    },
    person: directory.find,
    mailbox(personId) {
      const person = directory.find(personId);
      return reachable(person) ? opened(person, 'primary') : undefined;
    },
    archive(idOrGuid) {
      const holders = directory.people.filter((person) => person.hasArchive && reachable(person));
      const holder = holders.find((person) => person.id === idOrGuid || opened(person, 'archive').id === idOrGuid);
      return holder === undefined ? undefined : opened(holder, 'archive');
    },
    addPerson: (sketch) => directory.add(personOf(plan.id, sketch)),
    addApp(given) {
      const app = appRegistration(plan.id, plan.clock.now(), given);
      apps.push(app);
      return app;
    },
  };
}
