/**
 * What the tenant contains, as the wire (HTTP, later IMAP) sees it.
 * The model owns people, mailboxes, folders, messages and their bytes; the wire owns sign-in,
 * query rules, metering, faults and JSON shapes. Nothing here knows HTTP.
 */

/** The tenant's own clock. All times of the tenant come from it; a control call can move it. */
export interface TenantClock {
  /** Milliseconds since the epoch, UTC. */
  now(): number;
  /** Moves the clock forward by this many milliseconds. */
  advance(milliseconds: number): void;
  /** How many tenant milliseconds pass in one real millisecond (1 by default). */
  readonly rate: number;
}

export type MailboxState = 'active' | 'none' | 'soft-deleted' | 'on-premises' | 'inactive';
export type UserPurpose = 'user' | 'shared' | 'room' | 'equipment' | 'linked' | 'others';

/** A directory person (or the disabled account behind a shared or room mailbox). */
export interface Person {
  readonly id: string;
  readonly displayName: string;
  readonly givenName: string | null;
  readonly surname: string | null;
  readonly jobTitle: string | null;
  readonly department: string | null;
  readonly userPrincipalName: string;
  readonly mail: string | null;
  /** `SMTP:` marks the primary address, `smtp:` an alias. */
  readonly proxyAddresses: readonly string[];
  readonly userType: 'Member' | 'Guest';
  readonly accountEnabled: boolean;
  readonly assignedLicenses: readonly { skuId: string; disabledPlans: readonly string[] }[];
  readonly purpose: UserPurpose;
  readonly mailboxState: MailboxState;
  readonly dataLocation: string | null;
  readonly hasArchive: boolean;
}

export type Place = 'visible' | 'hidden' | 'recoverable';

export interface Folder {
  readonly id: string;
  readonly displayName: string;
  readonly parentFolderId: string | null;
  /** `inbox`, `sentitems`, `recoverableitemspurges`, … or null. */
  readonly wellKnownName: string | null;
  readonly isHidden: boolean;
  readonly place: Place;
  /** Items that are not messages (counted by totalItemCount, never listed as messages). */
  readonly otherItemCount: number;
}

export interface Recipient {
  readonly name: string;
  readonly address: string;
}

export interface Attachment {
  readonly id: string;
  readonly kind: 'file' | 'item' | 'reference';
  readonly name: string;
  readonly contentType: string;
  /** Exchange's size: larger than the decoded bytes. */
  readonly size: number;
  readonly isInline: boolean;
  readonly contentId: string | null;
  /** Decoded bytes; null for a reference attachment (which answers 405). */
  bytes(): Uint8Array | null;
}

export type MessageKind = 'message' | 'meetingRequest' | 'meetingCancelled' | 'meetingAccepted' | 'meetingDeclined';

/** What a meeting message says of its meeting. */
export interface Meeting {
  readonly uid: string;
  readonly start: number;
  readonly end: number;
  readonly location: string | null;
}

/** One message as listed. Cheap: producing it never renders MIME. */
export interface Message {
  /** The immutable id (`AAkA…`): stable across moves within the mailbox. */
  readonly id: string;
  /** The mutable id (`AAMk…`): changes on every move. */
  readonly mutableId: string;
  readonly kind: MessageKind;
  readonly parentFolderId: string;
  readonly changeKey: string;
  readonly createdDateTime: number;
  readonly lastModifiedDateTime: number;
  readonly receivedDateTime: number;
  readonly sentDateTime: number;
  readonly internetMessageId: string;
  readonly subject: string;
  readonly bodyPreview: string;
  readonly importance: 'low' | 'normal' | 'high';
  readonly conversationId: string;
  /** Base64 of PR_CONVERSATION_INDEX, as in the Thread-Index header. */
  readonly conversationIndex: string;
  readonly from: Recipient | null;
  readonly sender: Recipient | null;
  readonly to: readonly Recipient[];
  readonly cc: readonly Recipient[];
  readonly bcc: readonly Recipient[];
  readonly replyTo: readonly Recipient[];
  readonly categories: readonly string[];
  readonly flagged: boolean;
  readonly isRead: boolean;
  readonly isDraft: boolean;
  readonly hasAttachments: boolean;
  /** PR_MESSAGE_SIZE; an estimate, as at Exchange. Computed when read: leave it alone when nobody asked. */
  readonly size: number;
  /** Set on meeting messages only. */
  readonly meeting: Meeting | null;
}

export interface MessageBody {
  readonly contentType: 'text' | 'html';
  readonly content: string;
}

/** One change as a folder delta reports it. */
export type FolderChange =
  | { readonly kind: 'upsert'; readonly message: Message }
  | { readonly kind: 'removed'; readonly id: string; readonly mutableId: string };

