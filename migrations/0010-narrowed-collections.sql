-- Collections narrowed at the source: what the service's own search finds is listed, folders are not walked.
alter table collection_folders drop constraint collection_folders_state_check;
alter table collection_folders add constraint collection_folders_state_check
  check (state in ('walking', 'done', 'gone', 'searched'));

-- How far the search of a mailbox has come; a mailbox without a row was not searched yet.
create table collection_searches (
  collection_id uuid not null,
  mailbox_id uuid not null,
  -- Where it goes on; null when it is over.
  cursor text,
  -- What the service could not be asked for, in words.
  shortfalls text[] not null,
  primary key (collection_id, mailbox_id),
  foreign key (collection_id, mailbox_id) references collection_mailboxes
);
