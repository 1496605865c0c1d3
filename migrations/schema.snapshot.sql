-- Written by `npm run gen` from the migrated schema: read it, change the migrations instead.

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% is only ever added to', tg_table_name using errcode = 'restrict_violation';
end
$function$
;

CREATE OR REPLACE FUNCTION public.refuse_disposal_of_held()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (
    select from holds h
    where h.matter_id = old.matter_id and h.released_at is null
      and (h.covers_matter or exists (select from hold_items k where k.hold_id = h.id and k.item = old.id))
  ) then
    raise exception 'item % is under legal hold', old.id using errcode = 'restrict_violation', constraint = 'items_held';
  end if;
  return old;
end $function$
;

create table accounts (
  id uuid not null,
  person_id uuid not null,
  provider_id text collate "C" not null,
  account_id text collate "C" not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamp with time zone,
  refresh_token_expires_at timestamp with time zone,
  scope text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint accounts_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE,
  constraint accounts_pkey PRIMARY KEY (id),
  constraint accounts_provider_id_account_id_key UNIQUE (provider_id, account_id)
);
CREATE INDEX accounts_person ON public.accounts USING btree (person_id);

create table api_tokens (
  id uuid not null,
  person_id uuid not null,
  name text not null,
  digest text collate "C" not null,
  scopes text[] not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint api_tokens_digest_check CHECK ((digest ~ '^[0-9a-f]{64}$'::text)),
  constraint api_tokens_digest_key UNIQUE (digest),
  constraint api_tokens_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  constraint api_tokens_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE,
  constraint api_tokens_pkey PRIMARY KEY (id),
  constraint api_tokens_scopes_check CHECK ((cardinality(scopes) > 0))
);
CREATE INDEX api_tokens_person ON public.api_tokens USING btree (person_id);

create table attachment_texts (
  matter_id uuid not null,
  attachment_digest text collate "C" not null,
  extractor_version integer not null,
  extracted_at timestamp with time zone not null,
  kind text not null,
  status text not null,
  text text not null,
  reason text,
  detail text,
  constraint attachment_texts_check CHECK (((status = 'exception'::text) = (reason IS NOT NULL))),
  constraint attachment_texts_check1 CHECK (((status = 'exception'::text) = (detail IS NOT NULL))),
  constraint attachment_texts_matter_id_fkey FOREIGN KEY (matter_id) REFERENCES matters(id),
  constraint attachment_texts_pkey PRIMARY KEY (matter_id, attachment_digest),
  constraint attachment_texts_status_check CHECK ((status = ANY (ARRAY['text'::text, 'none'::text, 'exception'::text])))
);
CREATE INDEX attachment_texts_exceptions ON public.attachment_texts USING btree (matter_id, attachment_digest) WHERE (status = 'exception'::text);

create table attachments (
  matter_id uuid not null,
  digest text collate "C" not null,
  part text collate "C" not null,
  position integer not null,
  parent text collate "C",
  depth integer not null,
  name text,
  media_type text not null,
  content_id text,
  disposition text not null,
  size bigint,
  attachment_digest text collate "C",
  is_tnef boolean not null,
  attached_message jsonb,
  constraint attachments_disposition_check CHECK ((disposition = ANY (ARRAY['inline'::text, 'attachment'::text]))),
  constraint attachments_matter_id_digest_fkey FOREIGN KEY (matter_id, digest) REFERENCES messages(matter_id, digest) ON DELETE CASCADE,
  constraint attachments_pkey PRIMARY KEY (matter_id, digest, part)
);
CREATE INDEX attachments_digest ON public.attachments USING btree (matter_id, attachment_digest);

create table attempts (
  id bigint not null generated always as identity,
  collection_id uuid not null,
  mailbox_id uuid not null,
  item_id text collate "C" not null,
  at timestamp with time zone not null,
  kind text not null,
  code text not null,
  detail text not null,
  request_id text,
  constraint attempts_pkey PRIMARY KEY (id)
);
CREATE INDEX attempts_item ON public.attempts USING btree (collection_id, mailbox_id, item_id);

