-- What attached files say. One row a digest: equal bytes are read once in a matter.
create table attachment_texts (
  matter_id uuid not null references matters,
  attachment_digest text collate "C" not null,
  extractor_version integer not null,
  extracted_at timestamptz not null,
  -- What the bytes turned out to be: pdf, word, image …
  kind text not null,
  -- An exception may have text: what was read before it.
  status text not null check (status in ('text', 'none', 'exception')),
  text text not null,
  -- Of an exception: the first reason, and what was not read.
  reason text,
  detail text,
  primary key (matter_id, attachment_digest),
  check ((status = 'exception') = (reason is not null)),
  check ((status = 'exception') = (detail is not null))
);
create index attachment_texts_exceptions on attachment_texts (matter_id, attachment_digest) where status = 'exception';
