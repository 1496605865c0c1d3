-- Which texts of attached files the words of a message were made with (digests, versions, times), hashed; empty without
-- any. Where it is not what is there now, the message is indexed again.
alter table search_documents add column files_read text collate "C" not null default '';