create table audit_entries (
  seq bigint not null,
  at timestamp with time zone not null,
  actor text not null,
  action text collate "C" not null,
  subject jsonb not null,
  previous_hash text collate "C" not null,
  hash text collate "C" not null,
  constraint audit_entries_action_check CHECK (((length(action) >= 1) AND (length(action) <= 100))),
  constraint audit_entries_actor_check CHECK (((length(actor) >= 1) AND (length(actor) <= 300))),
  constraint audit_entries_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
  constraint audit_entries_hash_key UNIQUE (hash),
  constraint audit_entries_pkey PRIMARY KEY (seq),
  constraint audit_entries_previous_hash_check CHECK ((previous_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint audit_entries_seq_check CHECK ((seq >= 1))
);
CREATE INDEX audit_entries_action ON public.audit_entries USING btree (action, seq);
CREATE TRIGGER audit_entries_only_added BEFORE DELETE OR UPDATE ON public.audit_entries FOR EACH ROW EXECUTE FUNCTION refuse_change();

create table audit_head (
  only_row boolean not null default true,
  seq bigint not null,
  hash text collate "C" not null,
  constraint audit_head_only_row_check CHECK (only_row),
  constraint audit_head_pkey PRIMARY KEY (only_row)
);

create table blobs (
  matter_id uuid not null,
  digest text collate "C" not null,
  pack_id uuid not null,
  start bigint not null,
  size bigint not null,
  constraint blobs_matter_id_fkey FOREIGN KEY (matter_id) REFERENCES matters(id),
  constraint blobs_pack_id_fkey FOREIGN KEY (pack_id) REFERENCES packs(id),
  constraint blobs_pkey PRIMARY KEY (pack_id, digest)
);
CREATE INDEX blobs_digest ON public.blobs USING btree (matter_id, digest);
CREATE INDEX blobs_order ON public.blobs USING btree (matter_id, pack_id, start);

create table collection_folders (
  collection_id uuid not null,
  mailbox_id uuid not null,
  folder_id uuid not null,
  state text not null,
  cursor text,
  expected integer,
  expected_total integer,
  refusal jsonb,
  constraint collection_folders_collection_id_mailbox_id_fkey FOREIGN KEY (collection_id, mailbox_id) REFERENCES collection_mailboxes(collection_id, mailbox_id),
  constraint collection_folders_folder_id_fkey FOREIGN KEY (folder_id) REFERENCES folders(id),
  constraint collection_folders_pkey PRIMARY KEY (collection_id, folder_id),
  constraint collection_folders_state_check CHECK ((state = ANY (ARRAY['walking'::text, 'done'::text, 'gone'::text, 'searched'::text, 'refused'::text])))
);

create table collection_log (
  id bigint not null generated always as identity,
  collection_id uuid not null,
  at timestamp with time zone not null,
  event text not null,
  text text not null,
  constraint collection_log_collection_id_fkey FOREIGN KEY (collection_id) REFERENCES collections(id),
  constraint collection_log_pkey PRIMARY KEY (id)
);
CREATE INDEX collection_log_collection ON public.collection_log USING btree (collection_id, id);

create table collection_mailboxes (
  collection_id uuid not null,
  mailbox_id uuid not null,
  custodian_id uuid not null,
  position integer not null,
  state text not null,
  walk_started_at timestamp with time zone,
  found_by_closing_pass integer not null default 0,
  closing_pass text,
  folders_expected integer,
  failure jsonb,
  constraint collection_mailboxes_closing_pass_check CHECK ((closing_pass = ANY (ARRAY['settled'::text, 'unsettled'::text]))),
  constraint collection_mailboxes_collection_id_fkey FOREIGN KEY (collection_id) REFERENCES collections(id),
  constraint collection_mailboxes_custodian_id_fkey FOREIGN KEY (custodian_id) REFERENCES custodians(id),
  constraint collection_mailboxes_mailbox_id_fkey FOREIGN KEY (mailbox_id) REFERENCES mailboxes(id),
  constraint collection_mailboxes_pkey PRIMARY KEY (collection_id, mailbox_id),
  constraint collection_mailboxes_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'walking'::text, 'done'::text, 'failed'::text])))
);

create table collection_orders (
  collection_id uuid not null,
  wish text not null,
  processing text not null,
  waits_for_access boolean not null,
  waiting_since timestamp with time zone,
  missing jsonb,
  ordered_by text not null,
  ordered_at timestamp with time zone not null,
  is_settled boolean not null default false,
  failure jsonb,
  next_try_at timestamp with time zone,
  tries integer not null default 0,
  progress jsonb,
  changed_at timestamp with time zone not null,
  constraint collection_orders_collection_id_fkey FOREIGN KEY (collection_id) REFERENCES collections(id),
  constraint collection_orders_pkey PRIMARY KEY (collection_id),
  constraint collection_orders_processing_check CHECK ((processing = ANY (ARRAY['now'::text, 'later'::text]))),
  constraint collection_orders_wish_check CHECK ((wish = ANY (ARRAY['run'::text, 'paused'::text, 'cancelled'::text])))
);
CREATE INDEX collection_orders_open ON public.collection_orders USING btree (next_try_at) WHERE (NOT is_settled);

