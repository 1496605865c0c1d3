-- What people asked of a collection that the server carries out. Jobs come and go; this is what they read.
create table collection_orders (
  collection_id uuid primary key references collections,
  wish text not null check (wish in ('run', 'paused', 'cancelled')),
  -- Later: what is transferred is kept, and read once somebody says so.
  processing text not null check (processing in ('now', 'later')),
  -- Whether it does not begin before every mailbox can be read.
  waits_for_access boolean not null,
  waiting_since timestamptz,
  -- What the last look at a waiting collection's mailboxes found: [{"address", "cause", "fix"}]
  missing jsonb,
  ordered_by text not null,
  ordered_at timestamptz not null,
  -- Whether everything that was asked for has been done: nothing is to be carried out.
  is_settled boolean not null default false,
  -- Why the last run ended before that; with a time to try again at, or without one.
  failure jsonb,
  next_try_at timestamptz,
  tries integer not null default 0,
  -- Where a run stands: stage, counts, rate; for whoever looks on.
  progress jsonb,
  changed_at timestamptz not null
);
create index collection_orders_open on collection_orders (next_try_at) where not is_settled;

-- What happened to a collection on the way, for a person who wants to follow it.
create table collection_log (
  id bigint generated always as identity primary key,
  collection_id uuid not null references collections,
  at timestamptz not null,
  event text not null,
  text text not null
);
create index collection_log_collection on collection_log (collection_id, id);

-- Work over many messages: bulk acts and exports.
create table tasks (
  id uuid primary key,
  matter_id uuid not null references matters,
  kind text not null check (kind in ('bulk', 'export')),
  request jsonb not null,
  state text not null check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  done bigint not null default 0,
  total bigint not null default 0,
  result jsonb,
  failure jsonb,
  asked_by text not null,
  asked_at timestamptz not null,
  ended_at timestamptz,
  changed_at timestamptz not null
);
create index tasks_matter on tasks (matter_id, kind, id);
create index tasks_open on tasks (id) where state in ('waiting', 'running');

-- A link to the files of an export. Only the digest of its secret rests here.
create table download_links (
  id uuid primary key,
  task_id uuid not null references tasks,
  digest text collate "C" not null unique check (digest ~ '^[0-9a-f]{64}$'),
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index download_links_task on download_links (task_id);