/** Keys of listing: messages of a folder ordered by receivedDateTime then id, or the whole mailbox by a time. */
export interface ListingRange {
  readonly folderId: string | null;
  readonly orderBy: 'receivedDateTime' | 'lastModifiedDateTime';
  readonly direction: 'asc' | 'desc';
  /** Inclusive lower bound, milliseconds; null = none. */
  readonly from: number | null;
  /** Exclusive upper bound, milliseconds; null = none. */
  readonly to: number | null;
}

export interface Mailbox {
  /** The mailbox GUID: `MBX:<id>@<tenant id>` names an archive mailbox. */
  readonly id: string;
  readonly personId: string;
  readonly kind: 'primary' | 'archive';
  folders(): readonly Folder[];
  folder(idOrWellKnownName: string): Folder | undefined;
  childFolders(parentId: string): readonly Folder[];
  /** Number of messages in a folder, and how many are unread. Must be O(1) or O(log n) at scale. */
  counts(folderId: string): { messages: number; unread: number };
  /** Messages in the range, from `skip`, at most `limit`. Must not be O(mailbox) per call at scale. */
  list(range: ListingRange, skip: number, limit: number): readonly Message[];
  /** How many messages the range holds. */
  count(range: ListingRange): number;
  /** By immutable or mutable id, in any folder (purged for good → undefined). */
  message(id: string): Message | undefined;
  body(message: Message): MessageBody;
  attachments(message: Message): readonly Attachment[];
  internetMessageHeaders(message: Message): readonly { name: string; value: string }[];
  /**
   * RFC 5322 bytes. `variant` changes the MIME boundaries the way Exchange does from fetch to fetch
   * (same variant → same bytes). Messages loaded from files ignore it unless asked to vary.
   */
  mime(message: Message, variant: number): Uint8Array | AsyncIterable<Uint8Array>;
  /** The current generation of a folder; grows with every change to it. */
  generation(folderId: string): number;
  /** Changes to a folder after `generation`, oldest first; null if that generation is no longer known. */
  changes(folderId: string, generation: number): readonly FolderChange[] | null;

  // Powers of the control API and of tests (never reachable over Graph in a collection):
  deliver(message: NewMessage): Message;
  move(id: string, destination: string): Message;
  /** A second item with the same content and an id of its own. */
  copy(id: string, destination: string): Message;
  /** To Recoverable Items/Deletions. */
  delete(id: string): void;
  /** To Recoverable Items/Purges. */
  purge(id: string): void;
  /** Gone for ever. */
  vanish(id: string): void;
  /** Flags, categories or read state: bumps the change key and lastModifiedDateTime only. */
  touch(id: string, change: { isRead?: boolean; flagged?: boolean; categories?: readonly string[] }): Message;
  createFolder(folder: { displayName: string; parentFolderId?: string; isHidden?: boolean }): Folder;
  /** With its sub-folders; their messages go to Recoverable Items/Deletions. */
  deleteFolder(id: string): void;
  /** Every generation handed out so far is no longer known (delta answers 410). */
  forgetChanges(folderId: string): void;
}

export interface NewMessage {
  readonly folder: string;
  /** Either whole RFC 5322 bytes, or the parts below. */
  readonly mime?: Uint8Array;
  readonly subject?: string;
  readonly from?: Recipient;
  readonly to?: readonly Recipient[];
  readonly cc?: readonly Recipient[];
  readonly bcc?: readonly Recipient[];
  readonly text?: string;
  readonly html?: string;
  readonly attachments?: readonly {
    name: string;
    contentType: string;
    bytes: Uint8Array;
    isInline?: boolean;
    contentId?: string;
  }[];
  readonly receivedDateTime?: number;
  readonly sentDateTime?: number;
  readonly isDraft?: boolean;
  readonly isRead?: boolean;
  readonly importance?: 'low' | 'normal' | 'high';
  readonly internetMessageId?: string;
}

export interface ClientSecret {
  readonly id: string;
  readonly value: string;
  readonly expires: number;
}

export interface ClientCertificate {
  /** Base64url SHA-256 and hex SHA-1 of the DER certificate, as the assertion's header names them. */
  readonly sha256: string;
  readonly sha1: string;
  readonly publicKeyPem: string;
  readonly expires: number;
}

/** A consent to delegated permissions of Microsoft Graph: of one person, or of an administrator for everybody (null). */
export interface DelegatedConsent {
  readonly personId: string | null;
  scopes: string[];
}

