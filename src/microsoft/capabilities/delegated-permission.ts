/** One delegated permission of Microsoft Graph that we may ask a person for. */
export type DelegatedPermissionName =
  'User.Read' | 'User.ReadBasic.All' | 'Mail.Read' | 'Mail.Read.Shared' | 'MailboxSettings.Read' | 'Directory.Read.All';

export interface DelegatedPermission {
  readonly name: DelegatedPermissionName;
  /** Id of the scope. Source: Graph permissions reference. */
  readonly scopeId: string;
  /** What it allows, in words. */
  readonly allows: string;
  /** Whether the service itself always asks for an administrator; a tenant may ask for one where it does not. */
  readonly adminConsent: boolean;
  /** What no longer works once it is revoked. */
  readonly withoutIt: string;
  /** Granted permissions that cover it too (each is more than is needed). */
  readonly coveredBy: readonly string[];
}

/** What every sign-in of a person asks for besides: who they are, and to stay signed in. */
export const signInScopes: readonly string[] = ['openid', 'profile', 'email', 'offline_access'];

export const delegatedPermissions: Readonly<Record<DelegatedPermissionName, DelegatedPermission>> = {
  'User.Read': {
    name: 'User.Read',
    scopeId: 'e1fe6dd8-ba31-4d61-89e7-88639da4683d',
    allows: 'Read the profile of the person who signs in.',
    adminConsent: false,
    withoutIt: 'The name and address of the signer are known from the sign-in only.',
    coveredBy: ['User.ReadBasic.All', 'User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All'],
  },
  'User.ReadBasic.All': {
    name: 'User.ReadBasic.All',
    scopeId: 'b340eb25-3456-403f-be2f-af7a0d370277',
    allows: 'Read names and primary addresses of all people of the tenant.',
    adminConsent: false,
    withoutIt:
      'Mailboxes can no longer be listed, and addresses no longer be found; collections already planned go on.',
    coveredBy: ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  },
  'Mail.Read': {
    name: 'Mail.Read',
    scopeId: '570282fd-fa5c-430d-a7fd-fc8dc98a9dca',
    allows: "Read mail, attachments and original bytes in the signer's own mailbox.",
    adminConsent: false,
    withoutIt: "The signer's own mailbox can no longer be collected.",
    coveredBy: ['Mail.ReadWrite', 'Mail.Read.Shared', 'Mail.ReadWrite.Shared'],
  },
  'Mail.Read.Shared': {
    name: 'Mail.Read.Shared',
    scopeId: '7b9103a5-4610-446b-9670-80643382c1fa',
    allows: 'Read mail, attachments and original bytes in the mailboxes that Exchange lets the signer open.',
    adminConsent: false,
    withoutIt: "Nothing but the signer's own mailbox can be collected, whatever Full Access there is.",
    coveredBy: ['Mail.ReadWrite.Shared'],
  },
  'MailboxSettings.Read': {
    name: 'MailboxSettings.Read',
    scopeId: '87f447af-9fa4-4c32-9dfa-4a57a73d18ce',
    allows: "Read the settings of the signer's own mailbox; we read only what it is for.",
    adminConsent: false,
    withoutIt: "The kind of the signer's own mailbox shows as unknown, as that of all others does anyway.",
    coveredBy: ['MailboxSettings.ReadWrite'],
  },
  'Directory.Read.All': {
    name: 'Directory.Read.All',
    scopeId: '06da0dbc-49e2-44d2-8312-53f166ab848a',
    allows: 'Read the directory; we read only what was consented to for our own application, and by whom.',
    adminConsent: true,
    withoutIt: 'Whether a consent is personal or for the whole organisation can no longer be told.',
    coveredBy: ['Directory.ReadWrite.All'],
  },
};
