-- What was handed out, to whom it was asked for by, and in which order. The rows stay: they tell later what was in it.
create table exports (
  id uuid primary key,
  matter_id uuid not null references matters,
  -- What was asked for: selection, format, duplicates, numbers. The same request in the same folder goes on.
  request jsonb not null,
  format text not null check (format in ('eml', 'mbox', 'dat', 'csv')),
  folder text not null,
  started_by text not null,
  started_at timestamptz not null,
  items integer not null,
  -- Items that were left out because another one says the same.
  hidden integer not null,
  -- Messages and attachments: lines of a load file.
  records bigint not null,
  bytes bigint not null,
  ended_at timestamptz,
  check (ended_at is null or ended_at >= started_at)
);
create index exports_matter on exports (matter_id, id);

-- The frozen selection: names and places as they were when it was asked for, so that a resumed export is the same.
-- What was handed out stays on record when an item is disposed of later, so it refers to none.
create table export_items (
  export_id uuid not null references exports,
  position integer not null check (position >= 1),
  mailbox_id uuid not null,
  item_id text collate "C" not null,
  version integer not null,
  digest text collate "C" not null,
  custodian text not null,
  -- Of the matter, whoever held a copy.
  custodians text[] not null,
  address text not null,
  folder_path text not null,
  place text not null check (place in ('visible', 'hidden', 'recoverable', 'archive')),
  received_at timestamptz,
  subject text,
  -- The message is record first_record, counted from 0; its attachments are the ones behind it.
  first_record bigint not null,
  records integer not null check (records >= 1),
  -- First record of the item of this export that says the same and comes first.
  duplicate_of bigint,
  primary key (export_id, position)
);
create index export_items_digest on export_items (digest);

-- Receipts of exports: beside those of collections.
alter table receipts alter column collection_id drop not null;
alter table receipts add column export_id uuid;
alter table receipts drop constraint receipts_kind_check;
alter table receipts add constraint receipts_kind_check check (kind in ('collection', 'export'));
alter table receipts add constraint receipts_subject check (
  (kind = 'collection') = (collection_id is not null) and (kind = 'export') = (export_id is not null));
create index receipts_export on receipts (export_id, id);
