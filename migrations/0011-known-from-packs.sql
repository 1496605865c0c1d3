-- A collection that only its packs remember (`catalogue rebuild`): what it was asked for and what it left out is not known.
alter table collections drop constraint collections_status_check;
alter table collections add constraint collections_status_check check (status in (
  'planned', 'transferring', 'processing', 'completed', 'completed-with-exceptions', 'stopped', 'failed', 'known-from-packs'));
update collections set status = 'known-from-packs' where options ? 'knownFromPacks';