create table collection_places (
  collection_id uuid not null,
  mailbox_id uuid not null,
  place text not null,
  state text not null,
  folders_expected integer,
  refusal jsonb,
  constraint collection_places_collection_id_mailbox_id_fkey FOREIGN KEY (collection_id, mailbox_id) REFERENCES collection_mailboxes(collection_id, mailbox_id),
  constraint collection_places_pkey PRIMARY KEY (collection_id, mailbox_id, place),
  constraint collection_places_place_check CHECK ((place = ANY (ARRAY['hidden'::text, 'recoverable'::text]))),
  constraint collection_places_state_check CHECK ((state = ANY (ARRAY['listed'::text, 'refused'::text])))
);

create table collection_searches (
  collection_id uuid not null,
  mailbox_id uuid not null,
  cursor text,
  shortfalls text[] not null,
  constraint collection_searches_collection_id_mailbox_id_fkey FOREIGN KEY (collection_id, mailbox_id) REFERENCES collection_mailboxes(collection_id, mailbox_id),
  constraint collection_searches_pkey PRIMARY KEY (collection_id, mailbox_id)
);

create table collections (
  id uuid not null,
  matter_id uuid not null,
  connection_id uuid not null,
  connection_name text not null,
  client_id text not null,
  tenant_id text not null,
  started_by text not null,
  window_from timestamp with time zone,
  window_to timestamp with time zone,
  options jsonb not null,
  status text not null,
  failure jsonb,
  created_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  worked_ms bigint not null default 0,
  constraint collections_matter_id_fkey FOREIGN KEY (matter_id) REFERENCES matters(id),
  constraint collections_pkey PRIMARY KEY (id),
  constraint collections_status_check CHECK ((status = ANY (ARRAY['planned'::text, 'transferring'::text, 'processing'::text, 'completed'::text, 'completed-with-exceptions'::text, 'stopped'::text, 'failed'::text, 'known-from-packs'::text])))
);
CREATE INDEX collections_matter ON public.collections USING btree (matter_id, id);

create table connection_checks (
  connection_id uuid not null,
  checked_at timestamp with time zone not null,
  checked_by text not null,
  results jsonb not null,
  constraint connection_checks_connection_id_fkey FOREIGN KEY (connection_id) REFERENCES connections(id) ON DELETE CASCADE,
  constraint connection_checks_pkey PRIMARY KEY (connection_id)
);

create table connections (
  id uuid not null,
  name text collate "C" not null,
  cloud text not null,
  endpoints jsonb,
  tenant text collate "C" not null,
  tenant_id text collate "C",
  client_id text collate "C" not null,
  credential_kind text not null,
  sealed_credential text not null,
  credential_expires_at timestamp with time zone,
  capabilities text[] not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  kind text not null,
  owner text collate "C",
  signer_id text collate "C",
  signer_address text,
  signer_name text,
  sealed_sign_in text,
  sign_in_version integer not null default 0,
  sign_in_needed_at timestamp with time zone,
  sign_in_needed_code text,
  consent_meant text,
  constraint connections_capabilities_check CHECK ((cardinality(capabilities) > 0)),
  constraint connections_check CHECK (((cloud = 'custom'::text) = (endpoints IS NOT NULL))),
  constraint connections_cloud_check CHECK ((cloud = ANY (ARRAY['global'::text, 'gcc'::text, 'gcc-high'::text, 'dod'::text, 'china'::text, 'custom'::text]))),
  constraint connections_consent_meant_check CHECK ((consent_meant = ANY (ARRAY['personal'::text, 'organization'::text]))),
  constraint connections_credential_kind_check CHECK ((credential_kind = ANY (ARRAY['secret'::text, 'certificate'::text]))),
  constraint connections_kind_check CHECK ((kind = ANY (ARRAY['application'::text, 'delegated'::text]))),
  constraint connections_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  constraint connections_name_key UNIQUE (name),
  constraint connections_pkey PRIMARY KEY (id),
  constraint connections_sign_in_needed_check CHECK (((sign_in_needed_at IS NULL) = (sign_in_needed_code IS NULL))),
  constraint connections_signer_check CHECK (((kind = 'delegated'::text) = ((signer_id IS NOT NULL) AND (signer_address IS NOT NULL) AND (signer_name IS NOT NULL) AND (sealed_sign_in IS NOT NULL))))
);
CREATE INDEX connections_client ON public.connections USING btree (client_id);

create table custodians (
  id uuid not null,
  matter_id uuid not null,
  name text collate "C" not null,
  created_at timestamp with time zone not null,
  constraint custodians_matter_id_fkey FOREIGN KEY (matter_id) REFERENCES matters(id),
  constraint custodians_matter_id_name_key UNIQUE (matter_id, name),
  constraint custodians_name_check CHECK (((length(name) >= 1) AND (length(name) <= 300))),
  constraint custodians_pkey PRIMARY KEY (id)
);

