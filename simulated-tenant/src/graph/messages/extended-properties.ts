import { badRequest } from '../protocol/graph-error.ts';
import type { MessageView } from './message-properties.ts';

/** Message class by item kind (MS-OXOCAL, MS-OXOMSG). */
const classes = {
  message: 'IPM.Note',
  meetingRequest: 'IPM.Schedule.Meeting.Request',
  meetingCancelled: 'IPM.Schedule.Meeting.Canceled',
  meetingAccepted: 'IPM.Schedule.Meeting.Resp.Pos',
  meetingDeclined: 'IPM.Schedule.Meeting.Resp.Neg',
} as const;

const readers: ReadonlyMap<string, (view: MessageView) => string> = new Map<string, (view: MessageView) => string>([
  ['integer 0xe08', ({ message }) => String(message.size)],
  ['long 0xe08', ({ message }) => String(message.size)],
  [
    'integer 0xe07',
    ({ message }) => String((message.isRead ? 1 : 0) | (message.isDraft ? 8 : 0) | (message.hasAttachments ? 16 : 0)),
  ],
  ['string 0x1a', ({ message }) => classes[message.kind]],
  ['string 0x37', ({ message }) => message.subject],
  ['string 0x1035', ({ message }) => message.internetMessageId],
  [
    'string 0x7d',
    ({ message, mailbox }) =>
      mailbox
        .internetMessageHeaders(message)
        .map(({ name, value }) => `${name}: ${value}\r\n`)
        .join(''),
  ],
]);

const grammar =
  /^(?:Integer|Long|Short|String|Boolean|SystemTime|Binary|Double|Float|Guid|CLSID|Currency|(?:Integer|Long|String|SystemTime|Binary)Array) (?:0x[0-9a-f]{1,4}|\{[0-9a-f-]{36}\} (?:Name .+|Id 0x[0-9a-f]+))$/i;

/**
 * Values of the extended properties asked for; those an item does not have are left out.
 * Ids come back as Exchange writes them: hexadecimal in lower case without leading zeros.
 * Errors: GraphError 400 for an id outside the grammar `{type} {0xTag}` or `{type} {guid} Name|Id …`.
 */
export function extendedProperties(
  view: MessageView,
  ids: readonly string[],
): readonly { id: string; value: string }[] {
  return ids.flatMap((id) => {
    if (!grammar.test(id))
      throw badRequest(`Extended property id '${id}' is not valid.`, 'ErrorInvalidExtendedPropertyId');
    const canonical = id.replace(/0x0*([0-9a-f]+)$/i, (_whole, digits: string) => `0x${digits.toLowerCase()}`);
    const reader = readers.get(canonical.toLowerCase());
    return reader === undefined ? [] : [{ id: canonical, value: reader(view) }];
  });
}
