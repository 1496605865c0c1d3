-- What each process spent of the service's allowance for one application and one mailbox, in slots of time, so that the
-- next process knows it. Rows are worth nothing once the service's window is over.
create table spent_requests (
  client_id text collate "C" not null,
  mailbox text collate "C" not null,
  -- The process that spent them.
  holder uuid not null,
  -- [[milliseconds since the epoch, requests], …]
  slots jsonb not null,
  written_at timestamptz not null,
  primary key (client_id, mailbox, holder)
);