create table delegated_sign_ins (
  state_digest text collate "C" not null,
  owner text collate "C",
  sealed text not null,
  expires_at timestamp with time zone not null,
  constraint delegated_sign_ins_pkey PRIMARY KEY (state_digest)
);
CREATE INDEX delegated_sign_ins_expiry ON public.delegated_sign_ins USING btree (expires_at);

create table download_links (
  id uuid not null,
  task_id uuid not null,
  digest text collate "C" not null,
  created_by text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint download_links_digest_check CHECK ((digest ~ '^[0-9a-f]{64}$'::text)),
  constraint download_links_digest_key UNIQUE (digest),
  constraint download_links_pkey PRIMARY KEY (id),
  constraint download_links_task_id_fkey FOREIGN KEY (task_id) REFERENCES tasks(id)
);
CREATE INDEX download_links_task ON public.download_links USING btree (task_id);

create table export_items (
  export_id uuid not null,
  position integer not null,
  mailbox_id uuid not null,
  item_id text collate "C" not null,
  version integer not null,
  digest text collate "C" not null,
  custodian text not null,
  custodians text[] not null,
  address text not null,
  folder_path text not null,
  place text not null,
  received_at timestamp with time zone,
  subject text,
  first_record bigint not null,
  records integer not null,
  duplicate_of bigint,
  constraint export_items_export_id_fkey FOREIGN KEY (export_id) REFERENCES exports(id),
  constraint export_items_pkey PRIMARY KEY (export_id, "position"),
  constraint export_items_place_check CHECK ((place = ANY (ARRAY['visible'::text, 'hidden'::text, 'recoverable'::text, 'archive'::text]))),
  constraint export_items_position_check CHECK (("position" >= 1)),
  constraint export_items_records_check CHECK ((records >= 1))
);
CREATE INDEX export_items_digest ON public.export_items USING btree (digest);

create table exports (
  id uuid not null,
  matter_id uuid not null,
  request jsonb not null,
  format text not null,
  folder text not null,
  started_by text not null,
  started_at timestamp with time zone not null,
  items integer not null,
  hidden integer not null,
  records bigint not null,
  bytes bigint not null,
  ended_at timestamp with time zone,
  constraint exports_check CHECK (((ended_at IS NULL) OR (ended_at >= started_at))),
  constraint exports_format_check CHECK ((format = ANY (ARRAY['eml'::text, 'mbox'::text, 'dat'::text, 'csv'::text]))),
  constraint exports_matter_id_fkey FOREIGN KEY (matter_id) REFERENCES matters(id),
  constraint exports_pkey PRIMARY KEY (id)
);
CREATE INDEX exports_matter ON public.exports USING btree (matter_id, id);

create table folders (
  id uuid not null,
  mailbox_id uuid not null,
  source_folder_id text collate "C" not null,
  path text not null,
  place text not null,
  seen_at timestamp with time zone not null,
  constraint folders_mailbox_id_fkey FOREIGN KEY (mailbox_id) REFERENCES mailboxes(id),
  constraint folders_mailbox_id_source_folder_id_key UNIQUE (mailbox_id, source_folder_id),
  constraint folders_pkey PRIMARY KEY (id),
  constraint folders_place_check CHECK ((place = ANY (ARRAY['visible'::text, 'hidden'::text, 'recoverable'::text, 'archive'::text])))
);

create table hold_items (
  hold_id uuid not null,
  item uuid not null,
  constraint hold_items_hold_id_fkey FOREIGN KEY (hold_id) REFERENCES holds(id),
  constraint hold_items_item_fkey FOREIGN KEY (item) REFERENCES items(id),
  constraint hold_items_pkey PRIMARY KEY (hold_id, item)
);
CREATE INDEX hold_items_item ON public.hold_items USING btree (item);

create table holds (
  id uuid not null,
  matter_id uuid not null,
  name text not null,
  reason text not null,
  covers_matter boolean not null,
  placed_by text not null,
  placed_at timestamp with time zone not null,
  released_by text,
  released_at timestamp with time zone,
  release_reason text,
  constraint holds_check CHECK (((released_at IS NULL) = (released_by IS NULL))),
  constraint holds_matter_id_fkey FOREIGN KEY (matter_id) REFERENCES matters(id),
  constraint holds_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint holds_pkey PRIMARY KEY (id),
  constraint holds_reason_check CHECK ((length(reason) <= 2000))
);
CREATE INDEX holds_matter ON public.holds USING btree (matter_id, id);

