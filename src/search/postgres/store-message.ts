import { Failure, type CollectionId, type Digest, type ItemId } from '#evidence';
import type { Reader } from '#platform';
import { sql } from 'kysely';
import type { Person } from './store-search.ts';

/** Where the bytes of a kept item rest. */
export interface KeptBytes {
  readonly pack: string;
  readonly digest: Digest;
  readonly start: number;
  readonly size: number;
}

/** One kept item, with how it came here. */
export interface KeptItem {
  readonly id: string;
  readonly matterId: string;
  readonly matter: string;
  readonly custodian: string;
  readonly mailbox: string;
  readonly folder: string;
  readonly place: string;
  readonly item: ItemId;
  readonly version: number;
  readonly changeKey: string;
  readonly isDraft: boolean;
  readonly received: Date | null;
  readonly collection: CollectionId;
  readonly collectedAt: Date;
  readonly bytes: KeptBytes;
  /** SHA-256 of the pack; null while it is not sealed. */
  readonly packDigest: string | null;
  readonly packSealedAt: Date | null;
}

/** What was read of it; null when it could not be read, or not yet. */
export interface ReadMessage {
  readonly subject: string | null;
  readonly sent: Date | null;
  readonly messageId: string | null;
  readonly from: readonly Person[];
  readonly to: readonly Person[];
  readonly cc: readonly Person[];
  readonly bcc: readonly Person[];
  readonly bodyText: string;
  readonly familyHash: string;
  readonly threadId: string;
  readonly attachments: readonly MessageAttachment[];
}

export interface MessageAttachment {
  readonly part: string;
  readonly name: string | null;
  readonly mediaType: string;
  readonly disposition: string;
  readonly size: number | null;
  readonly digest: string | null;
}

/** An item listed again later, and where. */
export interface Sighting {
  readonly collection: CollectionId;
  readonly at: Date;
  readonly folder: string;
}

/** What could not be read of it. */
export interface ReadException {
  readonly part: string;
  readonly reason: string;
  readonly detail: string;
}

const uuidForm = '00000000-0000-0000-0000-000000000000';
const fewest = 8;

/**
 * The kept item of this id, or of these first characters of one.
 * Failures: `not-found` (`no-message`), `malformed` (`bad-message-id`, `ambiguous-message-id`).
 */
export async function findItem(reader: Reader, idOrPrefix: string): Promise<KeptItem> {
  const { from, to } = idRange(idOrPrefix);
  const { rows } = await sql<Omit<KeptItem, 'bytes'> & KeptBytes>`
    select i.id, i.matter_id as "matterId", t.name as matter, c.name as custodian, b.address as mailbox,
      f.path as folder, f.place, i.item_id as item, i.version, i.change_key as "changeKey", i.is_draft as "isDraft",
      i.received_at as received, i.collection_id as collection, i.collected_at as "collectedAt", p.path as pack,
      i.digest, k.start, k.size, p.digest as "packDigest", p.sealed_at as "packSealedAt"
    from items i
    join matters t on t.id = i.matter_id
    join custodians c on c.id = i.custodian_id
    join mailboxes b on b.id = i.mailbox_id
    join folders f on f.id = i.folder_id
    join packs p on p.id = i.pack_id
    join blobs k on k.pack_id = i.pack_id and k.digest = i.digest
    where i.id between ${from}::uuid and ${to}::uuid
    order by i.id
    limit 2`.execute(reader);
  const [row, second] = rows;
  if (row === undefined) {
    throw new Failure('not-found', `There is no kept message ${idOrPrefix}.`, {
      code: 'no-message',
      fix: 'Take an id that `chainmail search` prints.',
    });
  }
  if (second !== undefined) {
    throw new Failure('malformed', `Several messages begin with ${idOrPrefix}.`, {
      code: 'ambiguous-message-id',
      fix: 'Give more characters of the id.',
    });
  }
  const { pack, digest, start, size, ...item } = row;
  return { ...item, bytes: { pack, digest, start: Number(start), size: Number(size) } };
}

function idRange(text: string): { from: string; to: string } {
  const given = text.trim().toLowerCase();
  const from = given + uuidForm.slice(given.length);
  if (given.length < fewest || !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(from)) {
    throw new Failure('malformed', `"${text}" is not an id of a message.`, {
      code: 'bad-message-id',
      fix: `Give an id that \`chainmail search\` prints, or its first characters, ${String(fewest)} or more.`,
    });
  }
  return { from, to: given + uuidForm.slice(given.length).replaceAll('0', 'f') };
}

/** What was read of an item. */
export async function readItem(reader: Reader, item: KeptItem): Promise<ReadMessage | null> {
  const { rows } = await sql<ReadMessage>`
    select m.subject, m.sent_at as sent, m.message_id as "messageId", m.from_addresses as "from",
      m.to_addresses as "to", m.cc_addresses as cc, m.bcc_addresses as bcc, m.body_text as "bodyText",
      m.family_hash as "familyHash", m.thread_id as "threadId",
      coalesce((
        select jsonb_agg(jsonb_build_object('part', a.part, 'name', a.name, 'mediaType', a.media_type,
          'disposition', a.disposition, 'size', a.size, 'digest', a.attachment_digest) order by a.position)
        from attachments a where a.matter_id = m.matter_id and a.digest = m.digest), '[]') as attachments
    from messages m
    where m.matter_id = ${item.matterId} and m.digest = ${item.bytes.digest}`.execute(reader);
  return rows[0] ?? null;
}

/** What could not be read of an item, by part. */
export async function exceptionsOfItem(reader: Reader, item: KeptItem): Promise<readonly ReadException[]> {
  const { rows } = await sql<ReadException>`
    select part, reason, detail from processing_exceptions
    where matter_id = ${item.matterId} and digest = ${item.bytes.digest}
    order by part, reason`.execute(reader);
  return rows;
}

/** When and where later collections listed an item again, oldest first. */
export async function sightingsOfItem(reader: Reader, item: KeptItem): Promise<readonly Sighting[]> {
  const { rows } = await sql<Sighting>`
    select s.collection_id as collection, s.seen_at as at, f.path as folder
    from items i
    join sightings s on s.matter_id = i.matter_id and s.mailbox_id = i.mailbox_id and s.item_id = i.item_id
      and s.version = i.version
    join folders f on f.id = s.folder_id
    where i.id = ${item.id}::uuid
    order by s.seen_at, s.collection_id`.execute(reader);
  return rows;
}
