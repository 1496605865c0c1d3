-- Folders beyond the visible ones may be refused by themselves: hidden ones, and those of Recoverable Items.
alter table collection_folders drop constraint collection_folders_state_check;
alter table collection_folders add constraint collection_folders_state_check
  check (state in ('walking', 'done', 'gone', 'searched', 'refused'));
-- Why a folder was refused; null in every other state.
alter table collection_folders add column refusal jsonb;

-- What became of each place beyond the visible folders that a collection was to look at.
create table collection_places (
  collection_id uuid not null,
  mailbox_id uuid not null,
  place text not null check (place in ('hidden', 'recoverable')),
  state text not null check (state in ('listed', 'refused')),
  -- How many folders it has according to a second way of reading them.
  folders_expected integer,
  -- Why it could not be looked at; null when it was.
  refusal jsonb,
  primary key (collection_id, mailbox_id, place),
  foreign key (collection_id, mailbox_id) references collection_mailboxes
);
