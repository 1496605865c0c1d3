import type { MatterId } from '#evidence';
import { parserVersion } from '#formats';
import type { Transaction } from '#platform';
import { sql } from 'kysely';
import { joinThreads, type ThreadMember } from './join-threads.ts';
import type { ParsedRows } from './worker/protocol.ts';

/**
 * Writes what was read of some messages, in place of what an older parser read.
 * Writers of one matter wait for each other, because threads join across messages.
 */
export async function writeParsed(
  tx: Transaction,
  target: { matter: MatterId; at: Date },
  parsed: readonly ParsedRows[],
): Promise<void> {
  const sorted = [...parsed].sort((a, b) => (a.digest < b.digest ? -1 : 1));
  const digests = sorted.map((rows) => rows.digest);
  await sql`select pg_advisory_xact_lock(hashtextextended('threads ' || ${target.matter}::text, 0))`.execute(tx);
  await sql`delete from messages where matter_id = ${target.matter} and digest = any(${digests}::text[])`.execute(tx);
  await sql`
    delete from processing_exceptions
    where matter_id = ${target.matter} and digest = any(${digests}::text[])`.execute(tx);
  const readable = sorted.filter((rows) => rows.message !== null);
  if (readable.length > 0) {
    const members = readable.map((rows) => ({ digest: rows.digest, keys: rows.threadKeys }));
    const threads = await assignThreads(tx, target.matter, members);
    await insertMessages(tx, { ...target, threads }, readable);
    await insertAttachments(tx, target.matter, readable);
  }
  await insertExceptions(tx, target, sorted);
}

/** Finds or joins the threads of these messages; threads that turn out to be one become one. */
async function assignThreads(
  tx: Transaction,
  matter: MatterId,
  members: readonly ThreadMember[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(members.flatMap((member) => member.keys))].sort();
  const { rows } = await sql<{ key: string; thread_id: string }>`
    select key, thread_id from thread_keys where matter_id = ${matter} and key = any(${wanted}::uuid[])`.execute(tx);
  const known = new Map(rows.map((row) => [row.key, row.thread_id]));
  const joined = joinThreads(members, known);
  const changed = [...joined.keys].filter(([key, thread]) => known.get(key) !== thread);
  await sql`
    insert into thread_keys (matter_id, key, thread_id)
    select ${matter}, u.key, u.thread
    from unnest(${changed.map(([key]) => key)}::uuid[], ${changed.map(([, thread]) => thread)}::uuid[]) as u (key, thread)
    on conflict (matter_id, key) do update set thread_id = excluded.thread_id`.execute(tx);
  if (joined.absorbed.size > 0) await absorbThreads(tx, matter, joined.absorbed);
  return joined.threads;
}

async function absorbThreads(tx: Transaction, matter: MatterId, absorbed: ReadonlyMap<string, string>): Promise<void> {
  const from = [...absorbed.keys()];
  const to = [...absorbed.values()];
  await sql`
    update thread_keys k set thread_id = u.winner
    from unnest(${from}::uuid[], ${to}::uuid[]) as u (loser, winner)
    where k.matter_id = ${matter} and k.thread_id = u.loser`.execute(tx);
  await sql`
    update messages m set thread_id = u.winner
    from unnest(${from}::uuid[], ${to}::uuid[]) as u (loser, winner)
    where m.matter_id = ${matter} and m.thread_id = u.loser`.execute(tx);
}

async function insertMessages(
  tx: Transaction,
  target: { matter: MatterId; at: Date; threads: ReadonlyMap<string, string> },
  parsed: readonly ParsedRows[],
): Promise<void> {
  const json = `[${parsed.map((rows) => rows.message).join(',')}]`;
  await sql`
    insert into messages (matter_id, digest, parser_version, parsed_at, size, subject, from_addresses, sender_addresses,
      reply_to_addresses, to_addresses, cc_addresses, bcc_addresses, sent_at, message_id, in_reply_to, reference_ids,
      thread_topic, conversation_id, conversation_level, thread_id, family_hash, edrm_mih, importance, auto_submitted,
      is_draft, has_bcc, is_encrypted, is_signed, has_tnef, body_source, body_text, notes)
    select ${target.matter}, m.digest, m.parser_version, ${target.at}, m.size, m.subject, m.from_addresses,
      m.sender_addresses, m.reply_to_addresses, m.to_addresses, m.cc_addresses, m.bcc_addresses, m.sent_at, m.message_id,
      m.in_reply_to, m.reference_ids, m.thread_topic, m.conversation_id, m.conversation_level, t.thread_id, m.family_hash,
      m.edrm_mih, m.importance, m.auto_submitted, m.is_draft, m.has_bcc, m.is_encrypted, m.is_signed, m.has_tnef,
      m.body_source, m.body_text, m.notes
    from json_to_recordset(${json}::json) as m (digest text, parser_version integer, size bigint, subject text,
      from_addresses jsonb, sender_addresses jsonb, reply_to_addresses jsonb, to_addresses jsonb, cc_addresses jsonb,
      bcc_addresses jsonb, sent_at timestamptz, message_id text, in_reply_to text[], reference_ids text[],
      thread_topic text, conversation_id uuid, conversation_level integer, family_hash text, edrm_mih text,
      importance text, auto_submitted text, is_draft boolean, has_bcc boolean, is_encrypted boolean, is_signed boolean,
      has_tnef boolean, body_source text, body_text text, notes text[])
    join unnest(${[...target.threads.keys()]}::text[], ${[...target.threads.values()]}::uuid[]) as t (digest, thread_id)
      on t.digest = m.digest`.execute(tx);
}

async function insertAttachments(tx: Transaction, matter: MatterId, parsed: readonly ParsedRows[]): Promise<void> {
  const attachments = parsed.flatMap((rows) => rows.attachments);
  if (attachments.length === 0) return;
  await sql`
    insert into attachments (matter_id, digest, part, position, parent, depth, name, media_type, content_id,
      disposition, size, attachment_digest, is_tnef, attached_message)
    select ${matter}, a.digest, a.part, a.position, a.parent, a.depth, a.name, a.media_type, a.content_id,
      a.disposition, a.size, a.attachment_digest, a.is_tnef, a.attached_message
    from json_to_recordset(${`[${attachments.join(',')}]`}::json) as a (digest text, part text, position integer,
      parent text, depth integer, name text, media_type text, content_id text, disposition text, size bigint,
      attachment_digest text, is_tnef boolean, attached_message jsonb)`.execute(tx);
}

async function insertExceptions(
  tx: Transaction,
  target: { matter: MatterId; at: Date },
  parsed: readonly ParsedRows[],
): Promise<void> {
  const rows = parsed.flatMap(({ digest, exceptions }) => exceptions.map((exception) => ({ digest, ...exception })));
  if (rows.length === 0) return;
  await sql`
    insert into processing_exceptions (matter_id, digest, part, reason, detail, parser_version, at)
    select ${target.matter}, u.digest, u.part, u.reason, u.detail, ${parserVersion}, ${target.at}
    from unnest(
      ${rows.map((row) => row.digest)}::text[],
      ${rows.map((row) => row.part)}::text[],
      ${rows.map((row) => row.reason)}::text[],
      ${rows.map((row) => row.detail)}::text[]
    ) as u (digest, part, reason, detail)
    on conflict do nothing`.execute(tx);
}
