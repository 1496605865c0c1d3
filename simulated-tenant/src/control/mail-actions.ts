import type { Mailbox, NewMessage, Recipient, Tenant } from '../model/contract.ts';
import { ControlError, type Fields } from './fields.ts';

export type MailAction =
  'deliver' | 'move' | 'delete' | 'purge' | 'vanish' | 'touch' | 'create-folder' | 'delete-folder';

/** Changes one mailbox (`mailbox`: any address or id; `archive: true` for its archive). Errors: ControlError 404, 400. */
export function changeMail(tenant: Tenant, action: MailAction, fields: Fields): unknown {
  const mailbox = mailboxOf(tenant, fields);
  switch (action) {
    case 'deliver': {
      const { id, mutableId, parentFolderId } = mailbox.deliver(newMessage(fields));
      return { id, mutableId, parentFolderId };
    }
    case 'create-folder': {
      const parentFolderId = fields.optionalText('parent');
      const isHidden = fields.optionalFlag('isHidden');
      return mailbox.createFolder({
        displayName: fields.text('displayName'),
        ...(parentFolderId === undefined ? {} : { parentFolderId }),
        ...(isHidden === undefined ? {} : { isHidden }),
      });
    }
    case 'delete-folder':
      mailbox.deleteFolder(fields.text('folder'));
      return {};
    case 'move':
    case 'delete':
    case 'purge':
    case 'vanish':
    case 'touch':
      return changeMessage(mailbox, action, fields);
  }
}

function changeMessage(
  mailbox: Mailbox,
  action: 'move' | 'delete' | 'purge' | 'vanish' | 'touch',
  fields: Fields,
): unknown {
  const id = fields.text('id');
  if (mailbox.message(id) === undefined) throw new ControlError(404, `There is no message '${id}' in that mailbox.`);
  switch (action) {
    case 'move': {
      const { id: immutable, mutableId, parentFolderId } = mailbox.move(id, fields.text('destination'));
      return { id: immutable, mutableId, parentFolderId };
    }
    case 'touch': {
      const isRead = fields.optionalFlag('isRead');
      const flagged = fields.optionalFlag('flagged');
      const categories = fields.optionalTexts('categories');
      const { changeKey } = mailbox.touch(id, {
        ...(isRead === undefined ? {} : { isRead }),
        ...(flagged === undefined ? {} : { flagged }),
        ...(categories === undefined ? {} : { categories }),
      });
      return { changeKey };
    }
    case 'delete':
    case 'purge':
    case 'vanish':
      mailbox[action](id);
      return {};
  }
}

function mailboxOf(tenant: Tenant, fields: Fields): Mailbox {
  const name = fields.text('mailbox');
  const person = tenant.person(name);
  const found =
    person === undefined
      ? undefined
      : fields.optionalFlag('archive') === true
        ? tenant.archive(person.id)
        : tenant.mailbox(person.id);
  if (found === undefined) throw new ControlError(404, `There is no mailbox '${name}'.`);
  return found;
}

/** `mime` is base64; recipients are addresses; times are ISO. */
function newMessage(fields: Fields): NewMessage {
  const mime = fields.optionalText('mime');
  const recipients = (name: string): readonly Recipient[] | undefined =>
    fields.optionalTexts(name)?.map((address) => ({ name: address.split('@')[0] ?? address, address }));
  const from = fields.optionalText('from');
  const given = {
    mime: mime === undefined ? undefined : Buffer.from(mime, 'base64'),
    subject: fields.optionalText('subject'),
    from: from === undefined ? undefined : { name: from.split('@')[0] ?? from, address: from },
    to: recipients('to'),
    cc: recipients('cc'),
    bcc: recipients('bcc'),
    text: fields.optionalText('text'),
    html: fields.optionalText('html'),
    isDraft: fields.optionalFlag('isDraft'),
    internetMessageId: fields.optionalText('internetMessageId'),
    receivedDateTime: timeIn(fields, 'receivedDateTime'),
    sentDateTime: timeIn(fields, 'sentDateTime'),
  };
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { folder: fields.optionalText('folder') ?? 'inbox', ...present };
}

function timeIn(fields: Fields, name: string): number | undefined {
  const text = fields.optionalText(name);
  const time = text === undefined ? undefined : Date.parse(text);
  if (time !== undefined && Number.isNaN(time)) throw new ControlError(400, `${name}: expected an ISO time`);
  return time;
}