/** An app registration and its service principal in this tenant. */
export interface AppRegistration {
  readonly name: string;
  readonly clientId: string;
  /** Object id of the service principal (enterprise application). */
  readonly objectId: string;
  enabled: boolean;
  secrets: ClientSecret[];
  certificates: ClientCertificate[];
  /** Redirect addresses of the platform "web": whoever redeems a code there proves itself. */
  redirectUris: string[];
  /** Redirect addresses of "mobile and desktop": codes are redeemed without a secret. */
  publicRedirectUris: string[];
  /** Delegated permissions of Graph that the registration lists: what `.default` stands for. */
  listedScopes: string[];
  delegatedConsents: DelegatedConsent[];
  /** Ids of the people who may use it, where assignment is required; null: everybody may. */
  assignedTo: string[] | null;
  /** Granted application permissions by name, per resource app. */
  roles: { graph: string[]; exchange: string[] };
  /** Tells a listed permission without its consent: sign-in works, the token lacks it. */
  consented: boolean;
  /** Application access policies; evaluated as reference section 10.1 says. */
  accessPolicies: { right: 'restrict' | 'deny'; members: string[] }[];
  /** RBAC for Applications: role and the mailboxes in scope (null = all). */
  rbac: { role: string; members: string[] | null }[];
}

/** A rule of the tenant that stops a sign-in with this AADSTS code. */
export interface SignInWall {
  readonly code: number;
  /** Null: whoever signs in. */
  readonly personId: string | null;
  /** Client id; null: whatever they sign in to. */
  readonly clientId: string | null;
  readonly at: 'page' | 'refresh' | 'both';
}

/** What decides over people who sign in; changed by the control API. */
export interface SignInRules {
  /** Who may consent for themselves: everybody to everything, to all but mail and calendars, or administrators alone. */
  userConsent: 'everything' | 'all-but-mail' | 'administrators';
  /** People whose consent is not enough may ask an administrator on the page (AADSTS90095 in place of 90094). */
  approvalRequests: boolean;
  walls: SignInWall[];
}

/** What the sign-in knows of one person. */
export interface Account {
  password: string;
  isAdministrator: boolean;
  /** Refresh tokens issued before are revoked. Milliseconds since the epoch. */
  tokensValidFrom: number;
}

/** The right of one person to open another one's mailbox. */
export interface FullAccess {
  readonly mailboxPersonId: string;
  readonly personId: string;
  /** Well-known names where no more than these folders are shared; the whole mailbox without. */
  readonly folders?: readonly string[];
  /** When Exchange knows of it, and when it no longer does. Milliseconds since the epoch. */
  readonly from: number;
  readonly until: number | null;
}

export interface Tenant {
  readonly id: string;
  readonly domain: string;
  readonly verifiedDomains: readonly string[];
  readonly displayName: string;
  readonly clock: TenantClock;
  readonly people: readonly Person[];
  readonly apps: readonly AppRegistration[];
  readonly groups: readonly { id: string; displayName: string; mail: string | null; memberIds: readonly string[] }[];
  readonly skus: readonly { skuId: string; skuPartNumber: string; enabled: number; consumed: number }[];
  readonly signInRules: SignInRules;
  /** Full Access as granted; what is not in force yet included. */
  fullAccess: FullAccess[];
  /** The account of a person who can sign in; undefined for shared mailboxes, rooms and disabled accounts alike. */
  account(personId: string): Account | undefined;
  /** By object id, userPrincipalName or any address (case-insensitive), as Graph's /users/{x} resolves it. */
  person(idOrAddress: string): Person | undefined;
  /** The mailbox of a person; undefined when the person has none that is reachable. */
  mailbox(personId: string): Mailbox | undefined;
  /** The in-place archive of a person, by person id or by the archive's own GUID. */
  archive(idOrGuid: string): Mailbox | undefined;
  /** Of real mail: files and folders that are not served, or not where one might expect, as far as was looked by now. */
  leftOut?(): readonly string[];
  addPerson(person: Partial<Person> & { userPrincipalName: string }): Person;
  addApp(app: Partial<AppRegistration> & { name: string }): AppRegistration;
}

/** Where a tenant comes from. Exactly one of `seed`, `mail`, `scale`. */
export interface TenantOptions {
  /** `lakeside` or `tiny` (a few people and some twenty messages of every kind, for fast tests). */
  readonly seed?: string;
  /** Folder of real mail: DIR/<address>/<Folder>/<Sub>/*.eml, maildir, mbox; flat = one mailbox's Inbox. */
  readonly mail?: string;
  /** Index-generated: nothing is stored, each message is computed from its index. */
  readonly scale?: { readonly people: number; readonly messages: number; readonly averageBytes?: number };
  /**
   * Start of the tenant's clock (default: the machine's time) and its rate. A named start also dates the seed's mail,
   * which else ends on 2026-11-20T09:00:00Z.
   */
  readonly clock?: { readonly start?: number; readonly rate?: number };
  /** Messages loaded from files get new MIME boundaries at each fetch too. */
  readonly varyBytes?: boolean;
}
