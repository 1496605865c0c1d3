import { sql } from 'kysely';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { Failure, type Digest, type ExportId, type ItemId, type MatterId } from '#evidence';
import type { Address, Importance } from '#formats';
import type { Reader } from '#platform';
import type { AttachedFacts, AttachmentFacts, ExportRow } from './row.ts';

const pageLength = 200;

const address = Type.Object({ name: Type.String(), address: Type.String(), group: Type.Optional(Type.String()) });
const addresses = Compile(Type.Array(address));
const attached = Compile(
  Type.Object({
    subject: Type.Union([Type.String(), Type.Null()]),
    from: Type.Array(address),
    to: Type.Array(address),
    sentAt: Type.Union([Type.String(), Type.Null()]),
    messageId: Type.Union([Type.String(), Type.Null()]),
  }),
);

/** The frozen rows of an export, in their order, with what is known of each. */
export async function* readRows(
  reader: Reader,
  of: { readonly id: ExportId; readonly matter: MatterId },
): AsyncGenerator<ExportRow> {
  for (let after = 0; ;) {
    const items = await pageOf(reader, of, after);
    const digests = [...new Set(items.map(({ digest }) => digest))];
    const attachments = Map.groupBy(await attachmentsOf(reader, of.matter, digests), ({ digest }) => digest);
    const exceptions = Map.groupBy(await exceptionsOf(reader, of.matter, digests), ({ digest }) => digest);
    for (const item of items) {
      const own = attachments.get(item.digest) ?? [];
      if (own.length + 1 !== item.records) throw readAnew(item.item_id);
      yield rowOf(item, own.map(attachmentOf), exceptions.get(item.digest) ?? []);
    }
    const last = items.at(-1);
    if (last === undefined || items.length < pageLength) return;
    after = last.position;
  }
}

type ItemRow = Awaited<ReturnType<typeof pageOf>>[number];
type AttachmentRow = Awaited<ReturnType<typeof attachmentsOf>>[number];

async function pageOf(reader: Reader, { id, matter }: { id: ExportId; matter: MatterId }, after: number) {
  return reader
    .selectFrom('export_items as e')
    .leftJoin('items as i', (join) =>
      join
        .on('i.matter_id', '=', matter)
        .onRef('i.mailbox_id', '=', 'e.mailbox_id')
        .onRef('i.item_id', '=', 'e.item_id')
        .onRef('i.version', '=', 'e.version'),
    )
    .leftJoin('packs as p', 'p.id', 'i.pack_id')
    .leftJoin('blobs as b', (join) => join.onRef('b.pack_id', '=', 'i.pack_id').onRef('b.digest', '=', 'i.digest'))
    .leftJoin('messages as m', (join) => join.on('m.matter_id', '=', matter).onRef('m.digest', '=', 'e.digest'))
    .selectAll('e')
    .select(['p.path as pack', 'b.start', 'b.size', 'm.from_addresses', 'm.to_addresses', 'm.cc_addresses'])
    .select(['m.bcc_addresses', 'm.sent_at', 'm.message_id', 'm.in_reply_to', 'm.thread_id', 'm.importance'])
    .select(['m.family_hash', 'm.edrm_mih'])
    .where('e.export_id', '=', id)
    .where('e.position', '>', after)
    .orderBy('e.position')
    .limit(pageLength)
    .execute();
}

async function attachmentsOf(reader: Reader, matter: MatterId, digests: readonly string[]) {
  return reader
    .selectFrom('attachments as a')
    .leftJoin('attachment_texts as t', (join) =>
      join.onRef('t.matter_id', '=', 'a.matter_id').onRef('t.attachment_digest', '=', 'a.attachment_digest'),
    )
    .select(['a.digest', 'a.part', 'a.parent', 'a.name', 'a.media_type', 'a.size', 'a.attachment_digest'])
    .select(['t.status', 't.reason'])
    .select(sql<unknown>`a.attached_message - 'bodyText'`.as('attached'))
    .where('a.matter_id', '=', matter)
    .where('a.digest', '=', sql<string>`any(${digests}::text[])`)
    .orderBy('a.digest')
    .orderBy('a.position')
    .execute();
}

