import type { MatterId } from '#evidence';
import type { Database } from '#platform';
import { processMatter } from '#processing';
import { indexMessages, type SearchableItem } from '#search';
import { memoryVault } from '#vault';
import { keepMail } from '../../src/processing/testing.ts';
import { factsOf } from '../../src/search/text/facts.ts';
import { unitsOf } from '../../src/search/text/units.ts';

/** Keeps, reads and indexes mail. */
export async function searchableMail(
  database: Database,
  messages: readonly Uint8Array[],
  matterName = 'Lakeside',
): Promise<MatterId> {
  const vault = memoryVault();
  const { matter } = await keepMail(database, vault, { messages, matterName });
  await processMatter({ database, vault, matter });
  await indexMessages({ database });
  return matter;
}

/** Every kept item that was read, as the plain evaluation of a query takes it, with its id. */
export async function itemsOf(
  database: Database,
  matter: MatterId,
): Promise<readonly { readonly id: string; readonly item: SearchableItem }[]> {
  const { rows } = await database.pool.query(
    `select m.*, i.id, i.received_at, i.digest, i.is_draft as draft, f.path, f.place, c.name as custodian, b.address,
       b.display_name, t.name as matter,
       coalesce((select json_agg(json_build_object('name', a.name, 'mediaType', a.media_type,
         'disposition', a.disposition, 'depth', a.depth, 'message', a.attached_message) order by a.position)
         from attachments a where a.matter_id = m.matter_id and a.digest = m.digest), '[]') as attachments
     from items i join messages m on m.matter_id = i.matter_id and m.digest = i.digest
     join folders f on f.id = i.folder_id join custodians c on c.id = i.custodian_id
     join mailboxes b on b.id = i.mailbox_id join matters t on t.id = i.matter_id
     where i.matter_id = $1`,
    [matter],
  );
  return rows.map((row) => {
    const attachments = row.attachments;
    const units = unitsOf({
      subject: row.subject,
      from: row.from_addresses,
      sender: row.sender_addresses,
      replyTo: row.reply_to_addresses,
      to: row.to_addresses,
      cc: row.cc_addresses,
      bcc: row.bcc_addresses,
      bodyText: row.body_text,
      attachments,
    });
    const { kind, hasAttachment } = factsOf({ from: row.from_addresses, attachments });
    const item: SearchableItem = {
      units,
      kind,
      hasAttachment,
      receivedAt: row.received_at,
      sentAt: row.sent_at,
      size: Number(row.size),
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
    return { id: row.id as string, item };
  });
}
