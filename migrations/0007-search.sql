-- What can be found of a message: the facts that restrictions compare, once a digest and matter.
-- Goes with the message: read again by a newer parser, it is indexed again.
create table search_documents (
  matter_id uuid not null,
  digest text collate "C" not null,
  index_version integer not null,
  sent_at timestamptz,
  size bigint not null,
  -- First address of the sender, lower case; empty where there is none.
  sender text collate "C" not null,
  message_id text collate "C",
  family_hash text collate "C" not null,
  importance text not null,
  kind text not null check (kind in ('email', 'meetings')),
  has_attachment boolean not null,
  -- Endings of attachment names, lower case, each once.
  file_types text[] collate "C" not null,
  -- How many rows of words it has: fewer are a fault, and are made again.
  chunks integer not null check (chunks >= 1),
  primary key (matter_id, digest),
  foreign key (matter_id, digest) references messages on delete cascade
);
create index search_documents_message_id on search_documents (matter_id, message_id);

-- Its words. A long text is in several chunks that overlap by more words than any phrase or nearness may cover.
create table search_chunks (
  matter_id uuid not null,
  digest text collate "C" not null,
  chunk integer not null,
  words tsvector not null,
  primary key (matter_id, digest, chunk),
  foreign key (matter_id, digest) references search_documents on delete cascade
);
create index search_chunks_words on search_chunks using gin (words);

-- The short name of a kept item: what a search prints and `message show` takes.
alter table items add column id uuid not null
  generated always as (md5(matter_id::text || mailbox_id::text || item_id || '/' || version::text)::uuid) stored;
create unique index items_id on items (id);
-- The order of results: newest received first.
create index items_newest on items (matter_id, (coalesce(received_at, '-infinity'::timestamptz)) desc, id);
