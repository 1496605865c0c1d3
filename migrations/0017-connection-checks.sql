-- What the last checks of a connection found, as they were told.
create table connection_checks (
  connection_id uuid primary key references connections on delete cascade,
  checked_at timestamptz not null,
  checked_by text not null,
  results jsonb not null
);