create table idempotency_keys (
  person_id uuid not null,
  operation text collate "C" not null,
  key text collate "C" not null,
  body_digest text collate "C" not null,
  status integer,
  answer jsonb,
  created_at timestamp with time zone not null,
  constraint idempotency_keys_key_check CHECK (((length(key) >= 1) AND (length(key) <= 200))),
  constraint idempotency_keys_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE,
  constraint idempotency_keys_pkey PRIMARY KEY (person_id, operation, key)
);
CREATE INDEX idempotency_keys_age ON public.idempotency_keys USING btree (created_at);

create table item_tags (
  tag_id uuid not null,
  item uuid not null,
  tagged_by text not null,
  tagged_at timestamp with time zone not null,
  constraint item_tags_item_fkey FOREIGN KEY (item) REFERENCES items(id),
  constraint item_tags_pkey PRIMARY KEY (tag_id, item),
  constraint item_tags_tag_id_fkey FOREIGN KEY (tag_id) REFERENCES tags(id) ON DELETE CASCADE
);
CREATE INDEX item_tags_item ON public.item_tags USING btree (item);

create table items (
  matter_id uuid not null,
  mailbox_id uuid not null,
  item_id text collate "C" not null,
  version integer not null,
  change_key text collate "C" not null,
  fingerprint text collate "C" not null,
  is_draft boolean not null,
  internet_message_id text,
  received_at timestamp with time zone,
  folder_id uuid not null,
  custodian_id uuid not null,
  collection_id uuid not null,
  digest text collate "C" not null,
  pack_id uuid not null,
  collected_at timestamp with time zone not null,
  id uuid not null generated always as ((md5((((((matter_id)::text || (mailbox_id)::text) || item_id) || '/'::text) || (version)::text)))::uuid) stored,
  constraint items_custodian_id_fkey FOREIGN KEY (custodian_id) REFERENCES custodians(id),
  constraint items_folder_id_fkey FOREIGN KEY (folder_id) REFERENCES folders(id),
  constraint items_pack_id_digest_fkey FOREIGN KEY (pack_id, digest) REFERENCES blobs(pack_id, digest),
  constraint items_pkey PRIMARY KEY (matter_id, mailbox_id, item_id, version),
  constraint items_version_check CHECK ((version >= 1))
);
CREATE INDEX items_collection ON public.items USING btree (collection_id, mailbox_id);
CREATE INDEX items_digest ON public.items USING btree (matter_id, digest);
CREATE UNIQUE INDEX items_id ON public.items USING btree (id);
CREATE INDEX items_newest ON public.items USING btree (matter_id, COALESCE(received_at, '-infinity'::timestamp with time zone) DESC, id);
CREATE INDEX items_pack ON public.items USING btree (pack_id, digest);
CREATE TRIGGER items_held BEFORE DELETE ON public.items FOR EACH ROW EXECUTE FUNCTION refuse_disposal_of_held();

create table ledger (
  collection_id uuid not null,
  mailbox_id uuid not null,
  item_id text collate "C" not null,
  folder_id uuid not null,
  change_key text collate "C" not null,
  fingerprint text collate "C" not null,
  is_draft boolean not null,
  internet_message_id text,
  received_at timestamp with time zone,
  listed_at timestamp with time zone not null,
  ended text,
  reason text,
  detail text,
  version integer,
  ended_at timestamp with time zone,
  constraint ledger_check CHECK (((ended IS NULL) = (ended_at IS NULL))),
  constraint ledger_collection_id_fkey FOREIGN KEY (collection_id) REFERENCES collections(id),
  constraint ledger_ended_check CHECK ((ended = ANY (ARRAY['kept'::text, 'already-held'::text, 'filtered'::text, 'skipped'::text, 'failed'::text]))),
  constraint ledger_folder_id_fkey FOREIGN KEY (folder_id) REFERENCES folders(id),
  constraint ledger_pkey PRIMARY KEY (collection_id, mailbox_id, item_id)
);
CREATE INDEX ledger_folder ON public.ledger USING btree (collection_id, folder_id);
CREATE INDEX ledger_message ON public.ledger USING btree (mailbox_id, internet_message_id);
CREATE INDEX ledger_open ON public.ledger USING btree (collection_id, mailbox_id, item_id) WHERE (ended IS NULL);

create table mailbox_leases (
  key text collate "C" not null,
  holder text not null,
  epoch bigint not null,
  expires_at timestamp with time zone not null,
  constraint mailbox_leases_pkey PRIMARY KEY (key)
);

