import type { CollectionId, Digest, MatterId, PackId } from '#evidence';
import type { DocumentKind } from '#formats';
import { extractorVersion } from '#formats';
import type { Reader, Transaction } from '#platform';
import { type RawBuilder, sql } from 'kysely';
import type { TextExceptionReason } from './text-exception.ts';
import type { FoundText } from '../worker/text-pool.ts';

/** Whose attachments: of a matter, or of what one collection of it kept. */
interface Scope {
  readonly matter: MatterId;
  readonly collection: CollectionId | null;
}

export interface UnreadPack {
  readonly id: PackId;
  readonly path: string;
  readonly files: number;
}

/** A message with attachments that were not read. */
export interface UnreadMessage {
  readonly digest: Digest;
  readonly start: number;
  readonly size: number;
  readonly parts: readonly { readonly part: string; readonly digest: Digest }[];
}

/** An attachment is done when this extractor, or a newer one, read equal bytes in this matter. */
function isUnread(scope: Scope): RawBuilder<boolean> {
  const ofCollection = sql`exists (
    select from items i
    where i.matter_id = a.matter_id and i.digest = a.digest and i.collection_id = ${scope.collection})`;
  return sql<boolean>`a.matter_id = ${scope.matter}
    and a.attachment_digest is not null
    and ${scope.collection === null ? sql`true` : ofCollection}
    and not exists (
      select from attachment_texts t
      where t.matter_id = a.matter_id and t.attachment_digest = a.attachment_digest
        and t.extractor_version >= ${extractorVersion})`;
}

/** Sealed packs with messages whose attachments were not read, oldest first. */
export async function unreadPacks(reader: Reader, scope: Scope): Promise<readonly UnreadPack[]> {
  const { rows } = await sql<UnreadPack>`
    select p.id, p.path, count(distinct a.attachment_digest) as files
    from attachments a
    join blobs b on b.matter_id = a.matter_id and b.digest = a.digest
    join packs p on p.id = b.pack_id
    where p.state = 'sealed' and ${isUnread(scope)}
    group by p.id, p.path
    order by p.id`.execute(reader);
  return rows;
}

/** The next such messages of a pack, in the order they lie in it. */
export async function unreadMessages(
  reader: Reader,
  scope: Scope,
  page: { readonly pack: PackId; readonly after: number; readonly limit: number },
): Promise<readonly UnreadMessage[]> {
  const { rows } = await sql<UnreadMessage>`
    select b.digest, b.start, b.size,
      jsonb_agg(jsonb_build_object('part', a.part, 'digest', a.attachment_digest) order by a.position) as parts
    from blobs b
    join attachments a on a.matter_id = b.matter_id and a.digest = b.digest
    where b.pack_id = ${page.pack} and b.start > ${page.after} and ${isUnread(scope)}
    group by b.digest, b.start, b.size
    order by b.start
    limit ${page.limit}`.execute(reader);
  return rows;
}

/** Writes texts, in place of what an older extractor read. Where two processes read the same, the later one stays. */
export async function writeTexts(
  tx: Transaction,
  target: { readonly matter: MatterId; readonly at: Date },
  found: readonly FoundText[],
): Promise<void> {
  const unique = [...new Map(found.map((text) => [text.digest, text])).values()];
  const sorted = unique.sort((left, right) => (left.digest < right.digest ? -1 : 1)).map(rowOf);
  await sql`
    insert into attachment_texts
      (matter_id, attachment_digest, extractor_version, extracted_at, kind, status, text, reason, detail)
    select ${target.matter}, u.digest, ${extractorVersion}, ${target.at}, u.kind, u.status, u.text, u.reason, u.detail
    from unnest(
      ${sorted.map(({ digest }) => digest)}::text[],
      ${sorted.map(({ kind }) => kind)}::text[],
      ${sorted.map(({ status }) => status)}::text[],
      ${sorted.map(({ text }) => text)}::text[],
      ${sorted.map(({ reason }) => reason)}::text[],
      ${sorted.map(({ detail }) => detail)}::text[]
    ) as u (digest, kind, status, text, reason, detail)
    on conflict (matter_id, attachment_digest) do update set
      extractor_version = excluded.extractor_version, extracted_at = excluded.extracted_at, kind = excluded.kind,
      status = excluded.status, text = excluded.text, reason = excluded.reason, detail = excluded.detail`.execute(tx);
}

export type TextStatus = 'text' | 'none' | 'exception';

interface TextRow {
  readonly digest: Digest;
  readonly kind: DocumentKind;
  readonly status: TextStatus;
  readonly text: string;
  readonly reason: TextExceptionReason | null;
  readonly detail: string | null;
}

function rowOf({ digest, format: kind, text, exceptions }: FoundText): TextRow {
  const [first] = exceptions;
  if (first === undefined) {
    return { digest, kind, text, status: text === '' ? 'none' : 'text', reason: null, detail: null };
  }
  const detail = exceptions.map((exception) => exception.detail).join(' ');
  return { digest, kind, text, status: 'exception', reason: first.reason, detail };
}

/** Forgets what stopped at something around the file (time, memory, the vault), so that it is tried again. */
export async function forgetUnreadTexts(tx: Transaction, matter: MatterId): Promise<number> {
  const reasons: readonly TextExceptionReason[] = ['altered', 'unreadable', 'time-limit', 'out-of-memory', 'crashed'];
  const result = await sql`
    delete from attachment_texts
    where matter_id = ${matter} and reason = any(${[...reasons]}::text[])`.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}
