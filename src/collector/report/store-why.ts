import type { CollectionId, EndName } from '#evidence';
import type { Reader } from '#platform';
import { sql } from 'kysely';

export interface WhyRow {
  readonly collection: CollectionId;
  readonly item: string;
  readonly folderPath: string;
  readonly internetMessageId: string | null;
  readonly receivedAt: Date | null;
  readonly isDraft: boolean;
  readonly ended: EndName | null;
  readonly reason: string | null;
  readonly detail: string | null;
  readonly attempts: number;
  readonly lastAttempt: string | null;
}

export interface WhyQuestion {
  /** Primary address, or the id at the source. */
  readonly mailbox: string;
  /** With or without angle brackets. */
  readonly messageId?: string;
  readonly received?: { readonly from: Date; readonly to: Date };
}

/** Ledger rows of every collection of a mailbox that are about this message, or were received in this time. */
export async function ledgerRowsAbout(reader: Reader, question: WhyQuestion): Promise<readonly WhyRow[]> {
  const bare = question.messageId?.trim().replace(/^<|>$/g, '');
  const byMessage = bare === undefined ? sql`true` : sql`l.internet_message_id in (${bare}, ${`<${bare}>`})`;
  const { received } = question;
  const byDate =
    received === undefined ? sql`true` : sql`l.received_at >= ${received.from} and l.received_at < ${received.to}`;
  const result = await sql<{
    collection_id: string;
    item_id: string;
    path: string;
    internet_message_id: string | null;
    received_at: Date | null;
    is_draft: boolean;
    ended: string | null;
    reason: string | null;
    detail: string | null;
    attempts: number;
    last_attempt: string | null;
  }>`
    select l.collection_id, l.item_id, f.path, l.internet_message_id, l.received_at, l.is_draft, l.ended, l.reason, l.detail,
      (select count(*)::integer from attempts a
        where a.collection_id = l.collection_id and a.mailbox_id = l.mailbox_id and a.item_id = l.item_id) as attempts,
      (select a.code || ': ' || a.detail from attempts a
        where a.collection_id = l.collection_id and a.mailbox_id = l.mailbox_id and a.item_id = l.item_id
        order by a.id desc limit 1) as last_attempt
    from ledger l
    join mailboxes m on m.id = l.mailbox_id
    join folders f on f.id = l.folder_id
    where (lower(m.address) = lower(${question.mailbox}) or m.source_mailbox_id = ${question.mailbox}) and ${byMessage} and ${byDate}
    order by l.collection_id, l.received_at, l.item_id
    limit 1000`.execute(reader);
  return result.rows.map((row) => ({
    collection: row.collection_id as CollectionId,
    item: row.item_id,
    folderPath: row.path,
    internetMessageId: row.internet_message_id,
    receivedAt: row.received_at,
    isDraft: row.is_draft,
    ended: row.ended as EndName | null,
    reason: row.reason,
    detail: row.detail,
    attempts: row.attempts,
    lastAttempt: row.last_attempt,
  }));
}

export interface CollectionOfMailbox {
  readonly collection: CollectionId;
  readonly matter: string;
  readonly createdAt: Date;
  readonly windowFrom: Date | null;
  readonly windowTo: Date | null;
  readonly state: string;
  /** Whether only its packs are known. */
  readonly isKnownFromPacks: boolean;
  readonly failure: string | null;
  /** The query it was narrowed by at the source; null when its folders were walked. */
  readonly query: string | null;
  readonly hidden: boolean;
  readonly recoverable: boolean;
  /** Places and folders that were asked for and could not be looked at. */
  readonly refused: readonly string[];
}

/** Every collection that a mailbox of this address or id was part of. */
export async function collectionsOfMailbox(reader: Reader, address: string): Promise<readonly CollectionOfMailbox[]> {
  const result = await sql<{
    collection_id: string;
    matter: string;
    created_at: Date;
    window_from: Date | null;
    window_to: Date | null;
    state: string;
    is_known_from_packs: boolean;
    failure: string | null;
    query: string | null;
    hidden: boolean;
    recoverable: boolean;
    refused: string[];
  }>`
    select c.id as collection_id, c.options -> 'query' ->> 'text' as query,
      coalesce((c.options ->> 'hidden')::boolean, false) as hidden,
      coalesce((c.options ->> 'recoverable')::boolean, false) as recoverable,
      array(select case p.place when 'recoverable' then 'Recoverable Items' else 'hidden folders' end from collection_places p
        where p.collection_id = c.id and p.mailbox_id = m.id and p.state = 'refused' order by 1)
      || array(select f.path from collection_folders w join folders f on f.id = w.folder_id
        where w.collection_id = c.id and w.mailbox_id = m.id and w.state = 'refused' order by 1) as refused, t.name as matter, c.created_at, c.window_from, c.window_to, cm.state,
      c.status = 'known-from-packs' as is_known_from_packs, cm.failure ->> 'cause' as failure
    from collection_mailboxes cm
    join collections c on c.id = cm.collection_id
    join matters t on t.id = c.matter_id
    join mailboxes m on m.id = cm.mailbox_id
    where lower(m.address) = lower(${address}) or m.source_mailbox_id = ${address}
    order by c.id`.execute(reader);
  return result.rows.map((row) => ({
    collection: row.collection_id as CollectionId,
    matter: row.matter,
    createdAt: row.created_at,
    windowFrom: row.window_from,
    windowTo: row.window_to,
    state: row.state,
    isKnownFromPacks: row.is_known_from_packs,
    failure: row.failure,
    query: row.query,
    hidden: row.hidden,
    recoverable: row.recoverable,
    refused: row.refused,
  }));
}