create table mailboxes (
  id uuid not null,
  matter_id uuid not null,
  tenant_id text collate "C" not null,
  source_mailbox_id text collate "C" not null,
  kind text not null,
  address text not null,
  display_name text not null,
  created_at timestamp with time zone not null,
  constraint mailboxes_kind_check CHECK ((kind = ANY (ARRAY['primary'::text, 'archive'::text]))),
  constraint mailboxes_matter_id_fkey FOREIGN KEY (matter_id) REFERENCES matters(id),
  constraint mailboxes_matter_id_tenant_id_source_mailbox_id_key UNIQUE (matter_id, tenant_id, source_mailbox_id),
  constraint mailboxes_pkey PRIMARY KEY (id)
);

create table matter_members (
  matter_id uuid not null,
  person_id uuid not null,
  role text not null,
  may_create_custodians boolean not null default false,
  added_at timestamp with time zone not null,
  constraint matter_members_matter_id_fkey FOREIGN KEY (matter_id) REFERENCES matters(id) ON DELETE CASCADE,
  constraint matter_members_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE,
  constraint matter_members_pkey PRIMARY KEY (matter_id, person_id),
  constraint matter_members_role_check CHECK ((role = ANY (ARRAY['case-manager'::text, 'uploader'::text, 'reviewer'::text, 'auditor'::text])))
);
CREATE INDEX matter_members_person ON public.matter_members USING btree (person_id);

create table matters (
  id uuid not null,
  name text collate "C" not null,
  created_at timestamp with time zone not null,
  constraint matters_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint matters_name_key UNIQUE (name),
  constraint matters_pkey PRIMARY KEY (id)
);

create table message_views (
  item uuid not null,
  viewed_by text not null,
  day date not null,
  first_at timestamp with time zone not null,
  constraint message_views_item_fkey FOREIGN KEY (item) REFERENCES items(id),
  constraint message_views_pkey PRIMARY KEY (item, viewed_by, day)
);

create table messages (
  matter_id uuid not null,
  digest text collate "C" not null,
  parser_version integer not null,
  parsed_at timestamp with time zone not null,
  size bigint not null,
  subject text,
  from_addresses jsonb not null,
  sender_addresses jsonb not null,
  reply_to_addresses jsonb not null,
  to_addresses jsonb not null,
  cc_addresses jsonb not null,
  bcc_addresses jsonb not null,
  sent_at timestamp with time zone,
  message_id text collate "C",
  in_reply_to text[] collate "C" not null,
  reference_ids text[] collate "C" not null,
  thread_topic text,
  conversation_id uuid,
  conversation_level integer,
  thread_id uuid not null,
  family_hash text collate "C" not null,
  edrm_mih text collate "C",
  importance text not null,
  auto_submitted text,
  is_draft boolean not null,
  has_bcc boolean not null,
  is_encrypted boolean not null,
  is_signed boolean not null,
  has_tnef boolean not null,
  body_source text not null,
  body_text text not null,
  notes text[] not null,
  constraint messages_body_source_check CHECK ((body_source = ANY (ARRAY['plain'::text, 'html'::text, 'mixed'::text, 'none'::text]))),
  constraint messages_importance_check CHECK ((importance = ANY (ARRAY['low'::text, 'normal'::text, 'high'::text]))),
  constraint messages_matter_id_fkey FOREIGN KEY (matter_id) REFERENCES matters(id),
  constraint messages_pkey PRIMARY KEY (matter_id, digest)
);
CREATE INDEX messages_family ON public.messages USING btree (matter_id, family_hash);
CREATE INDEX messages_mih ON public.messages USING btree (matter_id, edrm_mih) WHERE (edrm_mih IS NOT NULL);
CREATE INDEX messages_thread ON public.messages USING btree (matter_id, thread_id);

create table migrations (
  number integer not null,
  name text not null,
  digest text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migrations_pkey PRIMARY KEY (number)
);

create table notes (
  id uuid not null,
  matter_id uuid not null,
  item uuid not null,
  text text not null,
  written_by text not null,
  written_at timestamp with time zone not null,
  constraint notes_item_fkey FOREIGN KEY (item) REFERENCES items(id),
  constraint notes_matter_id_fkey FOREIGN KEY (matter_id) REFERENCES matters(id),
  constraint notes_pkey PRIMARY KEY (id),
  constraint notes_text_check CHECK (((length(text) >= 1) AND (length(text) <= 10000)))
);
CREATE INDEX notes_item ON public.notes USING btree (item, id);

create table packs (
  id uuid not null,
  matter_id uuid not null,
  path text collate "C" not null,
  state text not null,
  writer text not null,
  lease_expires_at timestamp with time zone not null,
  opened_at timestamp with time zone not null,
  sealed_at timestamp with time zone,
  bytes bigint,
  members integer,
  digest text collate "C",
  constraint packs_matter_id_fkey FOREIGN KEY (matter_id) REFERENCES matters(id),
  constraint packs_path_key UNIQUE (path),
  constraint packs_pkey PRIMARY KEY (id),
  constraint packs_state_check CHECK ((state = ANY (ARRAY['open'::text, 'sealed'::text, 'abandoned'::text, 'quarantined'::text])))
);
CREATE INDEX packs_state ON public.packs USING btree (state);

