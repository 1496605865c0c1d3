import type { CollectionId, MailboxId } from '#evidence';
import type { Reader, Transaction } from '#platform';
import { sql } from 'kysely';

/** How far the search of a mailbox has come. */
export interface MailboxSearch {
  readonly cursor: string | null;
  /** What the service could not be asked for, in words. */
  readonly shortfalls: readonly string[];
}

interface OfMailbox {
  readonly collection: CollectionId;
  readonly mailbox: MailboxId;
}

/** Null when it has not begun. */
export async function findSearch(reader: Reader, of: OfMailbox): Promise<MailboxSearch | null> {
  const row = await reader
    .selectFrom('collection_searches')
    .select(['cursor', 'shortfalls'])
    .where('collection_id', '=', of.collection)
    .where('mailbox_id', '=', of.mailbox)
    .executeTakeFirst();
  return row ?? null;
}

/** Enters where a search goes on; shortfalls are added to those that are there. */
export async function recordSearch(tx: Transaction, of: OfMailbox, search: MailboxSearch): Promise<void> {
  await sql`
    insert into collection_searches (collection_id, mailbox_id, cursor, shortfalls)
    values (${of.collection}, ${of.mailbox}, ${search.cursor}, ${[...search.shortfalls]}::text[])
    on conflict (collection_id, mailbox_id) do update set
      cursor = excluded.cursor,
      shortfalls = collection_searches.shortfalls || excluded.shortfalls`.execute(tx);
}

/** Enters folders that are searched with their mailbox, not walked; those that are there stay as they are. */
export async function enterSearchedFolders(tx: Transaction, of: OfMailbox, folders: readonly string[]): Promise<void> {
  if (folders.length === 0) return;
  await sql`
    insert into collection_folders (collection_id, mailbox_id, folder_id, state)
    select ${of.collection}, ${of.mailbox}, u.folder_id, 'searched'
    from unnest(${[...folders].sort()}::uuid[]) as u (folder_id)
    on conflict (collection_id, folder_id) do nothing`.execute(tx);
}
