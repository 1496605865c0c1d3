-- What was written down for the record is only ever added to. Whoever can drop this trigger can still change the
-- rows; the chain of hashes, exported heads and signed receipts show that.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is only ever added to', tg_table_name using errcode = 'restrict_violation';
end
$$;

create table audit_entries (
  seq bigint primary key check (seq >= 1),
  at timestamptz not null,
  actor text not null check (length(actor) between 1 and 300),
  action text collate "C" not null check (length(action) between 1 and 100),
  subject jsonb not null,
  previous_hash text collate "C" not null check (previous_hash ~ '^[0-9a-f]{64}$'),
  hash text collate "C" not null unique check (hash ~ '^[0-9a-f]{64}$')
);
create index audit_entries_action on audit_entries (action, seq);
create trigger audit_entries_only_added before update or delete on audit_entries
  for each row execute function refuse_change();

-- The newest entry. Whoever appends locks this row, so that the chain has no branches.
create table audit_head (
  only_row boolean primary key default true check (only_row),
  seq bigint not null,
  hash text collate "C" not null
);

create table signing_keys (
  fingerprint text collate "C" primary key check (fingerprint ~ '^SHA256:[0-9a-f]{64}$'),
  public_key text not null,
  created_at timestamptz not null,
  -- Set when the key file was lost and another key was made on purpose.
  replaced_at timestamptz
);
create unique index signing_keys_current on signing_keys ((replaced_at is null)) where replaced_at is null;

create table receipts (
  id uuid primary key,
  collection_id uuid not null,
  kind text not null check (kind in ('collection')),
  -- The signed text, byte for byte.
  body text not null,
  signature text not null,
  key_fingerprint text collate "C" not null references signing_keys,
  created_at timestamptz not null
);
create index receipts_collection on receipts (collection_id, id);
create trigger receipts_only_added before update or delete on receipts
  for each row execute function refuse_change();
