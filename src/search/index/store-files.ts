import type { MatterId } from '#evidence';
import type { Reader } from '#platform';
import { sql } from 'kysely';

/**
 * Which texts of attached files a message has by now, hashed; empty without any. `m` is its row in `messages`. It
 * changes when a text arrives, is read by a newer extractor, read again, or forgotten; no text is read to tell it.
 */
export const filesRead = sql<string>`coalesce((
  select md5(string_agg(
    concat_ws(' ', t.attachment_digest, t.extractor_version, extract(epoch from t.extracted_at), octet_length(t.text)),
    ',' order by t.attachment_digest))
  from attachments a
  join attachment_texts t on t.matter_id = a.matter_id and t.attachment_digest = a.attachment_digest
  where a.matter_id = m.matter_id and a.digest = m.digest and t.text <> ''), '')`;

/** Bytes of those texts, of message `m`. */
export const filesLength = sql<number>`coalesce((
  select sum(octet_length(t.text))::bigint
  from attachments a
  join attachment_texts t on t.matter_id = a.matter_id and t.attachment_digest = a.attachment_digest
  where a.matter_id = m.matter_id and a.digest = m.digest), 0)`;

/** Whether a file hangs at message `m` that nobody tried to read yet. */
export const hasUnreadFile = sql<boolean>`exists (
  select from attachments a
  where a.matter_id = m.matter_id and a.digest = m.digest and a.attachment_digest is not null
    and not exists (
      select from attachment_texts t
      where t.matter_id = a.matter_id and t.attachment_digest = a.attachment_digest))`;

/**
 * What the files attached to these messages of one matter say, by message; equal files of one message once, by digest.
 * Each text is a row of its own: together they may be longer than one row may be.
 */
export async function fileTexts(
  reader: Reader,
  matter: MatterId,
  digests: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ digest: string; text: string }>`
    select a.digest, t.text
    from (
      select distinct digest, attachment_digest from attachments
      where matter_id = ${matter} and digest = any(${[...digests]}::text[])
    ) as a
    join attachment_texts t on t.matter_id = ${matter} and t.attachment_digest = a.attachment_digest
    where t.text <> ''
    order by a.digest, a.attachment_digest`.execute(reader);
  const texts = new Map<string, string[]>();
  for (const { digest, text } of rows) {
    const ofMessage = texts.get(digest);
    if (ofMessage === undefined) texts.set(digest, [text]);
    else ofMessage.push(text);
  }
  return texts;
}
