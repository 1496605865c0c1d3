create table collections (
  id uuid primary key,
  matter_id uuid not null references matters,
  connection_id uuid not null,
  connection_name text not null,
  client_id text not null,
  tenant_id text not null,
  started_by text not null,
  window_from timestamptz,
  window_to timestamptz,
  options jsonb not null,
  status text not null check (status in (
    'planned', 'transferring', 'processing', 'completed', 'completed-with-exceptions', 'stopped', 'failed')),
  failure jsonb,
  created_at timestamptz not null,
  ended_at timestamptz,
  -- Working time over all runs, in milliseconds.
  worked_ms bigint not null default 0
);
create index collections_matter on collections (matter_id, id);

create table collection_mailboxes (
  collection_id uuid not null references collections,
  mailbox_id uuid not null references mailboxes,
  custodian_id uuid not null references custodians,
  position integer not null,
  state text not null check (state in ('planned', 'walking', 'done', 'failed')),
  -- The service's clock when the walk began; the closing pass asks for what changed since.
  walk_started_at timestamptz,
  -- What the closing pass found that the walk had not (it is in the ledger now).
  found_by_closing_pass integer not null default 0,
  -- Whether its last round found nothing new.
  closing_pass text check (closing_pass in ('settled', 'unsettled')),
  folders_expected integer,
  failure jsonb,
  primary key (collection_id, mailbox_id)
);

create table collection_folders (
  collection_id uuid not null,
  mailbox_id uuid not null,
  folder_id uuid not null references folders,
  state text not null check (state in ('walking', 'done', 'gone')),
  cursor text,
  -- Read apart from the walk.
  expected integer,
  expected_total integer,
  primary key (collection_id, folder_id),
  foreign key (collection_id, mailbox_id) references collection_mailboxes
);

create table ledger (
  collection_id uuid not null references collections,
  mailbox_id uuid not null,
  item_id text collate "C" not null,
  folder_id uuid not null references folders,
  change_key text collate "C" not null,
  fingerprint text collate "C" not null,
  is_draft boolean not null,
  internet_message_id text,
  received_at timestamptz,
  listed_at timestamptz not null,
  ended text check (ended in ('kept', 'already-held', 'filtered', 'skipped', 'failed')),
  reason text,
  detail text,
  version integer,
  ended_at timestamptz,
  primary key (collection_id, mailbox_id, item_id),
  check ((ended is null) = (ended_at is null))
);
create index ledger_open on ledger (collection_id, mailbox_id, item_id) where ended is null;
create index ledger_folder on ledger (collection_id, folder_id);
create index ledger_message on ledger (mailbox_id, internet_message_id);

create table attempts (
  id bigint generated always as identity primary key,
  collection_id uuid not null,
  mailbox_id uuid not null,
  item_id text collate "C" not null,
  at timestamptz not null,
  kind text not null,
  code text not null,
  detail text not null,
  request_id text
);
create index attempts_item on attempts (collection_id, mailbox_id, item_id);

-- One writer per (application, mailbox), over command line, server and workers.
create table mailbox_leases (
  key text collate "C" primary key,
  holder text not null,
  epoch bigint not null,
  expires_at timestamptz not null
);
