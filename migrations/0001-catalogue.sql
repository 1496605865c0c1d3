create table matters (
  id uuid primary key,
  name text collate "C" not null unique check (length(name) between 1 and 200),
  created_at timestamptz not null
);

create table custodians (
  id uuid primary key,
  matter_id uuid not null references matters,
  name text collate "C" not null check (length(name) between 1 and 300),
  created_at timestamptz not null,
  unique (matter_id, name)
);

-- A mailbox as one matter knows it: two matters that collect the same mailbox have a row each.
create table mailboxes (
  id uuid primary key,
  matter_id uuid not null references matters,
  tenant_id text collate "C" not null,
  -- The directory's object id; for an in-place archive its MBX id.
  source_mailbox_id text collate "C" not null,
  kind text not null check (kind in ('primary', 'archive')),
  address text not null,
  display_name text not null,
  created_at timestamptz not null,
  unique (matter_id, tenant_id, source_mailbox_id)
);

create table folders (
  id uuid primary key,
  mailbox_id uuid not null references mailboxes,
  source_folder_id text collate "C" not null,
  path text not null,
  place text not null check (place in ('visible', 'hidden', 'recoverable', 'archive')),
  seen_at timestamptz not null,
  unique (mailbox_id, source_folder_id)
);

-- A row exists before the first byte of its pack does.
create table packs (
  id uuid primary key,
  matter_id uuid not null references matters,
  path text collate "C" not null unique,
  state text not null check (state in ('open', 'sealed', 'abandoned', 'quarantined')),
  writer text not null,
  lease_expires_at timestamptz not null,
  opened_at timestamptz not null,
  sealed_at timestamptz,
  bytes bigint,
  members integer,
  digest text collate "C"
);
create index packs_state on packs (state);

create table blobs (
  matter_id uuid not null references matters,
  digest text collate "C" not null,
  pack_id uuid not null references packs,
  start bigint not null,
  size bigint not null,
  primary key (pack_id, digest)
);
create index blobs_digest on blobs (matter_id, digest);

-- What a blob or a folder already vouches for (matter, mailbox) has no reference of its own: thousands of rows a second.
create table items (
  matter_id uuid not null,
  mailbox_id uuid not null,
  item_id text collate "C" not null,
  version integer not null check (version >= 1),
  change_key text collate "C" not null,
  fingerprint text collate "C" not null,
  is_draft boolean not null,
  internet_message_id text,
  received_at timestamptz,
  folder_id uuid not null references folders,
  custodian_id uuid not null references custodians,
  collection_id uuid not null,
  digest text collate "C" not null,
  pack_id uuid not null,
  collected_at timestamptz not null,
  primary key (matter_id, mailbox_id, item_id, version),
  foreign key (pack_id, digest) references blobs
);
create index items_digest on items (matter_id, digest);
create index items_pack on items (pack_id, digest);
create index items_collection on items (collection_id, mailbox_id);

-- An item that was already held and was listed again: moves and flag changes at the source are events, not versions.
create table sightings (
  matter_id uuid not null references matters,
  mailbox_id uuid not null references mailboxes,
  item_id text collate "C" not null,
  version integer not null,
  collection_id uuid not null,
  change_key text collate "C" not null,
  folder_id uuid not null references folders,
  custodian_id uuid not null references custodians,
  seen_at timestamptz not null,
  primary key (collection_id, mailbox_id, item_id)
);
create index sightings_item on sightings (matter_id, mailbox_id, item_id);
