-- How we are allowed into a tenant. Collections keep a connection's id, name and client id by value, so that one can
-- be removed (and its credential with it) without touching what was collected through it.
create table connections (
  id uuid primary key,
  name text collate "C" not null unique check (length(name) between 1 and 100),
  cloud text not null check (cloud in ('global', 'gcc', 'gcc-high', 'dod', 'china', 'custom')),
  -- {login, graph, graphAudience} of a custom cloud.
  endpoints jsonb check ((cloud = 'custom') = (endpoints is not null)),
  -- As it was given: directory id or verified domain.
  tenant text collate "C" not null,
  -- Directory id, known after the first sign-in.
  tenant_id text collate "C",
  client_id text collate "C" not null,
  credential_kind text not null check (credential_kind in ('secret', 'certificate')),
  -- Sealed under the key file of the data folder, bound to this row's id.
  sealed_credential text not null,
  credential_expires_at timestamptz,
  capabilities text[] not null check (cardinality(capabilities) > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index connections_client on connections (client_id);
