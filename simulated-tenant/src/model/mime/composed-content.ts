import type { AttachmentPart, Content, ItemFacts } from '../mailbox/item-record.ts';
import { seededBytes } from '../random.ts';
import { base64Lines, quotedPrintable, withCrlf } from './encode-text.ts';
import { bytesEntity, contentHeaders, entityBody, messageEntity, textEntity } from './entity.ts';
import type { Entity } from './entity.ts';
import { messageHeaders } from './message-headers.ts';
import { plainText } from './plain-text.ts';

/** What a message is written from. */
export interface Composition {
  readonly text?: string;
  readonly html?: string;
  readonly charset?: string;
  readonly attachments?: readonly AttachmentPart[];
  readonly calendar?: { readonly method: string; readonly text: string };
  /** `signed`: the text and its detached signature; `encrypted`: nothing but the envelope. */
  readonly secured?: { readonly how: 'signed' | 'encrypted'; readonly envelope: Uint8Array };
}

/** Above this many bytes of attachments a message is handed over in pieces. */
const inOnePiece = 4_000_000;

/**
 * A message that is written each time somebody asks for it, as Exchange does: the same variant gives
 * the same bytes, another variant differs in nothing but the MIME boundaries.
 */
export function composedContent(compose: () => Composition, options: { received: boolean }): Content {
  const body = (): { contentType: 'text' | 'html'; content: string } => {
    const { text, html } = compose();
    return html === undefined ? { contentType: 'text', content: text ?? '' } : { contentType: 'html', content: html };
  };
  return {
    body,
    preview: () => {
      const { text, html } = compose();
      return (text ?? plainText(html ?? '')).replace(/\s+/g, ' ').trim();
    },
    attachments: () => listedAttachments(compose()),
    headers: (facts) =>
      messageHeaders(facts, options).map(({ name, value }) => ({ name, value: value.replace(/\r\n\s/g, ' ') })),
    size: () => estimatedSize(compose()),
    mime(facts, variant) {
      const composition = compose();
      const pieces = messagePieces(facts, { composition, variant, received: options.received });
      const heavy = (composition.attachments ?? []).reduce((sum, part) => sum + (part.bytes()?.length ?? 0), 0);
      return heavy > inOnePiece ? inPieces(pieces) : Buffer.concat([...pieces]);
    },
  };
}

async function* inPieces(pieces: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield await Promise.resolve(piece);
}

function estimatedSize(composition: Composition): number {
  const words = (composition.text ?? '').length + (composition.html ?? '').length;
  const files = listedAttachments(composition).reduce((sum, part) => sum + (part.bytes()?.length ?? 0) + 600, 0);
  return 4_200 + words + files;
}

function listedAttachments(composition: Composition): readonly AttachmentPart[] {
  const { secured } = composition;
  if (secured === undefined) return composition.attachments ?? [];
  const signed = secured.how === 'signed';
  const contentType = signed ? 'multipart/signed' : 'application/pkcs7-mime';
  // Exchange shows S/MIME as one attachment that holds the whole secured entity.
  const bytes = (): Uint8Array => (signed ? Buffer.concat([...signedParts(composition)]) : secured.envelope);
  return [{ kind: 'file', name: 'smime.p7m', contentType, isInline: false, contentId: null, bytes }];
}

interface Rendering {
  readonly composition: Composition;
  readonly variant: number;
  readonly received: boolean;
}

function* messagePieces(facts: ItemFacts, rendering: Rendering): Generator<Uint8Array> {
  const entity = rootEntity(facts, rendering);
  const fields = messageHeaders(facts, rendering).map(({ name, value }) => `${name}: ${value}`);
  const lines = [...fields, ...contentHeaders(entity), 'MIME-Version: 1.0', '', ''];
  yield Buffer.from(lines.join('\r\n'), 'utf8');
  yield* entityBody(entity);
}