create table people (
  id uuid not null,
  name text not null,
  email text collate "C" not null,
  email_verified boolean not null default false,
  image text,
  two_factor_enabled boolean not null default false,
  instance_role text not null default 'member'::text,
  must_change_password boolean not null default false,
  disabled_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint people_email_check CHECK ((((length(email) >= 3) AND (length(email) <= 320)) AND (email = lower(email)))),
  constraint people_email_key UNIQUE (email),
  constraint people_instance_role_check CHECK ((instance_role = ANY (ARRAY['administrator'::text, 'auditor'::text, 'member'::text]))),
  constraint people_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint people_pkey PRIMARY KEY (id)
);

create table processing_exceptions (
  matter_id uuid not null,
  digest text collate "C" not null,
  part text collate "C" not null,
  reason text not null,
  detail text not null,
  parser_version integer not null,
  at timestamp with time zone not null,
  constraint processing_exceptions_matter_id_fkey FOREIGN KEY (matter_id) REFERENCES matters(id),
  constraint processing_exceptions_pkey PRIMARY KEY (matter_id, digest, part, reason)
);

create table receipts (
  id uuid not null,
  collection_id uuid,
  kind text not null,
  body text not null,
  signature text not null,
  key_fingerprint text collate "C" not null,
  created_at timestamp with time zone not null,
  export_id uuid,
  constraint receipts_key_fingerprint_fkey FOREIGN KEY (key_fingerprint) REFERENCES signing_keys(fingerprint),
  constraint receipts_kind_check CHECK ((kind = ANY (ARRAY['collection'::text, 'export'::text]))),
  constraint receipts_pkey PRIMARY KEY (id),
  constraint receipts_subject CHECK ((((kind = 'collection'::text) = (collection_id IS NOT NULL)) AND ((kind = 'export'::text) = (export_id IS NOT NULL))))
);
CREATE INDEX receipts_collection ON public.receipts USING btree (collection_id, id);
CREATE INDEX receipts_export ON public.receipts USING btree (export_id, id);
CREATE TRIGGER receipts_only_added BEFORE DELETE OR UPDATE ON public.receipts FOR EACH ROW EXECUTE FUNCTION refuse_change();

create table saved_searches (
  id uuid not null,
  matter_id uuid not null,
  name text not null,
  query text not null,
  filters jsonb not null,
  is_shared boolean not null,
  saved_by text not null,
  saved_at timestamp with time zone not null,
  constraint saved_searches_matter_id_fkey FOREIGN KEY (matter_id) REFERENCES matters(id),
  constraint saved_searches_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint saved_searches_pkey PRIMARY KEY (id),
  constraint saved_searches_query_check CHECK ((length(query) <= 20000))
);
CREATE UNIQUE INDEX saved_searches_name ON public.saved_searches USING btree (matter_id, saved_by, lower(name));

create table search_chunks (
  matter_id uuid not null,
  digest text collate "C" not null,
  chunk integer not null,
  words tsvector not null,
  is_whole boolean not null default false,
  constraint search_chunks_matter_id_digest_fkey FOREIGN KEY (matter_id, digest) REFERENCES search_documents(matter_id, digest) ON DELETE CASCADE,
  constraint search_chunks_pkey PRIMARY KEY (matter_id, digest, chunk)
);
CREATE INDEX search_chunks_split_words ON public.search_chunks USING gin (words) WHERE (NOT is_whole);
CREATE INDEX search_chunks_words ON public.search_chunks USING gin (words);

create table search_documents (
  matter_id uuid not null,
  digest text collate "C" not null,
  index_version integer not null,
  sent_at timestamp with time zone,
  size bigint not null,
  sender text collate "C" not null,
  message_id text collate "C",
  family_hash text collate "C" not null,
  importance text not null,
  kind text not null,
  has_attachment boolean not null,
  file_types text[] collate "C" not null,
  chunks integer not null,
  files_read text collate "C" not null default ''::text,
  constraint search_documents_chunks_check CHECK ((chunks >= 1)),
  constraint search_documents_kind_check CHECK ((kind = ANY (ARRAY['email'::text, 'meetings'::text]))),
  constraint search_documents_matter_id_digest_fkey FOREIGN KEY (matter_id, digest) REFERENCES messages(matter_id, digest) ON DELETE CASCADE,
  constraint search_documents_pkey PRIMARY KEY (matter_id, digest)
);
CREATE INDEX search_documents_message_id ON public.search_documents USING btree (matter_id, message_id);
CREATE INDEX search_documents_sender ON public.search_documents USING btree (matter_id, sender);
CREATE INDEX search_documents_split ON public.search_documents USING btree (matter_id, digest) WHERE (chunks > 1);

