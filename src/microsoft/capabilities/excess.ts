import type { CapabilityName } from './capability.ts';
import { neededPermissions } from './capability.ts';
import type { Permission, ResourceName } from './permission.ts';

/** A permission that was granted and is not needed. */
export interface ExcessPermission {
  readonly resource: ResourceName;
  readonly name: string;
  readonly risk: string;
}

/** What could be done with permissions that other guides have people grant. */
const risks: Readonly<Record<string, string>> = {
  'Directory.ReadWrite.All':
    'Whoever gets hold of the credential can change people, groups and applications of the whole tenant.',
  'Directory.Read.All': 'Shows groups, devices and applications of the whole tenant, beyond people.',
  'Directory.AccessAsUser.All': 'Does in the directory whatever the signed-in person may do.',
  'AppRoleAssignment.ReadWrite.All': 'Can grant itself any other permission.',
  'Application.ReadWrite.All': 'Can add credentials to any application and act as it.',
  'RoleManagement.ReadWrite.Directory': 'Can make anybody an administrator.',
  'User.ReadWrite.All': 'Can change and disable any account.',
  'Group.Read.All': 'Shows conversations and files of all groups.',
  'Group.ReadWrite.All': 'Can change members and content of all groups.',
  'Mail.ReadWrite':
    "Can change and delete mail in every mailbox: evidence could be tampered with by the collector's own credential.",
  'Mail.Send': 'Can send mail as anybody.',
  'Mail.ReadBasic':
    'Shows less than Mail.Read and may get in its way: bodies and attachments are refused where it is used.',
  'Mail.ReadBasic.All':
    'Shows less than Mail.Read and may get in its way: bodies and attachments are refused where it is used.',
  'MailboxSettings.ReadWrite': 'Can set forwarding, automatic replies and rules of every mailbox.',
  'Calendars.Read': 'Shows all calendars, which are not collected.',
  'Calendars.ReadWrite': 'Can change all calendars.',
  'Contacts.Read': 'Shows all contacts, which are not collected.',
  'Contacts.ReadWrite': 'Can change all contacts.',
  'Files.Read.All': 'Shows all files of OneDrive and SharePoint.',
  'Files.ReadWrite.All': 'Can change all files of OneDrive and SharePoint.',
  'Sites.Read.All': 'Shows all sites of SharePoint.',
  'Sites.FullControl.All': 'Controls all sites of SharePoint.',
  full_access_as_app: 'Full access to every mailbox by EWS, reading and writing; EWS is closed, the permission is not.',
  'IMAP.AccessAsApp': 'Reads and changes every mailbox the application was given Full Access to, by IMAP.',
  'POP.AccessAsApp': 'Reads and deletes in every mailbox the application was given Full Access to, by POP.',
  'SMTP.SendAsApp': 'Can send mail from every mailbox the application was given rights on.',
  'Exchange.ManageAsApp': 'Can administer Exchange, as far as the roles of the application go.',
};

/** Capabilities whose work is done wherever their permission was granted, chosen or not. */
const doneWherePossible = ['tell-mailbox-kinds', 'verify-grants'] as const;

/** Granted permissions that are used although the capability they belong to was not chosen: no excess to revoke. */
export function usedBeyondChoice(
  chosen: readonly CapabilityName[],
  granted: readonly { readonly resource: ResourceName; readonly name: string }[],
): readonly { readonly permission: Permission; readonly capability: CapabilityName }[] {
  return doneWherePossible
    .filter((capability) => !chosen.includes(capability))
    .flatMap((capability) => neededPermissions([capability]).map(({ permission }) => ({ permission, capability })))
    .filter(({ permission }) =>
      granted.some(({ resource, name }) => resource === permission.resource && name === permission.name),
    );
}

/** Granted permissions that the chosen capabilities do not need and nothing uses, each with its risk. */
export function excessPermissions(
  chosen: readonly CapabilityName[],
  granted: readonly { readonly resource: ResourceName; readonly name: string }[],
): readonly ExcessPermission[] {
  const needed = new Set(
    neededPermissions([...chosen, ...doneWherePossible]).map(
      ({ permission }) => `${permission.resource} ${permission.name}`,
    ),
  );
  return granted
    .filter(({ resource, name }) => !needed.has(`${resource} ${name}`))
    .map(({ resource, name }) => ({ resource, name, risk: riskOf(name) }));
}

function riskOf(name: string): string {
  const known = risks[name];
  if (known !== undefined) return known;
  return /write|manage|fullcontrol|send/i.test(name)
    ? 'Allows changes, and nothing here needs it.'
    : 'Shows data that nothing here needs.';
}