async function exceptionsOf(reader: Reader, matter: MatterId, digests: readonly string[]) {
  return reader
    .selectFrom('processing_exceptions')
    .select(['digest', 'part', 'reason'])
    .where('matter_id', '=', matter)
    .where('digest', '=', sql<string>`any(${digests}::text[])`)
    .orderBy('digest')
    .orderBy('part')
    .orderBy('reason')
    .execute();
}

function rowOf(
  item: ItemRow,
  attachments: readonly AttachmentFacts[],
  exceptions: readonly { readonly part: string; readonly reason: string }[],
): ExportRow {
  const digest = item.digest as Digest;
  return {
    position: item.position,
    digest,
    place: placeOf(item),
    itemId: item.item_id as ItemId,
    custodian: item.custodian,
    custodians: item.custodians,
    address: item.address,
    folderPath: item.folder_path,
    folderPlace: item.place,
    subject: item.subject,
    receivedAt: item.received_at,
    firstRecord: item.first_record,
    duplicateOf: item.duplicate_of,
    message: messageOf(item),
    attachments,
    exceptions: exceptions.map(({ part, reason }) => ({ part, reason })),
  };
}

/** Failure `not-found` when the item is no longer held. */
function placeOf({ item_id, digest, pack, start, size }: ItemRow): ExportRow['place'] {
  if (pack !== null && start !== null && size !== null) return { pack, digest: digest as Digest, start, size };
  throw new Failure('not-found', `Item ${item_id} is no longer held: it was disposed of since this export was begun.`, {
    code: 'export-item-gone',
    fix: 'Remove the unfinished export and run it again: it will hold what is left.',
  });
}

function messageOf(item: ItemRow): ExportRow['message'] {
  if (item.thread_id === null || item.family_hash === null) return null;
  return {
    from: addressesOf(item.from_addresses),
    to: addressesOf(item.to_addresses),
    cc: addressesOf(item.cc_addresses),
    bcc: addressesOf(item.bcc_addresses),
    sentAt: item.sent_at,
    messageId: item.message_id,
    inReplyTo: item.in_reply_to ?? [],
    threadId: item.thread_id,
    importance: (item.importance ?? 'normal') satisfies Importance,
    familyHash: item.family_hash,
    edrmMih: item.edrm_mih,
  };
}

function attachmentOf(row: AttachmentRow): AttachmentFacts {
  const { part, parent, name, media_type: mediaType, size } = row;
  const digest = row.attachment_digest as Digest | null;
  return {
    part,
    parent,
    name,
    mediaType,
    size,
    digest,
    message: row.attached === null ? null : attachedOf(row.attached),
    textException: digest !== null && row.status === null ? 'text-not-read' : row.reason,
  };
}

/** What an attached file says, as far as it was read; null when nothing was, or there is nothing to read in it. */
export async function textOfAttachment(reader: Reader, matter: MatterId, digest: Digest): Promise<string | null> {
  const row = await reader
    .selectFrom('attachment_texts')
    .select('text')
    .where('matter_id', '=', matter)
    .where('attachment_digest', '=', digest)
    .executeTakeFirst();
  return row === undefined || row.text === '' ? null : row.text;
}

function attachedOf(value: unknown): AttachedFacts {
  if (!attached.Check(value)) throw unknownForm();
  return { ...value, sentAt: value.sentAt === null ? null : new Date(value.sentAt) };
}

function addressesOf(value: unknown): readonly Address[] {
  if (addresses.Check(value)) return value;
  throw unknownForm();
}

function unknownForm(): Failure {
  return new Failure('bug', 'The catalogue holds addresses in a form nobody writes.', {
    code: 'export-catalogue-form',
  });
}

function readAnew(item: string): Failure {
  return new Failure('changed', `Item ${item} was read anew since this export was begun: its attachments differ.`, {
    code: 'export-message-read-anew',
    fix: 'Remove the unfinished export and run it again: messages are read anew after an update.',
  });
}