function rootEntity(facts: ItemFacts, { composition, variant }: Rendering): Entity {
  if (composition.secured?.how === 'encrypted') return encryptedEntity(composition.secured.envelope);
  if (composition.secured?.how === 'signed') return signedEntity(composition);
  const boundary = boundaries(facts.internetMessageId, variant);
  const attachments = composition.attachments ?? [];
  const inline = attachments.filter((part) => part.isInline);
  // A reference attachment has no bytes to send.
  const attached = attachments.filter((part) => !part.isInline && part.kind !== 'reference');
  const readable = alternatives(composition, boundary('000'));
  const related: Entity =
    inline.length === 0
      ? readable
      : {
          kind: 'multipart',
          subtype: 'related',
          boundary: boundary('004'),
          parameters: [`type="${readable.kind === 'multipart' ? 'multipart/alternative' : 'text/html'}"`],
          children: [readable, ...inline.map(partEntity)],
        };
  if (attached.length === 0) return related;
  const children = [related, ...attached.map(partEntity)];
  return { kind: 'multipart', subtype: 'mixed', boundary: boundary('005'), parameters: [], children };
}

function alternatives(composition: Composition, boundary: string): Entity {
  const options = composition.charset === undefined ? {} : { charset: composition.charset };
  const { text, html, calendar } = composition;
  const children: Entity[] = [];
  if (text !== undefined) children.push(textEntity('plain', text, options));
  if (html !== undefined) children.push(textEntity('html', html, options));
  if (calendar !== undefined) {
    children.push(textEntity('calendar', calendar.text, { parameters: `method=${calendar.method}` }));
  }
  const [only, ...others] = children;
  if (only === undefined) return textEntity('plain', '', options);
  return others.length === 0 ? only : { kind: 'multipart', subtype: 'alternative', boundary, parameters: [], children };
}

function partEntity(part: AttachmentPart): Entity {
  const bytes = (): Uint8Array => part.bytes() ?? new Uint8Array();
  if (part.kind === 'item' && part.contentType === 'message/rfc822') return messageEntity(bytes);
  return bytesEntity({ ...part, bytes });
}

// What is signed must reach the reader unchanged, so its boundary never varies.
const signedBoundary = '----=_smime_signed_part';

function signedEntity(composition: Composition): Entity {
  return {
    kind: 'leaf',
    headers: [
      'Content-Type: multipart/signed; protocol="application/pkcs7-signature";\r\n\tmicalg=sha-256; boundary="' +
        `${signedBoundary}"`,
    ],
    chunks: () => signedParts(composition),
  };
}

function* signedParts(composition: Composition): Generator<Uint8Array> {
  const text = quotedPrintable(Buffer.from(withCrlf(composition.text ?? ''), 'utf8'));
  const open = `--${signedBoundary}\r\n`;
  const signed = `Content-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${text}\r\n`;
  const signature =
    'Content-Type: application/pkcs7-signature; name="smime.p7s"\r\nContent-Transfer-Encoding: base64\r\n' +
    'Content-Disposition: attachment; filename="smime.p7s"\r\n\r\n';
  yield Buffer.from(`${open}${signed}${open}${signature}`, 'utf8');
  yield* base64Lines(composition.secured?.envelope ?? new Uint8Array());
  yield Buffer.from(`--${signedBoundary}--\r\n`, 'utf8');
}

function encryptedEntity(envelope: Uint8Array): Entity {
  return {
    kind: 'leaf',
    headers: [
      'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"',
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment; filename="smime.p7m"',
    ],
    chunks: () => base64Lines(envelope),
  };
}

/** Boundaries in Exchange's manner: `_000_<server><hex><server>eurp_`, all of one length. */
export function boundaries(messageId: string, variant: number): (order: string) => string {
  const stem = boundaryStem(messageId, variant);
  return (order) => `_${order}_${stem}`;
}

/** What the boundaries of one rendering have in common. */
export function boundaryStem(messageId: string, variant: number): string {
  const hex = seededBytes(`boundary ${variant} ${messageId}`, 13).toString('hex').toUpperCase();
  return `AS8PR04MB7731${hex}AS8PR04MB7731eurp_`;
}
