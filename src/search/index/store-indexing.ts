import type { Digest, MatterId } from '#evidence';
import type { Database, Reader, Transaction } from '#platform';
import { type RawBuilder, sql } from 'kysely';
import type { AttachmentFacts, Facts } from '../text/facts.ts';
import type { MessageText } from '../text/units.ts';
import { filesLength, filesRead, fileTexts } from './store-files.ts';

/** A message that is not in the index, or in an older version of it, or without what its files say by now. */
export interface Unindexed {
  readonly matter: MatterId;
  readonly digest: Digest;
  /** Length of its text, roughly. */
  readonly length: number;
}

/** Of messages `m` joined with what the index has of them, `d`. */
const isUnindexed = (version: number): RawBuilder<boolean> =>
  sql`(d.digest is null or d.index_version < ${version} or d.files_read <> ${filesRead})`;

/** How many messages are not in the index at this version. */
export async function countUnindexed(reader: Reader, version: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count
    from messages m
    left join search_documents d on d.matter_id = m.matter_id and d.digest = m.digest
    where ${isUnindexed(version)}`.execute(reader);
  return Number(rows[0]?.count ?? 0);
}

/** The next messages that are not in the index, by matter and digest. */
export async function unindexed(
  reader: Reader,
  page: { readonly version: number; readonly after: Unindexed | null; readonly limit: number },
): Promise<readonly Unindexed[]> {
  const { version, after, limit } = page;
  const from = after === null ? sql`true` : sql`(m.matter_id, m.digest) > (${after.matter}::uuid, ${after.digest})`;
  const { rows } = await sql<Unindexed>`
    select m.matter_id as matter, m.digest, octet_length(m.body_text) + ${filesLength} as length
    from messages m
    left join search_documents d on d.matter_id = m.matter_id and d.digest = m.digest
    where ${from} and ${isUnindexed(version)}
    order by m.matter_id, m.digest
    limit ${limit}`.execute(reader);
  return rows.map((row) => ({ ...row, length: Number(row.length) }));
}

/** A parsed message as the index needs it. */
export interface IndexableMessage extends MessageText {
  readonly digest: Digest;
  readonly parsedAt: string;
  /** Which texts of files `fileTexts` is. */
  readonly filesRead: string;
  readonly attachments: readonly (AttachmentFacts & { readonly name: string | null; readonly message: unknown })[];
}

/** What was read of these messages of one matter. */
export async function indexable(
  reader: Reader,
  matter: MatterId,
  digests: readonly Digest[],
): Promise<readonly IndexableMessage[]> {
  const { rows } = await sql<Omit<IndexableMessage, 'fileTexts'>>`
    select m.digest, m.parsed_at::text as "parsedAt", ${filesRead} as "filesRead", m.subject, m.from_addresses as "from",
      m.sender_addresses as sender, m.reply_to_addresses as "replyTo", m.to_addresses as "to", m.cc_addresses as cc,
      m.bcc_addresses as bcc, m.body_text as "bodyText",
      coalesce((
        select jsonb_agg(jsonb_build_object('name', a.name, 'mediaType', a.media_type, 'disposition', a.disposition,
          'depth', a.depth, 'message', a.attached_message) order by a.position)
        from attachments a where a.matter_id = m.matter_id and a.digest = m.digest), '[]') as attachments
    from messages m
    where m.matter_id = ${matter} and m.digest = any(${[...digests]}::text[])
    order by m.digest`.execute(reader);
  // After `filesRead`: a text that arrives between the two makes the message one to index again, and is never missed.
  const texts = await fileTexts(reader, matter, digests);
  return rows.map((row) => ({ ...row, fileTexts: texts.get(row.digest) ?? [] }));
}

export interface IndexRow {
  readonly digest: Digest;
  readonly parsedAt: string;
  readonly filesRead: string;
  readonly facts: Facts;
  /** tsvectors in the form of the wire. */
  readonly chunks: readonly Buffer[];
}

/**
 * Puts messages into the index, in place of what an older version put there. A message that was read again meanwhile
 * is left out: it is found as not indexed again.
 */
export async function writeIndex(
  tx: Transaction,
  target: { readonly matter: MatterId; readonly version: number },
  rows: readonly IndexRow[],
): Promise<void> {
  const { matter, version } = target;
  const column = <Value>(read: (row: IndexRow) => Value): Value[] => rows.map(read);
  await sql`
    delete from search_documents
    where matter_id = ${matter} and digest = any(${column((row) => row.digest)}::text[])`.execute(tx);
  const { rows: written } = await sql<{ digest: Digest }>`
    insert into search_documents (matter_id, digest, index_version, sent_at, size, sender, message_id, family_hash,
      importance, kind, has_attachment, file_types, chunks, files_read)
    select m.matter_id, m.digest, ${version}, m.sent_at, m.size, u.sender, m.message_id, m.family_hash, m.importance,
      u.kind, u.has_attachment, string_to_array(u.file_types, ' '), u.chunks, u.files_read
    from unnest(
      ${column((row) => row.digest)}::text[],
      ${column((row) => row.parsedAt)}::timestamptz[],
      ${column((row) => row.facts.sender)}::text[],
      ${column((row) => row.facts.kind)}::text[],
      ${column((row) => row.facts.hasAttachment)}::boolean[],
      ${column((row) => row.facts.fileTypes.join(' '))}::text[],
      ${column((row) => row.chunks.length)}::integer[],
      ${column((row) => row.filesRead)}::text[]
    ) as u (digest, parsed_at, sender, kind, has_attachment, file_types, chunks, files_read)
    join messages m on m.matter_id = ${matter} and m.digest = u.digest and m.parsed_at = u.parsed_at
    order by m.digest
    for key share of m
    returning digest`.execute(tx);
  const present = new Set(written.map(({ digest }) => digest));
  const chunks = rows
    .filter(({ digest }) => present.has(digest))
    .flatMap(({ digest, chunks: texts }) =>
      texts.map((words, chunk) => ({ digest, chunk, words, isWhole: texts.length === 1 })),
    );
  await sql`
    insert into search_chunks (matter_id, digest, chunk, words, is_whole)
    select ${matter}, u.digest, u.chunk, u.words, u.is_whole
    from unnest(
      ${chunks.map(({ digest }) => digest)}::text[],
      ${chunks.map(({ chunk }) => chunk)}::integer[],
      ${arrayOfVectors(chunks.map(({ words }) => words))}::tsvector[],
      ${chunks.map(({ isWhole }) => isWhole)}::boolean[]
    ) as u (digest, chunk, words, is_whole)`.execute(tx);
}

/** The type `tsvector` in the catalog of Postgres. */
const tsvectorType = 3614;

/** An array in the form of the wire, which a parameter that is a buffer has. */
function arrayOfVectors(vectors: readonly Buffer[]): Buffer {
  const number = (value: number): Buffer => {
    const bytes = Buffer.allocUnsafe(4);
    bytes.writeInt32BE(value);
    return bytes;
  };
  const [dimensions, hasNull, from] = [vectors.length === 0 ? 0 : 1, 0, 1];
  const head = [dimensions, hasNull, tsvectorType, ...(dimensions === 0 ? [] : [vectors.length, from])];
  return Buffer.concat([...head.map(number), ...vectors.flatMap((vector) => [number(vector.byteLength), vector])]);
}

/** The right to write the index: one process at a time, ended with its release or with the process. */
export interface IndexClaim extends AsyncDisposable {
  /** False while another process has it. */
  take(): Promise<boolean>;
}

export async function openIndexClaim(database: Database): Promise<IndexClaim> {
  const session = await database.pool.connect();
  const key = `hashtextextended('search index', 0)`;
  let isTaken = false;
  return {
    async take() {
      if (isTaken) return true;
      const { rows } = await session.query<{ taken: boolean }>(`select pg_try_advisory_lock(${key}) as taken`);
      isTaken = rows[0]?.taken === true;
      return isTaken;
    },
    [Symbol.asyncDispose]: async () => {
      if (isTaken) await session.query(`select pg_advisory_unlock(${key})`);
      session.release();
    },
  };
}

/** Whether nothing is indexed at all. */
export async function isIndexEmpty(reader: Reader): Promise<boolean> {
  const { rows } = await sql`select from search_chunks limit 1`.execute(reader);
  return rows.length === 0;
}

/** Takes the index of words away for a first load; searches read every row until it is there again. */
export async function dropWordIndex(tx: Transaction): Promise<void> {
  await sql`drop index if exists search_chunks_words, search_chunks_split_words`.execute(tx);
}

/** Makes the index of words where it is missing: after a first load, or one that was killed. */
export async function ensureWordIndex(tx: Transaction): Promise<void> {
  // Rows of words are small beside the words themselves, which are stored apart: Postgres would think it not worth helpers.
  await sql`set local min_parallel_table_scan_size = 0`.execute(tx);
  await sql`create index if not exists search_chunks_words on search_chunks using gin (words)`.execute(tx);
  await sql`
    create index if not exists search_chunks_split_words on search_chunks using gin (words) where not is_whole`.execute(
    tx,
  );
}

/** Tells the planner what was read: many messages that it knows nothing of yet would be looked through for each batch. */
export async function analyseMessages(tx: Transaction): Promise<void> {
  await sql`analyze messages, attachments, attachment_texts`.execute(tx);
}

/**
 * Tells the planner that there is an index now. What it has decided of an empty one, for the references between rows
 * above all, holds on a connection until then, and is slower with every row.
 */
export async function analyseBeginning(tx: Transaction): Promise<void> {
  await sql`analyze search_documents`.execute(tx);
}

/** Tells the planner what is there now. */
export async function analyseIndex(tx: Transaction): Promise<void> {
  await sql`analyze search_documents, search_chunks, items`.execute(tx);
}
