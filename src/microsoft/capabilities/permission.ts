/** The two services whose permissions an application may hold. */
export type ResourceName = 'graph' | 'exchange';

export interface Resource {
  readonly name: ResourceName;
  readonly displayName: string;
  readonly appId: string;
}

export const resources: Readonly<Record<ResourceName, Resource>> = {
  graph: { name: 'graph', displayName: 'Microsoft Graph', appId: '00000003-0000-0000-c000-000000000000' },
  exchange: {
    name: 'exchange',
    displayName: 'Office 365 Exchange Online',
    appId: '00000002-0000-0ff1-ce00-000000000000',
  },
};

export type PermissionName = 'User.Read.All' | 'Mail.Read' | 'MailboxSettings.Read' | 'Application.Read.All';

/** One application permission that we may ask for. */
export interface Permission {
  readonly name: PermissionName;
  readonly resource: ResourceName;
  /** Id of the app role. Source: Graph permissions reference. */
  readonly roleId: string;
  /** What it allows, in words. */
  readonly allows: string;
  /** Every application permission needs an administrator. */
  readonly adminConsent: true;
  /** What no longer works once it is revoked. */
  readonly withoutIt: string;
  /** Granted permissions that cover it too (each is more than is needed). */
  readonly coveredBy: readonly string[];
}

export const permissions: Readonly<Record<PermissionName, Permission>> = {
  'User.Read.All': {
    name: 'User.Read.All',
    resource: 'graph',
    roleId: 'df021288-bdef-4463-88db-98f22de89214',
    allows: 'Read the profiles of all people of the tenant: names, addresses, aliases, licences.',
    adminConsent: true,
    withoutIt:
      'Mailboxes can no longer be listed, and names and aliases no longer be resolved; collections already planned go on.',
    coveredBy: ['Directory.Read.All', 'Directory.ReadWrite.All', 'User.ReadWrite.All'],
  },
  'Mail.Read': {
    name: 'Mail.Read',
    resource: 'graph',
    roleId: '810c84a8-4a9e-49e6-bf7d-12d183f40d01',
    allows:
      'Read mail, attachments and original bytes in all mailboxes, or in those that Exchange lets the application into.',
    adminConsent: true,
    withoutIt:
      'Nothing can be collected any more; running collections stop as denied and can be resumed once it is back.',
    coveredBy: ['Mail.ReadWrite'],
  },
  'MailboxSettings.Read': {
    name: 'MailboxSettings.Read',
    resource: 'graph',
    roleId: '40f97065-369a-49f4-947c-6a255697ae91',
    allows: 'Read the settings of mailboxes; we read only what a mailbox is for (person, shared, room, equipment).',
    adminConsent: true,
    withoutIt:
      'Shared, room and equipment mailboxes can no longer be told from those of people: their kind shows as unknown.',
    coveredBy: ['MailboxSettings.ReadWrite'],
  },
  'Application.Read.All': {
    name: 'Application.Read.All',
    resource: 'graph',
    roleId: '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30',
    allows: 'Read application registrations and what was granted to them; we read only our own.',
    adminConsent: true,
    withoutIt:
      'Checks read the permissions from the token instead, which shows those of Graph only; the expiry of secrets is no longer known.',
    coveredBy: ['Application.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  },
};
