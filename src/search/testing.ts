import type { MatterId } from '#evidence';
import type { Reader } from '#platform';
import type { SearchableItem } from './evaluate.ts';
import { fileTexts } from './index/store-files.ts';
import type { Search } from './postgres/store-search.ts';
import { factsOf, type AttachmentFacts } from './text/facts.ts';
import { unitsOf } from './text/units.ts';

export { allOf, anyOf } from './kql/expression.ts';
export { checkProximity } from './kql/proximity.ts';

/** The same search in each way that it could be gone about, however many messages have its words. */
export function otherWays(search: Search): readonly Search[] {
  if (search.led === null) return [];
  const { inSet, inHash, each } = search.led;
  const forced = [inSet, inHash, each].map((condition) => ({ ...search, condition, led: null }));
  // As if the words were everywhere: the newest items are looked at first.
  return [...forced, { ...search, led: { ...search.led, expected: () => Promise.resolve(1_000_000) } }];
}

/** Every kept item of a matter that was read, as the plain evaluation of a query takes it, with its id. For tests. */
export async function searchableItems(
  reader: Reader,
  matter: MatterId,
): Promise<readonly { readonly id: string; readonly item: SearchableItem }[]> {
  const attachments = await reader
    .selectFrom('attachments')
    .selectAll()
    .where('matter_id', '=', matter)
    .orderBy('position')
    .execute();
  const attached = Map.groupBy(attachments, ({ digest }) => digest);
  const rows = await reader
    .selectFrom('items as i')
    .innerJoin('messages as m', (join) =>
      join.onRef('m.matter_id', '=', 'i.matter_id').onRef('m.digest', '=', 'i.digest'),
    )
    .innerJoin('folders as f', 'f.id', 'i.folder_id')
    .innerJoin('custodians as c', 'c.id', 'i.custodian_id')
    .innerJoin('mailboxes as b', 'b.id', 'i.mailbox_id')
    .innerJoin('matters as t', 't.id', 'i.matter_id')
    .selectAll('m')
    .select(['i.id', 'i.received_at', 'i.is_draft as draft', 'f.path', 'f.place', 'c.name as custodian'])
    .select(['b.address', 'b.display_name', 't.name as matter'])
    .where('i.matter_id', '=', matter)
    .execute();
  const texts = await fileTexts(reader, matter, [...new Set(rows.map(({ digest }) => digest))]);
  return rows.map((row) => {
    const files = (attached.get(row.digest) ?? []).map((file) => ({
      name: file.name,
      mediaType: file.media_type,
      disposition: file.disposition satisfies AttachmentFacts['disposition'],
      depth: file.depth,
      message: file.attached_message,
    }));
    const units = unitsOf({
      subject: row.subject,
      from: row.from_addresses,
      sender: row.sender_addresses,
      replyTo: row.reply_to_addresses,
      to: row.to_addresses,
      cc: row.cc_addresses,
      bcc: row.bcc_addresses,
      bodyText: row.body_text,
      attachments: files,
      fileTexts: texts.get(row.digest) ?? [],
    });
    const { kind, hasAttachment } = factsOf({ from: row.from_addresses, attachments: files });
    const item: SearchableItem = {
      units,
      kind,
      hasAttachment,
      receivedAt: row.received_at,
      sentAt: row.sent_at,
      size: row.size,
      importance: row.importance,
      isDraft: row.draft,
      messageId: row.message_id,
      digest: row.digest,
      place: row.place,
      folder: row.path,
      custodian: row.custodian,
      mailbox: [row.address, row.display_name],
      matter: row.matter,
    };
    return { id: row.id, item };
  });
}