create table sessions (
  id uuid not null,
  person_id uuid not null,
  token text collate "C" not null,
  ip_address text,
  user_agent text,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint sessions_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE,
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_token_key UNIQUE (token)
);
CREATE INDEX sessions_person ON public.sessions USING btree (person_id);

create table sightings (
  matter_id uuid not null,
  mailbox_id uuid not null,
  item_id text collate "C" not null,
  version integer not null,
  collection_id uuid not null,
  change_key text collate "C" not null,
  folder_id uuid not null,
  custodian_id uuid not null,
  seen_at timestamp with time zone not null,
  constraint sightings_custodian_id_fkey FOREIGN KEY (custodian_id) REFERENCES custodians(id),
  constraint sightings_folder_id_fkey FOREIGN KEY (folder_id) REFERENCES folders(id),
  constraint sightings_mailbox_id_fkey FOREIGN KEY (mailbox_id) REFERENCES mailboxes(id),
  constraint sightings_matter_id_fkey FOREIGN KEY (matter_id) REFERENCES matters(id),
  constraint sightings_pkey PRIMARY KEY (collection_id, mailbox_id, item_id)
);
CREATE INDEX sightings_item ON public.sightings USING btree (matter_id, mailbox_id, item_id);

create table signing_keys (
  fingerprint text collate "C" not null,
  public_key text not null,
  created_at timestamp with time zone not null,
  replaced_at timestamp with time zone,
  constraint signing_keys_fingerprint_check CHECK ((fingerprint ~ '^SHA256:[0-9a-f]{64}$'::text)),
  constraint signing_keys_pkey PRIMARY KEY (fingerprint)
);
CREATE UNIQUE INDEX signing_keys_current ON public.signing_keys USING btree (((replaced_at IS NULL))) WHERE (replaced_at IS NULL);

create table spent_requests (
  client_id text collate "C" not null,
  mailbox text collate "C" not null,
  holder uuid not null,
  slots jsonb not null,
  written_at timestamp with time zone not null,
  constraint spent_requests_pkey PRIMARY KEY (client_id, mailbox, holder)
);

create table tags (
  id uuid not null,
  matter_id uuid not null,
  name text not null,
  color text not null,
  created_by text not null,
  created_at timestamp with time zone not null,
  constraint tags_color_check CHECK ((color ~ '^[a-z]{3,10}$'::text)),
  constraint tags_matter_id_fkey FOREIGN KEY (matter_id) REFERENCES matters(id),
  constraint tags_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  constraint tags_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX tags_name ON public.tags USING btree (matter_id, lower(name));

create table tasks (
  id uuid not null,
  matter_id uuid not null,
  kind text not null,
  request jsonb not null,
  state text not null,
  done bigint not null default 0,
  total bigint not null default 0,
  result jsonb,
  failure jsonb,
  asked_by text not null,
  asked_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  changed_at timestamp with time zone not null,
  constraint tasks_kind_check CHECK ((kind = ANY (ARRAY['bulk'::text, 'export'::text]))),
  constraint tasks_matter_id_fkey FOREIGN KEY (matter_id) REFERENCES matters(id),
  constraint tasks_pkey PRIMARY KEY (id),
  constraint tasks_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
);
CREATE INDEX tasks_matter ON public.tasks USING btree (matter_id, kind, id);
CREATE INDEX tasks_open ON public.tasks USING btree (id) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));

create table thread_keys (
  matter_id uuid not null,
  key uuid not null,
  thread_id uuid not null,
  constraint thread_keys_matter_id_fkey FOREIGN KEY (matter_id) REFERENCES matters(id),
  constraint thread_keys_pkey PRIMARY KEY (matter_id, key)
);
CREATE INDEX thread_keys_thread ON public.thread_keys USING btree (matter_id, thread_id);

create table two_factors (
  id uuid not null,
  person_id uuid not null,
  secret text not null,
  backup_codes text not null,
  verified boolean not null default true,
  failed_verification_count integer not null default 0,
  locked_until timestamp with time zone,
  constraint two_factors_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE,
  constraint two_factors_pkey PRIMARY KEY (id)
);
CREATE INDEX two_factors_person ON public.two_factors USING btree (person_id);

create table verifications (
  id uuid not null,
  identifier text collate "C" not null,
  value text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint verifications_pkey PRIMARY KEY (id)
);
CREATE INDEX verifications_identifier ON public.verifications USING btree (identifier);
