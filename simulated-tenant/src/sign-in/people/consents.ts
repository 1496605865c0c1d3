import type { AppRegistration, Person, Tenant } from '../../model/contract.ts';
import type { AskedScopes } from './grants.ts';
import { delegatedPermissions, openIdScopes } from './scopes.ts';

/** Everything this person or an administrator for everybody consented to. */
export function consentedScopes(app: AppRegistration, person: Person): ReadonlySet<string> {
  return new Set(
    app.delegatedConsents
      .filter(({ personId }) => personId === null || personId === person.id)
      .flatMap(({ scopes }) => scopes),
  );
}

/** What of a request has not been consented to yet. */
export function missingConsents(app: AppRegistration, person: Person, asked: AskedScopes): readonly string[] {
  const consented = consentedScopes(app, person);
  const isNew = asked.isDefault && ![...consented].some((scope) => delegatedPermissions.has(scope));
  return [...(isNew ? app.listedScopes : asked.graph), ...asked.openId].filter((scope) => !consented.has(scope));
}

/** What this person cannot consent to without an administrator. */
export function beyondPerson(tenant: Tenant, person: Person, scopes: readonly string[]): readonly string[] {
  if (tenant.account(person.id)?.isAdministrator === true) return [];
  const { userConsent } = tenant.signInRules;
  return scopes.filter((scope) => {
    if (openIdScopes.includes(scope)) return false;
    if (delegatedPermissions.get(scope)?.admin === true) return true;
    return userConsent === 'administrators' || (userConsent === 'all-but-mail' && /^(Mail|Calendars)\./.test(scope));
  });
}

/** Enters a consent; of everybody when `personId` is null. */
export function enterConsent(app: AppRegistration, personId: string | null, scopes: readonly string[]): void {
  const held = app.delegatedConsents.find((consent) => consent.personId === personId);
  if (held === undefined) app.delegatedConsents = [...app.delegatedConsents, { personId, scopes: [...scopes] }];
  else held.scopes = [...new Set([...held.scopes, ...scopes])];
}
