import type { CollectionId, Digest, ItemId, MailboxId } from '#evidence';
import type { Reader } from '#platform';
import { sql } from 'kysely';
import type { TextExceptionReason } from './texts/text-exception.ts';
import type { ExceptionReason } from './worker/protocol.ts';

export interface ProcessingCounts {
  /** Items the collection kept. */
  readonly items: number;
  /** Of them: those whose bytes were read. */
  readonly processed: number;
  /** Of them: those with something that was not read, or that could not be read at all. */
  readonly exceptions: number;
  /** Of them: those nobody has tried yet. */
  readonly waiting: number;
}

/**
 * How far the processing of a collection's items has come. An item may be processed and an exception. Attached files
 * that could not be read are not counted here (see fileCounts): the message was.
 */
export async function processingCounts(reader: Reader, collection: CollectionId): Promise<ProcessingCounts> {
  const { rows } = await sql<ProcessingCounts>`
    select count(*) as items,
      count(*) filter (where s.is_processed) as processed,
      count(*) filter (where s.is_exception) as exceptions,
      count(*) filter (where not s.is_processed and not s.is_exception) as waiting
    from (
      select
        exists (select from messages m where m.matter_id = i.matter_id and m.digest = i.digest) as is_processed,
        exists (select from processing_exceptions e where e.matter_id = i.matter_id and e.digest = i.digest)
          as is_exception
      from items i
      where i.collection_id = ${collection}
    ) as s`.execute(reader);
  return rows[0] ?? { items: 0, processed: 0, exceptions: 0, waiting: 0 };
}

export interface FileCounts {
  /** Files attached to what a collection kept; equal bytes count once. */
  readonly files: number;
  /** Of them: those of which something was not read. */
  readonly exceptions: number;
  /** Of them: those nobody has tried yet. */
  readonly waiting: number;
}

/** How far the reading of the files attached to a collection's items has come. */
export async function fileCounts(reader: Reader, collection: CollectionId): Promise<FileCounts> {
  const { rows } = await sql<FileCounts>`
    select count(*) as files,
      count(*) filter (where t.status = 'exception') as exceptions,
      count(*) filter (where t.status is null) as waiting
    from (
      select distinct a.matter_id, a.attachment_digest
      from items i
      join attachments a on a.matter_id = i.matter_id and a.digest = i.digest
      where i.collection_id = ${collection} and a.attachment_digest is not null
    ) as f
    left join attachment_texts t on t.matter_id = f.matter_id and t.attachment_digest = f.attachment_digest`.execute(
    reader,
  );
  return rows[0] ?? { files: 0, exceptions: 0, waiting: 0 };
}

/** One thing of a kept item that was not read. */
export interface ProcessingException {
  readonly mailbox: MailboxId;
  readonly item: ItemId;
  readonly version: number;
  readonly digest: Digest;
  /** Part number; empty for the message itself. */
  readonly part: string;
  readonly reason: ExceptionReason | TextExceptionReason;
  readonly detail: string;
  /** Whether the rest of the message was read. */
  readonly isProcessed: boolean;
}

/** What was not read of a collection's items and of the files attached to them, in the order of mailbox and item. */
export async function processingExceptions(
  reader: Reader,
  collection: CollectionId,
  limit: number,
): Promise<readonly ProcessingException[]> {
  const { rows } = await sql<ProcessingException>`
    select i.mailbox_id as mailbox, i.item_id as item, i.version, e.digest, e.part, e.reason, e.detail,
      exists (select from messages m where m.matter_id = e.matter_id and m.digest = e.digest) as "isProcessed"
    from items i
    join (
      select matter_id, digest, part, reason, detail from processing_exceptions
      union all
      select a.matter_id, a.digest, a.part, t.reason, t.detail
      from attachments a
      join attachment_texts t on t.matter_id = a.matter_id and t.attachment_digest = a.attachment_digest
      where t.status = 'exception'
    ) as e on e.matter_id = i.matter_id and e.digest = i.digest
    where i.collection_id = ${collection}
    order by i.mailbox_id, i.item_id, i.version, e.part, e.reason
    limit ${limit}`.execute(reader);
  return rows;
}
