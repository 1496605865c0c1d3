import type { FastifyReply } from 'fastify';
import Type from 'typebox';
import { htmlBody, openMessage } from '#formats';
import { Failure } from '#evidence';
import { cleanHtml, type InlinePicture } from '../../messages/clean-html.ts';
import { originalBytes } from '../../../workbench/messages/original-bytes.ts';
import { attachedFile, messageAt } from '../../messages/message-bytes.ts';
import type { App, Parts } from '../../parts.ts';
import { messageParams, openedItem, partParams } from './read-message.ts';

/** Nothing of a message's HTML may run, load or lead anywhere, whatever the cleaning missed. */
const contentPolicy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'";
const anything = { 200: { content: { 'application/octet-stream': { schema: Type.Unknown() } } } };
/** Types a browser shows without running anything. */
const shown: ReadonlySet<string> = new Set([
  ...['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp', 'application/pdf'],
]);

/** What a message holds, as it came or made harmless. */
export function contentRoutes(app: App, parts: Parts): void {
  html(app, parts);
  source(app, parts);
  attachment(app, parts);
}

function html(app: App, parts: Parts): void {
  app.get(
    '/api/v1/matters/:matter/messages/:id/html',
    {
      schema: {
        operationId: 'readMessageHtml',
        summary:
          'The body as harmless HTML, for a sandboxed frame; the header x-blocked counts remote content taken out',
        params: messageParams,
        querystring: Type.Object({ part: Type.Optional(Type.String({ pattern: '^[0-9.]{1,100}$' })) }),
        response: { 200: { content: { 'text/html': { schema: Type.Unknown() } } } },
      },
    },
    async (request, reply) => {
      const item = await openedItem(parts, request);
      const bytes = messageAt(await originalBytes(parts.instance, item), request.query.part);
      const body = htmlBody(bytes);
      if (body === null) throw new Failure('not-found', 'The message has no HTML.', { code: 'no-html' });
      const clean = cleanHtml(body, picturesOf(bytes));
      return sendText(
        reply
          .header('content-security-policy', contentPolicy)
          .header('x-blocked', String(clean.blocked))
          .type('text/html; charset=utf-8'),
        page(clean.html),
      );
    },
  );
}

function page(body: string): string {
  const style =
    'body{font-family:sans-serif;margin:12px;color:#111;background:#fff;overflow-wrap:anywhere}img{max-width:100%}';
  return `<!doctype html><html><head><meta charset="utf-8"><style>${style}</style></head><body>${body}</body></html>`;
}

/** Pictures that hang at the message itself, by their content id. */
function picturesOf(bytes: Uint8Array): (contentId: string) => InlinePicture | null {
  const { message, open } = openMessage(bytes);
  const bare = (id: string): string => id.trim().replace(/^<|>$/g, '');
  const parts = new Map(
    message.attachments.flatMap(({ contentId, part, mediaType, parent }) =>
      contentId === null || parent !== null ? [] : [[bare(contentId), { part, mediaType }] as const],
    ),
  );
  return (contentId) => {
    const found = parts.get(bare(contentId));
    const pieces = found === undefined ? null : open(found.part);
    return found === undefined || pieces === null
      ? null
      : { mediaType: found.mediaType, bytes: Buffer.concat([...pieces]) };
  };
}

function source(app: App, parts: Parts): void {
  app.get(
    '/api/v1/matters/:matter/messages/:id/source',
    {
      schema: {
        operationId: 'readMessageSource',
        summary: 'The original bytes, as an .eml file',
        params: messageParams,
        response: anything,
      },
    },
    async (request, reply) => {
      const item = await openedItem(parts, request);
      const bytes = await originalBytes(parts.instance, item);
      return sendFile(reply, { name: `${item.id}.eml`, mediaType: 'application/octet-stream', isInline: false }, bytes);
    },
  );
  app.get(
    '/api/v1/matters/:matter/messages/:id/headers',
    {
      schema: {
        operationId: 'readMessageHeaders',
        summary: 'Header fields in their order, decoded',
        params: messageParams,
        response: {
          200: Type.Object({ fields: Type.Array(Type.Object({ name: Type.String(), value: Type.String() })) }),
        },
      },
    },
    async (request) => {
      const item = await openedItem(parts, request);
      const { fields } = openMessage(await originalBytes(parts.instance, item)).message;
      return { fields: fields.map(({ name, value }) => ({ name, value })) };
    },
  );
}

function attachment(app: App, parts: Parts): void {
  app.get(
    '/api/v1/matters/:matter/messages/:id/attachments/:part',
    {
      schema: {
        operationId: 'readAttachment',
        summary: 'An attached file, to save; with inline=true pictures, PDF and plain text to look at',
        params: partParams,
        querystring: Type.Object({ inline: Type.Optional(Type.Boolean()) }),
        response: anything,
      },
    },
    async (request, reply) => {
      const item = await openedItem(parts, request);
      const bytes = await originalBytes(parts.instance, item);
      const file = attachedFile(bytes, request.params.part);
      const isInline = request.query.inline === true;
      const mediaType = typeFor(file.mediaType, isInline);
      const isShown = isInline && mediaType !== 'application/octet-stream';
      const name = file.name ?? `part-${request.params.part}`;
      return sendFile(reply, { name, mediaType, isInline: isShown }, Buffer.from(file.read(bytes.length)));
    },
  );
}

/** Markup and whatever else might run is plain text to look at, and bytes to save. */
function typeFor(mediaType: string, isInline: boolean): string {
  if (!isInline) return 'application/octet-stream';
  if (shown.has(mediaType)) return mediaType;
  const isText = mediaType.startsWith('text/') || mediaType === 'message/rfc822' || mediaType === 'application/json';
  return isText ? 'text/plain; charset=utf-8' : 'application/octet-stream';
}

function sendFile(
  reply: FastifyReply,
  { name, mediaType, isInline }: { readonly name: string; readonly mediaType: string; readonly isInline: boolean },
  bytes: Buffer,
): FastifyReply {
  return reply
    .type(mediaType)
    .header('content-disposition', disposition(isInline ? 'inline' : 'attachment', name))
    .header('content-security-policy', `${contentPolicy.replace('; sandbox', '')}; sandbox`)
    .header('x-content-type-options', 'nosniff')
    .send(bytes);
}

/** A name a sender chose: nothing of it leaves its quotes, and no path is in it (RFC 6266, RFC 8187). */
export function disposition(kind: 'inline' | 'attachment', name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const safe = last.replaceAll(/[\p{Cc}\p{Cf}"\\]/gu, '_').slice(0, 150) || 'file';
  const ascii = safe.replaceAll(/[^\x20-\x7e]/g, '_').replaceAll(/[%;]/g, '_');
  const encoded = encodeURIComponent(safe.toWellFormed()).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

function sendText(reply: FastifyReply, text: string): FastifyReply {
  return reply.send(Buffer.from(text));
}
