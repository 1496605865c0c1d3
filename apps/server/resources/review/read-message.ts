import type { FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import { actorOf } from '#access';
import { Failure, type MatterId } from '#evidence';
import { htmlBody, openMessage } from '#formats';
import { copiesOf, holdsOfItem, noticedOf, recordView, tagsOfItems, threadOf } from '#review';
import { exceptionsOfItem, findHits, readItem, type KeptItem, type ReadMessage } from '#search';
import { callerOf } from '../../http/frame/guard.ts';
import { Id, Instant, nullable, pageQuery } from '../../http/schemas.ts';
import { originalBytes } from '../../../workbench/messages/original-bytes.ts';
import { itemOfMatter, messageAt } from '../../messages/message-bytes.ts';
import type { App, Parts } from '../../parts.ts';
import { pageOfHits, ShownTag, toHits } from './search-messages.ts';

const Person = Type.Object({ name: Type.String(), address: Type.String() });
const People = Type.Array(Person);
const Attachment = Type.Object({
  part: Type.String(),
  name: nullable(Type.String()),
  mediaType: Type.String(),
  disposition: Type.String(),
  size: nullable(Type.Integer()),
  digest: nullable(Type.String()),
});

const Message = Type.Object({
  id: Id,
  subject: nullable(Type.String()),
  from: People,
  to: People,
  cc: People,
  bcc: People,
  sent: nullable(Instant),
  received: nullable(Instant),
  messageId: nullable(Type.String()),
  text: Type.String(),
  hasHtml: Type.Boolean(),
  importance: Type.String(),
  attachments: Type.Array(Attachment),
  marks: Type.Array(Type.String()),
  exceptions: Type.Array(Type.Object({ part: Type.String(), reason: Type.String(), detail: Type.String() })),
  tags: Type.Array(ShownTag),
  holds: Type.Array(Type.Object({ id: Id, name: Type.String() })),
  custodian: Type.String(),
  mailbox: Type.String(),
  folder: Type.String(),
  place: Type.String(),
  digest: Type.String(),
  size: Type.Integer(),
  collected: Type.Object({ collection: Id, at: Instant }),
});

/** A message attached to another one, read on its own. */
const Attached = Type.Object({
  subject: nullable(Type.String()),
  from: People,
  to: People,
  cc: People,
  sent: nullable(Instant),
  text: Type.String(),
  hasHtml: Type.Boolean(),
  attachments: Type.Array(Attachment),
});

export const messageParams = Type.Object({ matter: Id, id: Id });
export const partParams = Type.Object({
  matter: Id,
  id: Id,
  part: Type.String({ pattern: '^[0-9.]{1,100}$' }),
});

/** One message, what hangs at it, and what belongs to it. */
export function messageRoutes(app: App, parts: Parts): void {
  read(app, parts);
  readAttached(app, parts);
  related(app, parts);
}

/** The kept item of the path, and the look at it on record. Failure `not-found`. */
export async function openedItem(parts: Parts, request: FastifyRequest): Promise<KeptItem> {
  const { matter, id } = request.params as { matter: MatterId; id: string };
  const item = await itemOfMatter(parts, matter, id);
  const { database, clock } = parts;
  await recordView({ database, clock, matter, actor: actorOf(callerOf(request).person) }, item.id);
  return item;
}

function read(app: App, parts: Parts): void {
  app.get(
    '/api/v1/matters/:matter/messages/:id',
    {
      schema: {
        operationId: 'readMessage',
        summary: 'One message: header, text, attachments, and what people put at it',
        params: messageParams,
        response: { 200: Message },
      },
    },
    async (request) => {
      const item = await openedItem(parts, request);
      const message = await readItem(parts.database.reader, item);
      return toMessage(parts, item, message);
    },
  );
}

const looksInto = 32 * 1024 * 1024;

/** Mail with plain text beside its HTML was read by the text: only the bytes tell. */
async function hasHtml(parts: Parts, item: KeptItem): Promise<boolean> {
  if (item.bytes.size > looksInto) return true;
  try {
    return htmlBody(await originalBytes(parts.instance, item)) !== null;
  } catch (thrown) {
    // Its custody tells what is wrong with the bytes.
    if (thrown instanceof Failure) return false;
    throw thrown;
  }
}

async function toMessage(parts: Parts, item: KeptItem, message: ReadMessage | null): Promise<Static<typeof Message>> {
  const { reader } = parts.database;
  const matter = item.matterId as MatterId;
  const noticed = await noticedOf(reader, matter, item.bytes.digest);
  const exceptions = await exceptionsOfItem(reader, item);
  const marks = [
    ...(item.isDraft ? ['draft'] : []),
    ...(item.place === 'recoverable' ? ['purged'] : []),
    ...(message === null ? ['unreadable'] : []),
    ...(exceptions.length > 0 ? ['exception'] : []),
    ...(noticed?.hasBcc === true ? ['has-bcc'] : []),
    ...(noticed?.isEncrypted === true ? ['encrypted'] : []),
    ...(noticed?.isSigned === true ? ['signed'] : []),
    ...(message?.attachments.some(({ mediaType }) => mediaType === 'message/rfc822') === true ? ['nested-mail'] : []),
  ];
  return {
    id: item.id,
    subject: message?.subject ?? null,
    from: [...(message?.from ?? [])],
    to: [...(message?.to ?? [])],
    cc: [...(message?.cc ?? [])],
    bcc: [...(message?.bcc ?? [])],
    sent: message?.sent?.toISOString() ?? null,
    received: item.received?.toISOString() ?? null,
    messageId: message?.messageId ?? null,
    text: message?.bodyText ?? '',
    hasHtml: noticed?.hasHtml === true || (await hasHtml(parts, item)),
    importance: noticed?.importance ?? 'normal',
    attachments: [...(message?.attachments ?? [])],
    marks,
    exceptions: [...exceptions],
    tags: ((await tagsOfItems(reader, [item.id])).get(item.id) ?? []).map(({ id, name, color }) => ({
      id,
      name,
      color,
    })),
    holds: (await holdsOfItem(reader, matter, item.id)).map(({ id, name }) => ({ id, name })),
    custodian: item.custodian,
    mailbox: item.mailbox,
    folder: item.folder,
    place: item.place,
    digest: item.bytes.digest,
    size: item.bytes.size,
    collected: { collection: item.collection, at: item.collectedAt.toISOString() },
  };
}

function readAttached(app: App, parts: Parts): void {
  app.get(
    '/api/v1/matters/:matter/messages/:id/attachments/:part/message',
    {
      schema: {
        operationId: 'readAttachedMessage',
        summary: 'A message that is attached to this one, opened as mail; its parts keep their numbers',
        params: partParams,
        response: { 200: Attached },
      },
    },
    async (request) => {
      const item = await openedItem(parts, request);
      const { part } = request.params;
      const source = await originalBytes(parts.instance, item);
      const inner = messageAt(source, part);
      const { message } = openMessage(inner);
      const hanging = openMessage(source).message.attachments.filter(({ parent }) => parent === part);
      return {
        subject: message.subject,
        from: [...message.from],
        to: [...message.to],
        cc: [...message.cc],
        sent: message.sentAt?.toISOString() ?? null,
        text: message.bodyText,
        hasHtml: htmlBody(inner) !== null,
        attachments: hanging.map(({ part: number, name, mediaType, disposition, size, digest }) => ({
          ...{ part: number, name, mediaType, disposition, size, digest },
        })),
      };
    },
  );
}

function related(app: App, parts: Parts): void {
  const querystring = Type.Object(pageQuery);
  app.get(
    '/api/v1/matters/:matter/messages/:id/thread',
    {
      schema: {
        operationId: 'listThread',
        summary: 'The conversation the message belongs to, newest first',
        ...{ params: messageParams, querystring },
        response: { 200: pageOfHits() },
      },
    },
    async (request) => {
      const { reader } = parts.database;
      const { cursor, limit } = request.query;
      const item = await itemOfMatter(parts, request.params.matter as MatterId, request.params.id);
      const message = await readItem(reader, item);
      if (message === null) return { items: [], next: null };
      const thread = await threadOf(reader, item.matterId as MatterId, message.threadId);
      return toHits(reader, await findHits(reader, thread, { limit, after: cursor ?? null }));
    },
  );
  app.get(
    '/api/v1/matters/:matter/messages/:id/copies',
    {
      schema: {
        operationId: 'listCopies',
        summary: 'Others in the matter who hold a copy that says the same, and where',
        ...{ params: messageParams, querystring },
        response: { 200: pageOfHits() },
      },
    },
    async (request) => {
      const { reader } = parts.database;
      const { cursor, limit } = request.query;
      const item = await itemOfMatter(parts, request.params.matter as MatterId, request.params.id);
      const familyHash = (await readItem(reader, item))?.familyHash ?? null;
      const of = { id: item.id, digest: item.bytes.digest, familyHash };
      const copies = await copiesOf(reader, item.matterId as MatterId, of);
      return toHits(reader, await findHits(reader, copies, { limit, after: cursor ?? null }));
    },
  );
}
