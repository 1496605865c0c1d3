-- Whether a row holds all words of its message: what is asked for together is then one question to the index of words.
-- The index of words goes while every row is written again, which is quicker than keeping it up to date.
drop index search_chunks_words;
alter table search_chunks add column is_whole boolean not null default false;
update search_chunks c set is_whole = true
  from search_documents d where d.matter_id = c.matter_id and d.digest = c.digest and d.chunks = 1;
create index search_documents_split on search_documents (matter_id, digest) where chunks > 1;
create index search_chunks_words on search_chunks using gin (words);
create index search_chunks_split_words on search_chunks using gin (words) where not is_whole;
-- Few words get smaller by compression; trying it, and undoing it for every look, takes longer than reading them.
alter table search_chunks alter column words set storage external;
