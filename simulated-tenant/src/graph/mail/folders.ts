import { jsonAnswer, type Answer } from '../../http/answer.ts';
import type { Folder, Mailbox } from '../../model/contract.ts';
import { predicateOf, type FilterProperty, type FilterSchema } from '../filter/evaluate.ts';
import { parseFilter } from '../filter/parse-filter.ts';
import { badRequest, itemNotFound } from '../protocol/graph-error.ts';
import { contextUrl, pageAnswer, selfUrl } from '../protocol/graph-call.ts';
import { linkWith } from '../protocol/query-options.ts';
import { folderValues, folderWriter, shownChildren } from './folder-json.ts';
import { checkedTop, pageSize, userSet, type MailCall } from './mail-call.ts';

const defaultPage = 10;

/** `mailFolders`: the top level only. Errors: GraphError 400 as the query options say. */
export function listTopFolders(mail: MailCall): Answer {
  const root = mail.mailbox.folder('msgfolderroot');
  if (root === undefined) throw itemNotFound();
  return listFolders(mail, root, 'mailFolders');
}

/** `mailFolders/{id}/childFolders`: one level below. */
export function listChildFolders(mail: MailCall, parent: Folder): Answer {
  return listFolders(mail, parent, `mailFolders('${encodeURIComponent(mail.segments[3] ?? parent.id)}')/childFolders`);
}

export function getFolder(mail: MailCall, folder: Folder): Answer {
  const json = folderWriter(mail.mailbox, mail.options.select)(folder);
  return jsonAnswer(200, { '@odata.context': contextUrl(mail, `${userSet(mail)}/mailFolders/$entity`), ...json });
}

function listFolders(mail: MailCall, parent: Folder, set: string): Answer {
  const { options, mailbox } = mail;
  const write = folderWriter(mailbox, options.select);
  const hidden = options.custom.get('includehiddenfolders')?.toLowerCase() === 'true';
  const test = options.filter === undefined ? undefined : predicateOf(parseFilter(options.filter), schemaFor(mailbox));
  const folders = shownChildren(mailbox, parent, hidden).filter((folder) => test?.(folder) ?? true);
  const size = pageSize(mail, checkedTop(options.top), defaultPage);
  const end = options.skip + size;
  return pageAnswer({
    context: contextUrl(mail, `${userSet(mail)}/${set}`),
    count: options.count ? folders.length : undefined,
    nextLink: end < folders.length ? linkWith(selfUrl(mail), options, { $skip: String(end) }) : undefined,
    value: folders.slice(options.skip, end).map(write),
  });
}

function schemaFor(mailbox: Mailbox): FilterSchema<Folder> {
  const value =
    (name: 'displayName' | 'unreadItemCount' | 'totalItemCount' | 'childFolderCount' | 'isHidden') =>
    (folder: Folder) =>
      folderValues(mailbox, folder)[name];
  const properties = new Map<string, FilterProperty<Folder>>([
    ['displayname', { type: 'string', read: value('displayName') }],
    ['unreaditemcount', { type: 'number', read: value('unreadItemCount') }],
    ['totalitemcount', { type: 'number', read: value('totalItemCount') }],
    ['childfoldercount', { type: 'number', read: value('childFolderCount') }],
    ['ishidden', { type: 'boolean', read: value('isHidden') }],
  ]);
  return {
    type: 'mailFolder',
    properties,
    refuse: (property) => badRequest(`The property '${property}' does not support filtering.`, 'ErrorInvalidProperty'),
  };
}
