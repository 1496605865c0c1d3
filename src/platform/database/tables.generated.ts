// Written by `npm run gen` from the migrated schema.
import type { ColumnType, GeneratedAlways } from 'kysely';

/** Comes back unchecked (a schema parses it); written as an object, or as JSON text where it may be an array. */
export type Json = ColumnType<unknown, object | string, object | string>;
export type Timestamp = ColumnType<Date, Date | string, Date | string>;
/** Has a default: may be left out of an insert. */
export type Generated<T> =
  T extends ColumnType<infer Selected, infer Inserted, infer Updated>
    ? ColumnType<Selected, Inserted | undefined, Updated>
    : ColumnType<T, T | undefined, T>;

export interface AccountsTable {
  id: string;
  person_id: string;
  provider_id: string;
  account_id: string;
  password: string | null;
  access_token: string | null;
  refresh_token: string | null;
  id_token: string | null;
  access_token_expires_at: Timestamp | null;
  refresh_token_expires_at: Timestamp | null;
  scope: string | null;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface ApiTokensTable {
  id: string;
  person_id: string;
  name: string;
  digest: string;
  scopes: string[];
  created_at: Timestamp;
  expires_at: Timestamp;
  last_used_at: Timestamp | null;
  revoked_at: Timestamp | null;
}

export interface AttachmentTextsTable {
  matter_id: string;
  attachment_digest: string;
  extractor_version: number;
  extracted_at: Timestamp;
  kind: string;
  status: 'text' | 'none' | 'exception';
  text: string;
  reason: string | null;
  detail: string | null;
}

export interface AttachmentsTable {
  matter_id: string;
  digest: string;
  part: string;
  position: number;
  parent: string | null;
  depth: number;
  name: string | null;
  media_type: string;
  content_id: string | null;
  disposition: 'inline' | 'attachment';
  size: number | null;
  attachment_digest: string | null;
  is_tnef: boolean;
  attached_message: Json | null;
}

export interface AttemptsTable {
  id: GeneratedAlways<number>;
  collection_id: string;
  mailbox_id: string;
  item_id: string;
  at: Timestamp;
  kind: string;
  code: string;
  detail: string;
  request_id: string | null;
}

export interface AuditEntriesTable {
  seq: number;
  at: Timestamp;
  actor: string;
  action: string;
  subject: Json;
  previous_hash: string;
  hash: string;
}

export interface AuditHeadTable {
  only_row: Generated<boolean>;
  seq: number;
  hash: string;
}

export interface BlobsTable {
  matter_id: string;
  digest: string;
  pack_id: string;
  start: number;
  size: number;
}

export interface CollectionFoldersTable {
  collection_id: string;
  mailbox_id: string;
  folder_id: string;
  state: 'walking' | 'done' | 'gone' | 'searched' | 'refused';
  cursor: string | null;
  expected: number | null;
  expected_total: number | null;
  refusal: Json | null;
}

export interface CollectionLogTable {
  id: GeneratedAlways<number>;
  collection_id: string;
  at: Timestamp;
  event: string;
  text: string;
}

export interface CollectionMailboxesTable {
  collection_id: string;
  mailbox_id: string;
  custodian_id: string;
  position: number;
  state: 'planned' | 'walking' | 'done' | 'failed';
  walk_started_at: Timestamp | null;
  found_by_closing_pass: Generated<number>;
  closing_pass: 'settled' | 'unsettled' | null;
  folders_expected: number | null;
  failure: Json | null;
}

export interface CollectionOrdersTable {
  collection_id: string;
  wish: 'run' | 'paused' | 'cancelled';
  processing: 'now' | 'later';
  waits_for_access: boolean;
  waiting_since: Timestamp | null;
  missing: Json | null;
  ordered_by: string;
  ordered_at: Timestamp;
  is_settled: Generated<boolean>;
  failure: Json | null;
  next_try_at: Timestamp | null;
  tries: Generated<number>;
  progress: Json | null;
  changed_at: Timestamp;
}

export interface CollectionPlacesTable {
  collection_id: string;
  mailbox_id: string;
  place: 'hidden' | 'recoverable';
  state: 'listed' | 'refused';
  folders_expected: number | null;
  refusal: Json | null;
}

export interface CollectionSearchesTable {
  collection_id: string;
  mailbox_id: string;
  cursor: string | null;
  shortfalls: string[];
}

export interface CollectionsTable {
  id: string;
  matter_id: string;
  connection_id: string;
  connection_name: string;
  client_id: string;
  tenant_id: string;
  started_by: string;
  window_from: Timestamp | null;
  window_to: Timestamp | null;
  options: Json;
  status: 'planned' | 'transferring' | 'processing' | 'completed' | 'completed-with-exceptions' | 'stopped' | 'failed' | 'known-from-packs';
  failure: Json | null;
  created_at: Timestamp;
  ended_at: Timestamp | null;
  worked_ms: Generated<number>;
}

export interface ConnectionChecksTable {
  connection_id: string;
  checked_at: Timestamp;
  checked_by: string;
  results: Json;
}

export interface ConnectionsTable {
  id: string;
  name: string;
  cloud: 'global' | 'gcc' | 'gcc-high' | 'dod' | 'china' | 'custom';
  endpoints: Json | null;
  tenant: string;
  tenant_id: string | null;
  client_id: string;
  credential_kind: 'secret' | 'certificate';
  sealed_credential: string;
  credential_expires_at: Timestamp | null;
  capabilities: string[];
  created_at: Timestamp;
  updated_at: Timestamp;
  kind: 'application' | 'delegated';
  owner: string | null;
  signer_id: string | null;
  signer_address: string | null;
  signer_name: string | null;
  sealed_sign_in: string | null;
  sign_in_version: Generated<number>;
  sign_in_needed_at: Timestamp | null;
  sign_in_needed_code: string | null;
  consent_meant: 'personal' | 'organization' | null;
}

export interface CustodiansTable {
  id: string;
  matter_id: string;
  name: string;
  created_at: Timestamp;
}

export interface DelegatedSignInsTable {
  state_digest: string;
  owner: string | null;
  sealed: string;
  expires_at: Timestamp;
}

export interface DownloadLinksTable {
  id: string;
  task_id: string;
  digest: string;
  created_by: string;
  created_at: Timestamp;
  expires_at: Timestamp;
}

export interface ExportItemsTable {
  export_id: string;
  position: number;
  mailbox_id: string;
  item_id: string;
  version: number;
  digest: string;
  custodian: string;
  custodians: string[];
  address: string;
  folder_path: string;
  place: 'visible' | 'hidden' | 'recoverable' | 'archive';
  received_at: Timestamp | null;
  subject: string | null;
  first_record: number;
  records: number;
  duplicate_of: number | null;
}

export interface ExportsTable {
  id: string;
  matter_id: string;
  request: Json;
  format: 'eml' | 'mbox' | 'dat' | 'csv';
  folder: string;
  started_by: string;
  started_at: Timestamp;
  items: number;
  hidden: number;
  records: number;
  bytes: number;
  ended_at: Timestamp | null;
}

export interface FoldersTable {
  id: string;
  mailbox_id: string;
  source_folder_id: string;
  path: string;
  place: 'visible' | 'hidden' | 'recoverable' | 'archive';
  seen_at: Timestamp;
}

export interface HoldItemsTable {
  hold_id: string;
  item: string;
}

export interface HoldsTable {
  id: string;
  matter_id: string;
  name: string;
  reason: string;
  covers_matter: boolean;
  placed_by: string;
  placed_at: Timestamp;
  released_by: string | null;
  released_at: Timestamp | null;
  release_reason: string | null;
}

export interface IdempotencyKeysTable {
  person_id: string;
  operation: string;
  key: string;
  body_digest: string;
  status: number | null;
  answer: Json | null;
  created_at: Timestamp;
}

export interface ItemTagsTable {
  tag_id: string;
  item: string;
  tagged_by: string;
  tagged_at: Timestamp;
}

export interface ItemsTable {
  matter_id: string;
  mailbox_id: string;
  item_id: string;
  version: number;
  change_key: string;
  fingerprint: string;
  is_draft: boolean;
  internet_message_id: string | null;
  received_at: Timestamp | null;
  folder_id: string;
  custodian_id: string;
  collection_id: string;
  digest: string;
  pack_id: string;
  collected_at: Timestamp;
  id: GeneratedAlways<string>;
}

export interface LedgerTable {
  collection_id: string;
  mailbox_id: string;
  item_id: string;
  folder_id: string;
  change_key: string;
  fingerprint: string;
  is_draft: boolean;
  internet_message_id: string | null;
  received_at: Timestamp | null;
  listed_at: Timestamp;
  ended: 'kept' | 'already-held' | 'filtered' | 'skipped' | 'failed' | null;
  reason: string | null;
  detail: string | null;
  version: number | null;
  ended_at: Timestamp | null;
}

export interface MailboxLeasesTable {
  key: string;
  holder: string;
  epoch: number;
  expires_at: Timestamp;
}

export interface MailboxesTable {
  id: string;
  matter_id: string;
  tenant_id: string;
  source_mailbox_id: string;
  kind: 'primary' | 'archive';
  address: string;
  display_name: string;
  created_at: Timestamp;
}

export interface MatterMembersTable {
  matter_id: string;
  person_id: string;
  role: 'case-manager' | 'uploader' | 'reviewer' | 'auditor';
  may_create_custodians: Generated<boolean>;
  added_at: Timestamp;
}

export interface MattersTable {
  id: string;
  name: string;
  created_at: Timestamp;
}

export interface MessageViewsTable {
  item: string;
  viewed_by: string;
  day: string;
  first_at: Timestamp;
}

export interface MessagesTable {
  matter_id: string;
  digest: string;
  parser_version: number;
  parsed_at: Timestamp;
  size: number;
  subject: string | null;
  from_addresses: Json;
  sender_addresses: Json;
  reply_to_addresses: Json;
  to_addresses: Json;
  cc_addresses: Json;
  bcc_addresses: Json;
  sent_at: Timestamp | null;
  message_id: string | null;
  in_reply_to: string[];
  reference_ids: string[];
  thread_topic: string | null;
  conversation_id: string | null;
  conversation_level: number | null;
  thread_id: string;
  family_hash: string;
  edrm_mih: string | null;
  importance: 'low' | 'normal' | 'high';
  auto_submitted: string | null;
  is_draft: boolean;
  has_bcc: boolean;
  is_encrypted: boolean;
  is_signed: boolean;
  has_tnef: boolean;
  body_source: 'plain' | 'html' | 'mixed' | 'none';
  body_text: string;
  notes: string[];
}

export interface MigrationsTable {
  number: number;
  name: string;
  digest: string;
  applied_at: Generated<Timestamp>;
}

export interface NotesTable {
  id: string;
  matter_id: string;
  item: string;
  text: string;
  written_by: string;
  written_at: Timestamp;
}

export interface PacksTable {
  id: string;
  matter_id: string;
  path: string;
  state: 'open' | 'sealed' | 'abandoned' | 'quarantined';
  writer: string;
  lease_expires_at: Timestamp;
  opened_at: Timestamp;
  sealed_at: Timestamp | null;
  bytes: number | null;
  members: number | null;
  digest: string | null;
}

export interface PeopleTable {
  id: string;
  name: string;
  email: string;
  email_verified: Generated<boolean>;
  image: string | null;
  two_factor_enabled: Generated<boolean>;
  instance_role: Generated<'administrator' | 'auditor' | 'member'>;
  must_change_password: Generated<boolean>;
  disabled_at: Timestamp | null;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface ProcessingExceptionsTable {
  matter_id: string;
  digest: string;
  part: string;
  reason: string;
  detail: string;
  parser_version: number;
  at: Timestamp;
}

export interface ReceiptsTable {
  id: string;
  collection_id: string | null;
  kind: 'collection' | 'export';
  body: string;
  signature: string;
  key_fingerprint: string;
  created_at: Timestamp;
  export_id: string | null;
}

export interface SavedSearchesTable {
  id: string;
  matter_id: string;
  name: string;
  query: string;
  filters: Json;
  is_shared: boolean;
  saved_by: string;
  saved_at: Timestamp;
}

export interface SearchChunksTable {
  matter_id: string;
  digest: string;
  chunk: number;
  words: string;
  is_whole: Generated<boolean>;
}

export interface SearchDocumentsTable {
  matter_id: string;
  digest: string;
  index_version: number;
  sent_at: Timestamp | null;
  size: number;
  sender: string;
  message_id: string | null;
  family_hash: string;
  importance: string;
  kind: 'email' | 'meetings';
  has_attachment: boolean;
  file_types: string[];
  chunks: number;
  files_read: Generated<string>;
}

export interface SessionsTable {
  id: string;
  person_id: string;
  token: string;
  ip_address: string | null;
  user_agent: string | null;
  expires_at: Timestamp;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface SightingsTable {
  matter_id: string;
  mailbox_id: string;
  item_id: string;
  version: number;
  collection_id: string;
  change_key: string;
  folder_id: string;
  custodian_id: string;
  seen_at: Timestamp;
}

export interface SigningKeysTable {
  fingerprint: string;
  public_key: string;
  created_at: Timestamp;
  replaced_at: Timestamp | null;
}

export interface SpentRequestsTable {
  client_id: string;
  mailbox: string;
  holder: string;
  slots: Json;
  written_at: Timestamp;
}

export interface TagsTable {
  id: string;
  matter_id: string;
  name: string;
  color: string;
  created_by: string;
  created_at: Timestamp;
}

export interface TasksTable {
  id: string;
  matter_id: string;
  kind: 'bulk' | 'export';
  request: Json;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  done: Generated<number>;
  total: Generated<number>;
  result: Json | null;
  failure: Json | null;
  asked_by: string;
  asked_at: Timestamp;
  ended_at: Timestamp | null;
  changed_at: Timestamp;
}

export interface ThreadKeysTable {
  matter_id: string;
  key: string;
  thread_id: string;
}

export interface TwoFactorsTable {
  id: string;
  person_id: string;
  secret: string;
  backup_codes: string;
  verified: Generated<boolean>;
  failed_verification_count: Generated<number>;
  locked_until: Timestamp | null;
}

export interface VerificationsTable {
  id: string;
  identifier: string;
  value: string;
  expires_at: Timestamp;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface Tables {
  accounts: AccountsTable;
  api_tokens: ApiTokensTable;
  attachment_texts: AttachmentTextsTable;
  attachments: AttachmentsTable;
  attempts: AttemptsTable;
  audit_entries: AuditEntriesTable;
  audit_head: AuditHeadTable;
  blobs: BlobsTable;
  collection_folders: CollectionFoldersTable;
  collection_log: CollectionLogTable;
  collection_mailboxes: CollectionMailboxesTable;
  collection_orders: CollectionOrdersTable;
  collection_places: CollectionPlacesTable;
  collection_searches: CollectionSearchesTable;
  collections: CollectionsTable;
  connection_checks: ConnectionChecksTable;
  connections: ConnectionsTable;
  custodians: CustodiansTable;
  delegated_sign_ins: DelegatedSignInsTable;
  download_links: DownloadLinksTable;
  export_items: ExportItemsTable;
  exports: ExportsTable;
  folders: FoldersTable;
  hold_items: HoldItemsTable;
  holds: HoldsTable;
  idempotency_keys: IdempotencyKeysTable;
  item_tags: ItemTagsTable;
  items: ItemsTable;
  ledger: LedgerTable;
  mailbox_leases: MailboxLeasesTable;
  mailboxes: MailboxesTable;
  matter_members: MatterMembersTable;
  matters: MattersTable;
  message_views: MessageViewsTable;
  messages: MessagesTable;
  migrations: MigrationsTable;
  notes: NotesTable;
  packs: PacksTable;
  people: PeopleTable;
  processing_exceptions: ProcessingExceptionsTable;
  receipts: ReceiptsTable;
  saved_searches: SavedSearchesTable;
  search_chunks: SearchChunksTable;
  search_documents: SearchDocumentsTable;
  sessions: SessionsTable;
  sightings: SightingsTable;
  signing_keys: SigningKeysTable;
  spent_requests: SpentRequestsTable;
  tags: TagsTable;
  tasks: TasksTable;
  thread_keys: ThreadKeysTable;
  two_factors: TwoFactorsTable;
  verifications: VerificationsTable;
}
