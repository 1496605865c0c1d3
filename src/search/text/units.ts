import Type from 'typebox';
import { Value } from 'typebox/value';

/** Where a text of a message stands, as far as it can be asked for by itself; `other` is found by free text only. */
export type Field = 'subject' | 'from' | 'to' | 'cc' | 'bcc' | 'body' | 'attachment' | 'other';

/** One text that phrases do not reach out of: a subject, a name, an address, a body. */
export interface Unit {
  readonly field: Field;
  readonly text: string;
}

const addresses = Type.Array(Type.Object({ name: Type.String(), address: Type.String() }));
const attachedMessage = Type.Union([
  Type.Null(),
  Type.Object({
    subject: Type.Union([Type.String(), Type.Null()]),
    from: addresses,
    to: addresses,
    bodyText: Type.String(),
  }),
]);

/** What of a parsed message is put into the index; JSON columns as they come from the database. */
export interface MessageText {
  readonly subject: string | null;
  readonly from: unknown;
  readonly sender: unknown;
  readonly replyTo: unknown;
  readonly to: unknown;
  readonly cc: unknown;
  readonly bcc: unknown;
  readonly bodyText: string;
  readonly attachments: readonly { readonly name: string | null; readonly message: unknown }[];
  /** What attached files say, each by itself. */
  readonly fileTexts: readonly string[];
}

/** The texts of a message: its own, the names of its attachments, and what attached messages and files say. */
export function unitsOf(message: MessageText): readonly Unit[] {
  return [
    { field: 'subject', text: message.subject ?? '' },
    ...people('from', message.from),
    ...people('from', message.sender),
    ...people('other', message.replyTo),
    ...people('to', message.to),
    ...people('cc', message.cc),
    ...people('bcc', message.bcc),
    ...message.attachments.flatMap(({ name }) => (name === null ? [] : [{ field: 'attachment' as const, text: name }])),
    { field: 'body', text: message.bodyText },
    ...message.attachments.flatMap((attachment) => attachedUnits(attachment.message)),
    ...message.fileTexts.map((text) => ({ field: 'other' as const, text })),
  ];
}

/** The first address of a list of people; null when there is none. */
export function firstAddress(list: unknown): string | null {
  return Value.Parse(addresses, list).find(({ address }) => address !== '')?.address ?? null;
}

/** Name and address each by itself, so that both can be asked for as a whole. */
function people(field: Field, list: unknown): readonly Unit[] {
  const texts = Value.Parse(addresses, list).flatMap(({ name, address }) => [name, address]);
  return texts.filter((text) => text !== '').map((text) => ({ field, text }));
}

function attachedUnits(attached: unknown): readonly Unit[] {
  const message = Value.Parse(attachedMessage, attached);
  if (message === null) return [];
  return [
    { field: 'other', text: message.subject ?? '' },
    ...people('other', message.from),
    ...people('other', message.to),
    { field: 'other', text: message.bodyText },
  ];
}
