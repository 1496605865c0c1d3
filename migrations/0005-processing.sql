-- What the bytes of a kept message say. One row a digest: equal bytes are read once in a matter.
create table messages (
  matter_id uuid not null references matters,
  digest text collate "C" not null,
  parser_version integer not null,
  parsed_at timestamptz not null,
  size bigint not null,
  subject text,
  -- Addresses: [{"name", "address", "group"?}]
  from_addresses jsonb not null,
  sender_addresses jsonb not null,
  reply_to_addresses jsonb not null,
  to_addresses jsonb not null,
  cc_addresses jsonb not null,
  bcc_addresses jsonb not null,
  sent_at timestamptz,
  message_id text collate "C",
  in_reply_to text[] collate "C" not null,
  reference_ids text[] collate "C" not null,
  thread_topic text,
  -- Conversation of Exchange's Thread-Index, and how many replies deep.
  conversation_id uuid,
  conversation_level integer,
  thread_id uuid not null,
  family_hash text collate "C" not null,
  edrm_mih text collate "C",
  importance text not null check (importance in ('low', 'normal', 'high')),
  auto_submitted text,
  is_draft boolean not null,
  has_bcc boolean not null,
  is_encrypted boolean not null,
  is_signed boolean not null,
  has_tnef boolean not null,
  body_source text not null check (body_source in ('plain', 'html', 'mixed', 'none')),
  body_text text not null,
  -- Oddities that cost nothing: date-invalid, boundary-not-closed …
  notes text[] not null,
  primary key (matter_id, digest)
);
create index messages_thread on messages (matter_id, thread_id);
create index messages_family on messages (matter_id, family_hash);
create index messages_mih on messages (matter_id, edrm_mih) where edrm_mih is not null;

create table attachments (
  matter_id uuid not null,
  -- Digest of the message.
  digest text collate "C" not null,
  -- IMAP part number.
  part text collate "C" not null,
  position integer not null,
  -- Part number of the attached message it belongs to; null in the message itself.
  parent text collate "C",
  depth integer not null,
  name text,
  media_type text not null,
  content_id text,
  disposition text not null check (disposition in ('inline', 'attachment')),
  -- Of the decoded bytes; null where a limit stopped decoding.
  size bigint,
  attachment_digest text collate "C",
  is_tnef boolean not null,
  -- Header and text of an attached message.
  attached_message jsonb,
  primary key (matter_id, digest, part),
  foreign key (matter_id, digest) references messages on delete cascade
);
create index attachments_digest on attachments (matter_id, attachment_digest);

-- What was not read of a message, and why. A digest without a row in messages could not be read at all.
create table processing_exceptions (
  matter_id uuid not null references matters,
  digest text collate "C" not null,
  -- Part number; empty for the message itself.
  part text collate "C" not null,
  reason text not null,
  detail text not null,
  parser_version integer not null,
  at timestamptz not null,
  primary key (matter_id, digest, part, reason)
);

-- Names by which messages know each other (message ids, conversations), hashed, and the thread that each belongs to.
create table thread_keys (
  matter_id uuid not null references matters,
  key uuid not null,
  thread_id uuid not null,
  primary key (matter_id, key)
);
create index thread_keys_thread on thread_keys (matter_id, thread_id);

-- Processing goes through a matter pack by pack.
create index blobs_order on blobs (matter_id, pack_id, start);
