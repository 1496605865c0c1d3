import type { Answer } from '../../http/answer.ts';
import type { Folder } from '../../model/contract.ts';
import { folderDelta } from './folder-delta.ts';
import { getFolder, listChildFolders, listTopFolders } from './folders.ts';
import { countMessages, listMessages } from '../messages/list-messages.ts';
import { folderOf, messageOf, syncFolderOf, type MailCall } from './mail-call.ts';
import { messageDelta } from '../messages/message-delta.ts';
import { getAttachment, getMessage, getMime, listAttachments } from '../messages/message-item.ts';

/** Answers GET below `users/{id}/mailFolders` and `users/{id}/messages`; undefined for what is not known. */
export function answerMail(mail: MailCall): Answer | undefined {
  const [, , head = '', ...rest] = mail.segments;
  return head.toLowerCase() === 'messages' ? messageRoute(mail, null, rest) : folderRoute(mail, rest);
}

function folderRoute(mail: MailCall, rest: readonly string[]): Answer | undefined {
  const [name, next, ...more] = rest;
  if (name === undefined) return listTopFolders(mail);
  if (name === 'delta' && next === undefined) return folderDelta(mail);
  switch (next?.toLowerCase()) {
    case undefined:
      return getFolder(mail, folderOf(mail, name));
    case 'childfolders':
      return childRoute(mail, name, more);
    case 'messages':
      if (more[0] === 'delta' && more.length === 1) return messageDelta(mail, syncFolderOf(mail, name));
      return messageRoute(mail, folderOf(mail, name), more);
    default:
      return undefined;
  }
}

/** `childFolders/{id}/…` goes on as if the child had been named directly. */
function childRoute(mail: MailCall, parentName: string, more: readonly string[]): Answer | undefined {
  const parent = folderOf(mail, parentName);
  return more.length === 0 ? listChildFolders(mail, parent) : folderRoute(mail, more);
}

function messageRoute(mail: MailCall, folder: Folder | null, rest: readonly string[]): Answer | undefined {
  const [id, part, ...more] = rest;
  if (id === undefined) return listMessages(mail, folder);
  if (id === '$count' && part === undefined) return countMessages(mail, folder);
  if (folder === null && id === 'delta') return undefined;
  const message = messageOf(mail, id, folder ?? undefined);
  switch (part?.toLowerCase()) {
    case undefined:
      return getMessage(mail, message);
    case '$value':
      return more.length === 0 ? getMime(mail, message) : undefined;
    case 'attachments':
      if (more.length === 0) return listAttachments(mail, message);
      return more.length === 1 || (more.length === 2 && more[1] === '$value')
        ? getAttachment(mail, message, more)
        : undefined;
    default:
      return undefined;
  }
}
