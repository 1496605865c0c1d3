-- People who use Chainmail, how they sign in, and what they may do. The columns of people, sessions, accounts,
-- verifications and two_factors are those the accounts library works with, under names of ours.
create table people (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  email text collate "C" not null unique check (length(email) between 3 and 320 and email = lower(email)),
  email_verified boolean not null default false,
  image text,
  two_factor_enabled boolean not null default false,
  instance_role text not null default 'member' check (instance_role in ('administrator', 'auditor', 'member')),
  -- Set with a temporary password: until it is changed, nothing else may be done.
  must_change_password boolean not null default false,
  disabled_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table sessions (
  id uuid primary key,
  person_id uuid not null references people on delete cascade,
  token text collate "C" not null unique,
  ip_address text,
  user_agent text,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index sessions_person on sessions (person_id);

-- A way to sign in: a password (hashed), or an identity at a provider.
create table accounts (
  id uuid primary key,
  person_id uuid not null references people on delete cascade,
  provider_id text collate "C" not null,
  account_id text collate "C" not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (provider_id, account_id)
);
create index accounts_person on accounts (person_id);

create table verifications (
  id uuid primary key,
  identifier text collate "C" not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index verifications_identifier on verifications (identifier);

create table two_factors (
  id uuid primary key,
  person_id uuid not null references people on delete cascade,
  secret text not null,
  backup_codes text not null,
  verified boolean not null default true,
  failed_verification_count integer not null default 0,
  locked_until timestamptz
);
create index two_factors_person on two_factors (person_id);

create table matter_members (
  matter_id uuid not null references matters on delete cascade,
  person_id uuid not null references people on delete cascade,
  role text not null check (role in ('case-manager', 'uploader', 'reviewer', 'auditor')),
  may_create_custodians boolean not null default false,
  added_at timestamptz not null,
  primary key (matter_id, person_id)
);
create index matter_members_person on matter_members (person_id);

-- Only the digest of a token rests here; the token itself is shown once.
create table api_tokens (
  id uuid primary key,
  person_id uuid not null references people on delete cascade,
  name text not null check (length(name) between 1 and 100),
  digest text collate "C" not null unique check (digest ~ '^[0-9a-f]{64}$'),
  scopes text[] not null check (cardinality(scopes) > 0),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_tokens_person on api_tokens (person_id);

-- What was answered to a start, so that the same request sent twice starts one thing.
create table idempotency_keys (
  person_id uuid not null references people on delete cascade,
  operation text collate "C" not null,
  key text collate "C" not null check (length(key) between 1 and 200),
  body_digest text collate "C" not null,
  -- Null while the first request is being carried out.
  status integer,
  answer jsonb,
  created_at timestamptz not null,
  primary key (person_id, operation, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);
