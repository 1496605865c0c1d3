import type { AppRegistration, FullAccess, Person, Tenant } from '../model/contract.ts';
import type { Switches } from '../switches.ts';
import type { Caller } from './caller.ts';
import { accessDenied, blockedByPolicy, itemNotFound, requestDenied } from './protocol/graph-error.ts';

/** How much of a mailbox's mail a caller may see; `none`: the mailbox shows itself, and nothing in it; `folders`: those that are shared. */
export type MailAccess = 'basic' | 'full' | 'folders' | 'none';

/** Errors: GraphError 403 Authorization_RequestDenied unless the token carries one of these roles. */
export function requireRole({ roles }: Caller, anyOf: readonly string[]): void {
  if (!anyOf.some((role) => roles.has(role))) throw requestDenied();
}

const fullMail = ['Mail.Read', 'Mail.ReadWrite'];
const basicMail = ['Mail.ReadBasic', 'Mail.ReadBasic.All'];
const settings = ['MailboxSettings.Read', 'MailboxSettings.ReadWrite'];

/**
 * What the caller may read in this person's mailbox: the union of the token's roles, unless an access policy
 * takes them away, and of RBAC-for-Applications assignments whose scope holds the mailbox.
 * Errors: GraphError 403 ErrorAccessDenied, worded as the cause.
 */
export function mailAccess(tenant: Tenant, switches: Switches, { caller, person }: Asking): MailAccess {
  if (caller.person !== null) return delegatedAccess(tenant, switches, { caller, person });
  const allowed = exchangeRoles(tenant, switches, { caller, person });
  if (fullMail.some((role) => allowed.has(role))) return 'full';
  if (basicMail.some((role) => allowed.has(role))) return 'basic';
  throw refusal(tenant, switches, { caller, person });
}

const sharedMail = ['Mail.Read.Shared', 'Mail.ReadWrite.Shared'];

/** A person reads their own mailbox, and with a shared permission those they hold Full Access to. */
function delegatedAccess(tenant: Tenant, switches: Switches, { caller, person }: Asking): MailAccess {
  const { roles } = caller;
  const shared = sharedMail.some((scope) => roles.has(scope));
  if (person.id === caller.person?.id) {
    if (shared || fullMail.some((scope) => roles.has(scope))) return 'full';
    if (roles.has('Mail.ReadBasic')) return 'basic';
  } else if (shared) {
    if (hasFullAccess(tenant, { caller, person })) return 'full';
    if (sharedFolders(tenant, { caller, person }).length > 0) return 'folders';
    if (switches.fullAccessRefusal === 'empty') return 'none';
    if (switches.fullAccessRefusal === 'item-not-found') throw itemNotFound();
  }
  throw accessDenied();
}

/** Whether Exchange knows by now that the person behind the token may open this mailbox. */
export function hasFullAccess(tenant: Tenant, asking: Asking): boolean {
  return grantsOf(tenant, asking).some(({ folders }) => folders === undefined);
}

/** Well-known names of the folders of this mailbox that are shared with the person behind the token. */
export function sharedFolders(tenant: Tenant, asking: Asking): readonly string[] {
  return grantsOf(tenant, asking).flatMap(({ folders }) => folders ?? []);
}

function grantsOf({ fullAccess, clock }: Tenant, { caller, person }: Asking): readonly FullAccess[] {
  const now = clock.now();
  return fullAccess.filter(
    ({ mailboxPersonId, personId, from, until }) =>
      mailboxPersonId === person.id && personId === caller.person?.id && from <= now && (until === null || until > now),
  );
}

/** Errors: as mailAccess. A person reads the settings of their own mailbox only. */
export function requireMailboxSettings(tenant: Tenant, switches: Switches, asking: Asking): void {
  if (asking.caller.person !== null) {
    if (asking.caller.person.id === asking.person.id && settings.some((scope) => asking.caller.roles.has(scope)))
      return;
    throw accessDenied();
  }
  const allowed = exchangeRoles(tenant, switches, asking);
  if (!settings.some((role) => allowed.has(role))) throw refusal(tenant, switches, asking);
}

export interface Asking {
  readonly caller: Caller;
  readonly person: Person;
}

/** Exchange permissions of the caller on one mailbox, from both worlds. */
export function exchangeRoles(tenant: Tenant, switches: Switches, { caller, person }: Asking): ReadonlySet<string> {
  const { app, roles } = caller;
  const fromToken = switches.enforceRbac || isBlocked(tenant, app, person) ? [] : roles;
  if (app.rbac.length === 0 && fromToken === roles) return roles;
  const fromScopes = app.rbac
    .filter(({ members }) => members === null || isMember(tenant, members, person))
    .flatMap(({ role }) => rbacPermissions(role));
  return new Set([...fromToken, ...fromScopes]);
}

function rbacPermissions(role: string): readonly string[] {
  const name = role.replace(/^Application /, '');
  switch (name) {
    case 'Mail Full Access':
    case 'Exchange Full Access':
      return [
        'Mail.ReadWrite',
        'Mail.Send',
        ...(name === 'Exchange Full Access'
          ? ['MailboxSettings.ReadWrite', 'Calendars.ReadWrite', 'Contacts.ReadWrite']
          : []),
      ];
    default:
      return [name];
  }
}

/** Deny beats restrict; any restrict excludes whoever is outside all of them. Source: New-ApplicationAccessPolicy. */
function isBlocked(tenant: Tenant, app: AppRegistration, person: Person): boolean {
  if (app.accessPolicies.length === 0) return false;
  if (app.accessPolicies.some(({ right, members }) => right === 'deny' && isMember(tenant, members, person)))
    return true;
  const restricting = app.accessPolicies.filter(({ right }) => right === 'restrict');
  return restricting.length > 0 && !restricting.some(({ members }) => isMember(tenant, members, person));
}

function refusal(tenant: Tenant, switches: Switches, { caller, person }: Asking): Error {
  const { app, roles } = caller;
  const wouldRead = [...fullMail, ...basicMail, ...settings].some((role) => roles.has(role));
  if (wouldRead && (switches.enforceRbac || isBlocked(tenant, app, person))) return blockedByPolicy();
  if (app.rbac.length > 0 && switches.rbacRefusal === 'raop') return blockedByPolicy();
  return accessDenied();
}

/** Members are people (any address or id) or groups (id or address), nested groups included. */
function isMember(tenant: Tenant, members: readonly string[], person: Person): boolean {
  return members.some(
    (member) => names(person).has(member.toLowerCase()) || inGroup(tenant, member, { person, seen: new Set() }),
  );
}

function inGroup(
  tenant: Tenant,
  member: string,
  { person, seen }: { readonly person: Person; readonly seen: Set<string> },
): boolean {
  const lower = member.toLowerCase();
  const group = tenant.groups.find(({ id, mail }) => id.toLowerCase() === lower || mail?.toLowerCase() === lower);
  if (group === undefined || seen.has(group.id)) return false;
  seen.add(group.id);
  return (
    group.memberIds.includes(person.id) || group.memberIds.some((inner) => inGroup(tenant, inner, { person, seen }))
  );
}

function names(person: Person): ReadonlySet<string> {
  const all = [
    person.id,
    person.userPrincipalName,
    person.mail ?? '',
    ...person.proxyAddresses.map((address) => address.replace(/^smtp:/i, '')),
  ];
  return new Set(all.filter((name) => name !== '').map((name) => name.toLowerCase()));
}
