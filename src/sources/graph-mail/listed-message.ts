import type { Static } from 'typebox';
import Type from 'typebox';
import type { ItemId, ListedItem } from '#evidence';
import { fingerprint } from '#evidence';

const text = Type.Optional(Type.Union([Type.String(), Type.Null()]));

/** A message as a listing shows it. Everything but the id may be missing. */
export const ListedMessage = Type.Object({
  id: Type.String(),
  changeKey: text,
  parentFolderId: text,
  receivedDateTime: text,
  lastModifiedDateTime: text,
  sentDateTime: text,
  subject: text,
  internetMessageId: text,
  isDraft: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
  sender: Type.Optional(
    Type.Union([
      Type.Object({ emailAddress: Type.Optional(Type.Union([Type.Object({ address: text }), Type.Null()])) }),
      Type.Null(),
    ]),
  ),
});
export type ListedMessage = Static<typeof ListedMessage>;

/**
 * What a listing asks for. The size is not among it: v1.0 messages have none, and asking for the extended property
 * makes the service open every item, for a number that it rounds and that counts nothing here.
 * Recipients are left out too: they make pages of meeting messages many times slower.
 */
export const listedProperties =
  'id,changeKey,parentFolderId,receivedDateTime,lastModifiedDateTime,sentDateTime,subject,internetMessageId,isDraft,sender';

/** A listed message in our words. `folder` is used when the service does not say where the item is. */
export function listedItem(message: ListedMessage, folder: string): ListedItem {
  const isDraft = message.isDraft === true;
  return {
    id: message.id as ItemId,
    changeKey: message.changeKey ?? '',
    sourceFolderId: message.parentFolderId ?? folder,
    receivedAt: dateOf(message.receivedDateTime),
    isDraft,
    internetMessageId: message.internetMessageId ?? null,
    fingerprint: fingerprint({
      subject: message.subject ?? null,
      sentAt: message.sentDateTime ?? null,
      internetMessageId: message.internetMessageId ?? null,
      sender: message.sender?.emailAddress?.address ?? null,
      isDraft,
      size: null,
    }),
  };
}

/** A time of the service; null when it is missing or no time. */
export function dateOf(value: string | null | undefined): Date | null {
  if (value === null || value === undefined) return null;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? null : date;
}
