-- Connections through the sign-in of a person, beside those of an application by itself.
alter table connections
  add column kind text not null default 'application' check (kind in ('application', 'delegated')),
  -- Account id of the person whose connection it is; null: of nobody in particular.
  add column owner text collate "C",
  -- Who signed in: object id, address and name in the tenant.
  add column signer_id text collate "C",
  add column signer_address text,
  add column signer_name text,
  -- What the sign-in is renewed with, sealed like the credential.
  add column sealed_sign_in text,
  -- Grows with each sign-in of the person, so that who still holds an older one never writes it over a newer.
  add column sign_in_version integer not null default 0,
  -- Since when the person has to sign in again, and why.
  add column sign_in_needed_at timestamptz,
  add column sign_in_needed_code text,
  -- Whether the consent was meant for the person alone or for the whole organisation, as far as it was said.
  add column consent_meant text check (consent_meant in ('personal', 'organization')),
  add constraint connections_signer_check check (
    (kind = 'delegated') = (signer_id is not null and signer_address is not null and signer_name is not null
      and sealed_sign_in is not null)
  ),
  add constraint connections_sign_in_needed_check check (
    (sign_in_needed_at is null) = (sign_in_needed_code is null)
  );
alter table connections alter column kind drop default;

-- Sign-ins that were begun and have not come back. One use each.
create table delegated_sign_ins (
  -- SHA-256 of the state that travels with the browser.
  state_digest text collate "C" primary key,
  owner text collate "C",
  -- Verifier, nonce and what is to become of it; sealed, bound to the digest.
  sealed text not null,
  expires_at timestamptz not null
);
create index delegated_sign_ins_expiry on delegated_sign_ins (expires_at);
