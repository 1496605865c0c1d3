import type { Message } from '../../model/contract.ts';
import { accessDenied, unknownProperty } from '../protocol/graph-error.ts';
import { attachmentJson } from './attachment-json.ts';
import { parseExpand, type Expansion } from './expand.ts';
import { extendedProperties } from './extended-properties.ts';
import type { MailCall } from '../mail/mail-call.ts';
import { meetingProperties } from './meeting-json.ts';
import { beyondBasic, messageProperties, odataType, selectedOnly, type MessageView } from './message-properties.ts';

/** How the messages of one answer are written. */
export type MessageWriter = (message: Message) => Record<string, unknown>;

/**
 * Judges `$select` and `$expand` once and makes the writer for every message of the answer.
 * Under Mail.ReadBasic the default selection leaves the content out.
 * Errors: GraphError 400 for unknown properties, 403 for content asked for by name under Mail.ReadBasic.
 */
export function messageWriter(
  mail: MailCall,
  asked: { readonly select: readonly string[] | undefined; readonly expand: string | undefined },
): MessageWriter {
  const expansions = parseExpand(asked.expand);
  const { access } = mail;
  const names = asked.select?.map(propertyName);
  if (
    access === 'basic' &&
    [...(names ?? []), ...expansions.map(({ kind }) => kind)].some((name) => beyondBasic.has(name))
  )
    throw accessDenied();
  const read = names ?? [...messageProperties.keys()].filter((name) => access !== 'basic' || !beyondBasic.has(name));
  const readers = read.flatMap((name) => {
    const reader = messageProperties.get(name) ?? selectedOnly.get(name);
    return reader === undefined ? [] : [[name, reader] as const];
  });
  if (!read.includes('id')) readers.push(['id', messageProperties.get('id') ?? (() => '')]);
  const castNames =
    names === undefined
      ? undefined
      : (asked.select ?? []).filter((name) => name.includes('/')).map((name) => name.slice(name.lastIndexOf('/') + 1));
  return (message) => {
    const view: MessageView = {
      message,
      mailbox: mail.mailbox,
      immutableIds: mail.prefer.immutableIds,
      bodyType: mail.prefer.bodyType,
    };
    const type = odataType(message.kind);
    const json: Record<string, unknown> = type === undefined ? {} : { '@odata.type': type };
    json['@odata.etag'] = `W/"${message.changeKey}"`;
    for (const [name, reader] of readers) json[name] = reader(view);
    if (type !== undefined) Object.assign(json, meetingProperties(message, castNames));
    for (const expansion of expansions) expand(json, view, expansion);
    return json;
  };
}

function expand(json: Record<string, unknown>, view: MessageView, expansion: Expansion): void {
  switch (expansion.kind) {
    case 'attachments':
      json['attachments'] = view.mailbox
        .attachments(view.message)
        .map((attachment) => attachmentJson(attachment, view.message, { select: expansion.select, withItem: false }));
      return;
    case 'singleValueExtendedProperties': {
      const values = extendedProperties(view, expansion.ids);
      if (values.length > 0) json['singleValueExtendedProperties'] = values;
      return;
    }
  }
}

const byLowerCase = new Map(
  [...messageProperties.keys(), ...selectedOnly.keys()].map((name) => [name.toLowerCase(), name]),
);
const castPrefix = /^microsoft\.graph\.eventMessage(?:Request|Response)?\//i;
const navigations = new Set([
  'attachments',
  'extensions',
  'singlevalueextendedproperties',
  'multivalueextendedproperties',
]);

function propertyName(asked: string): string {
  if (castPrefix.test(asked)) return asked;
  const [head = asked] = asked.split('/');
  const known = byLowerCase.get(head.toLowerCase());
  if (known !== undefined) return known;
  if (navigations.has(head.toLowerCase())) return head;
  throw unknownProperty(asked, 'message');
}
