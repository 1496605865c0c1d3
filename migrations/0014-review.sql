-- What reviewers put at kept items. Everything hangs under a matter; an item is named by its short id.
create table tags (
  id uuid primary key,
  matter_id uuid not null references matters,
  name text not null check (length(name) between 1 and 100),
  color text not null check (color ~ '^[a-z]{3,10}$'),
  created_by text not null,
  created_at timestamptz not null
);
create unique index tags_name on tags (matter_id, lower(name));

create table item_tags (
  tag_id uuid not null references tags on delete cascade,
  item uuid not null references items (id),
  tagged_by text not null,
  tagged_at timestamptz not null,
  primary key (tag_id, item)
);
create index item_tags_item on item_tags (item);

create table notes (
  id uuid primary key,
  matter_id uuid not null references matters,
  item uuid not null references items (id),
  text text not null check (length(text) between 1 and 10000),
  written_by text not null,
  written_at timestamptz not null
);
create index notes_item on notes (item, id);

-- A legal hold: what it covers may not be disposed of while it stands. It is released, never removed.
create table holds (
  id uuid primary key,
  matter_id uuid not null references matters,
  name text not null check (length(name) between 1 and 200),
  reason text not null check (length(reason) <= 2000),
  -- The whole matter, now and later; else the items in hold_items.
  covers_matter boolean not null,
  placed_by text not null,
  placed_at timestamptz not null,
  released_by text,
  released_at timestamptz,
  release_reason text,
  check ((released_at is null) = (released_by is null))
);
create index holds_matter on holds (matter_id, id);

create table hold_items (
  hold_id uuid not null references holds,
  item uuid not null references items (id),
  primary key (hold_id, item)
);
create index hold_items_item on hold_items (item);

-- The last word is the database's: whatever disposes of items later, held ones stay.
create function refuse_disposal_of_held() returns trigger language plpgsql as $$
begin
  if exists (
    select from holds h
    where h.matter_id = old.matter_id and h.released_at is null
      and (h.covers_matter or exists (select from hold_items k where k.hold_id = h.id and k.item = old.id))
  ) then
    raise exception 'item % is under legal hold', old.id using errcode = 'restrict_violation', constraint = 'items_held';
  end if;
  return old;
end $$;
create trigger items_held before delete on items for each row execute function refuse_disposal_of_held();

create table saved_searches (
  id uuid primary key,
  matter_id uuid not null references matters,
  name text not null check (length(name) between 1 and 200),
  query text not null check (length(query) <= 20000),
  filters jsonb not null,
  -- Everybody who reviews the matter sees a shared one; only who saved it may change it.
  is_shared boolean not null,
  saved_by text not null,
  saved_at timestamptz not null
);
create unique index saved_searches_name on saved_searches (matter_id, saved_by, lower(name));

-- Who opened which message: one row, and one entry of the audit trail, a person, message and day (UTC).
create table message_views (
  item uuid not null references items (id),
  viewed_by text not null,
  day date not null,
  first_at timestamptz not null,
  primary key (item, viewed_by, day)
);

-- Suggestions of senders, by their first characters.
create index search_documents_sender on search_documents (matter_id, sender);
