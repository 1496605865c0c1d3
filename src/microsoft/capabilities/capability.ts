import { Failure } from '#evidence';
import type { DelegatedPermission, DelegatedPermissionName } from './delegated-permission.ts';
import { delegatedPermissions } from './delegated-permission.ts';
import type { Permission, PermissionName } from './permission.ts';
import { permissions } from './permission.ts';

/** What a connection may be for. Only what Chainmail can do is here. */
export type CapabilityName = 'list-mailboxes' | 'collect-mail' | 'tell-mailbox-kinds' | 'verify-grants';

export interface Capability {
  readonly name: CapabilityName;
  readonly purpose: string;
  readonly needs: readonly { readonly permission: PermissionName; readonly reason: string }[];
  /** What a person who signs in is asked for instead. */
  readonly delegated: readonly { readonly permission: DelegatedPermissionName; readonly reason: string }[];
  /** What must be true in Exchange besides, in words. */
  readonly exchange: string | null;
  /** The same where a person signs in. */
  readonly delegatedExchange: string | null;
  /** What plan the tenant or the mailbox needs. */
  readonly plan: string;
}

export const capabilities: Readonly<Record<CapabilityName, Capability>> = {
  'list-mailboxes': {
    name: 'list-mailboxes',
    purpose: 'List people and their mailboxes, and resolve addresses and aliases.',
    needs: [
      { permission: 'User.Read.All', reason: 'Mailboxes are found by their people: names, addresses and aliases.' },
    ],
    delegated: [
      { permission: 'User.Read', reason: 'Shows whose connection it is.' },
      {
        permission: 'User.ReadBasic.All',
        reason: 'Mailboxes are found by their people: names and primary addresses. Aliases take User.Read.All.',
      },
    ],
    exchange: null,
    delegatedExchange: null,
    plan: 'None beyond the tenant itself.',
  },
  'collect-mail': {
    name: 'collect-mail',
    purpose: 'Collect mail as evidence.',
    needs: [
      {
        permission: 'Mail.Read',
        reason: 'The original bytes of messages and their attachments are kept. Mail.ReadBasic does not show them.',
      },
      {
        permission: 'User.Read.All',
        reason: 'A mailbox is found by address or alias, and recorded under its primary address.',
      },
    ],
    delegated: [
      {
        permission: 'Mail.Read',
        reason: "The original bytes of messages and their attachments in the signer's own mailbox are kept.",
      },
      { permission: 'Mail.Read.Shared', reason: 'The same in mailboxes that the signer holds Full Access to.' },
      {
        permission: 'User.ReadBasic.All',
        reason: 'A mailbox is found by address, and recorded under its primary address.',
      },
    ],
    exchange:
      "The mailbox must be inside the application's RBAC for Applications scope or access policy, where there is one.",
    delegatedExchange:
      'The signer needs Full Access to each mailbox that is not their own. Exchange may take up to 24 hours to know of it.',
    plan: 'An active Exchange Online mailbox is enough; it need not be licensed. Other products ask for E3 or E5, which this does not need.',
  },
  'tell-mailbox-kinds': {
    name: 'tell-mailbox-kinds',
    purpose: 'Tell shared, room and equipment mailboxes from those of people.',
    needs: [{ permission: 'MailboxSettings.Read', reason: 'Exchange says there what a mailbox is for.' }],
    delegated: [
      { permission: 'MailboxSettings.Read', reason: 'Exchange says it of the own mailbox of a person only.' },
    ],
    exchange: null,
    delegatedExchange: null,
    plan: 'None beyond the mailbox.',
  },
  'verify-grants': {
    name: 'verify-grants',
    purpose: 'Verify what was granted to the application, at both services, and when its credentials end.',
    needs: [
      {
        permission: 'Application.Read.All',
        reason:
          'A token shows permissions of Graph only; excess at Exchange Online and expiry dates are read from the directory.',
      },
    ],
    delegated: [
      {
        permission: 'Directory.Read.All',
        reason: 'A token does not tell whether a consent is personal or for the whole organisation.',
      },
    ],
    exchange: null,
    delegatedExchange: null,
    plan: 'None.',
  },
};

export const capabilityNames: readonly CapabilityName[] = [
  'list-mailboxes',
  'collect-mail',
  'tell-mailbox-kinds',
  'verify-grants',
];

/** A permission with the reasons of every capability that needs it. */
export interface NeededPermission {
  readonly permission: Permission;
  readonly reasons: readonly { readonly capability: CapabilityName; readonly reason: string }[];
}

/** What a set of capabilities needs, each permission once. */
export function neededPermissions(chosen: readonly CapabilityName[]): readonly NeededPermission[] {
  const needed = new Map<PermissionName, { capability: CapabilityName; reason: string }[]>();
  for (const name of capabilityNames.filter((known) => chosen.includes(known))) {
    for (const { permission, reason } of capabilities[name].needs) {
      needed.set(permission, [...(needed.get(permission) ?? []), { capability: name, reason }]);
    }
  }
  return [...needed].map(([name, reasons]) => ({ permission: permissions[name], reasons }));
}

/** Needed permissions that neither themselves nor anything that covers them was granted. */
export function missingPermissions(
  chosen: readonly CapabilityName[],
  granted: ReadonlySet<string>,
): readonly NeededPermission[] {
  return neededPermissions(chosen).filter(
    ({ permission }) => !granted.has(permission.name) && !permission.coveredBy.some((name) => granted.has(name)),
  );
}

/** A delegated permission with the reasons of every capability that needs it. */
export interface NeededDelegation {
  readonly permission: DelegatedPermission;
  readonly reasons: readonly { readonly capability: CapabilityName; readonly reason: string }[];
}

/** What a person who signs in is asked for, each permission once; besides what every sign-in asks for. */
export function neededDelegations(chosen: readonly CapabilityName[]): readonly NeededDelegation[] {
  const needed = new Map<DelegatedPermissionName, { capability: CapabilityName; reason: string }[]>();
  for (const name of capabilityNames.filter((known) => chosen.includes(known))) {
    for (const { permission, reason } of capabilities[name].delegated) {
      needed.set(permission, [...(needed.get(permission) ?? []), { capability: name, reason }]);
    }
  }
  return [...needed].map(([name, reasons]) => ({ permission: delegatedPermissions[name], reasons }));
}

/** Needed delegated permissions that neither themselves nor anything that covers them was consented to. */
export function missingDelegations(
  chosen: readonly CapabilityName[],
  consented: ReadonlySet<string>,
): readonly NeededDelegation[] {
  return neededDelegations(chosen).filter(
    ({ permission }) => !consented.has(permission.name) && !permission.coveredBy.some((name) => consented.has(name)),
  );
}

/** Names as somebody typed them. Failure `malformed` for an unknown one or for none. */
export function parseCapabilities(names: readonly string[]): readonly CapabilityName[] {
  const chosen = names.map((name) => {
    const known = capabilityNames.find((capability) => capability === name.trim());
    if (known !== undefined) return known;
    throw unknownCapability(`"${name}" is not a capability.`);
  });
  if (chosen.length === 0) throw unknownCapability('A connection needs at least one capability.');
  return capabilityNames.filter((name) => chosen.includes(name));
}

function unknownCapability(message: string): Failure {
  return new Failure('malformed', message, {
    code: 'unknown-capability',
    fix: `Use one or more of ${capabilityNames.join(', ')}.`,
  });
}
