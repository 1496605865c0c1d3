import type { Digest, MatterId } from '#evidence';
import type { DocumentKind } from '#formats';
import type { Reader } from '#platform';
import { sql } from 'kysely';
import type { TextStatus } from './store-texts.ts';

/** What an attached file says. */
export interface AttachmentText {
  readonly digest: Digest;
  readonly kind: DocumentKind;
  /** An `exception` may have text: what was read before it. */
  readonly status: TextStatus;
  readonly text: string;
  readonly extractorVersion: number;
  readonly extractedAt: Date;
}

/** Texts a page holds at most, and characters: each text may have four million. */
const pageLength = 100;
const pageCharacters = 8 * 1024 * 1024;

/**
 * A page of a matter's attachment texts by digest, those after `after`; an empty page is the end.
 * `digests` asks for these only, at most 100 at a time.
 */
export async function attachmentTexts(
  reader: Reader,
  matter: MatterId,
  page: { readonly after?: Digest | null; readonly digests?: readonly Digest[] } = {},
): Promise<readonly AttachmentText[]> {
  const { rows } = await sql<AttachmentText & { before: number }>`
    select s.* from (
      select t.attachment_digest as digest, t.kind, t.status, t.text, t.extractor_version as "extractorVersion",
        t.extracted_at as "extractedAt",
        coalesce(sum(length(t.text)) over (
          order by t.attachment_digest rows between unbounded preceding and 1 preceding), 0)::bigint as before
      from (
        select * from attachment_texts
        where matter_id = ${matter} and attachment_digest > ${page.after ?? ''}
          and ${page.digests === undefined ? sql`true` : sql`attachment_digest = any(${[...page.digests]}::text[])`}
        order by attachment_digest
        limit ${pageLength}
      ) as t
    ) as s
    where s.before < ${pageCharacters}
    order by s.digest`.execute(reader);
  return rows.map(({ before: _before, ...text }) => text);
}

/** Where a file hangs. */
export interface Attaching {
  readonly attachment: Digest;
  /** Digest of the message. */
  readonly message: Digest;
  readonly part: string;
  readonly name: string | null;
  readonly mediaType: string;
}

/** The messages of a matter that these files hang at, at any depth, in the order of attachment, message and part. */
export async function messagesWithAttachments(
  reader: Reader,
  matter: MatterId,
  attachments: readonly Digest[],
): Promise<readonly Attaching[]> {
  if (attachments.length === 0) return [];
  const { rows } = await sql<Attaching>`
    select attachment_digest as attachment, digest as message, part, name, media_type as "mediaType"
    from attachments
    where matter_id = ${matter} and attachment_digest = any(${[...attachments]}::text[])
    order by attachment_digest, digest, position`.execute(reader);
  return rows;
}

/** The attached files of a message that have text, in their order, for whoever shows or indexes the message. */
export async function textsOfMessage(
  reader: Reader,
  matter: MatterId,
  message: Digest,
): Promise<readonly { readonly part: string; readonly name: string | null; readonly text: string }[]> {
  const { rows } = await sql<{ part: string; name: string | null; text: string }>`
    select a.part, a.name, t.text
    from attachments a
    join attachment_texts t on t.matter_id = a.matter_id and t.attachment_digest = a.attachment_digest
    where a.matter_id = ${matter} and a.digest = ${message} and t.text <> ''
    order by a.position`.execute(reader);
  return rows;
}
