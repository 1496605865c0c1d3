import { base64Lines, quotedParameter, quotedPrintable, withCrlf } from './encode-text.ts';
import { encodeCharset } from './charsets.ts';

/** A MIME entity about to be written: its Content-* header lines and its body, made when written. */
export type Entity = Leaf | Multipart;

export interface Leaf {
  readonly kind: 'leaf';
  readonly headers: readonly string[];
  chunks(): Iterable<Uint8Array>;
}

export interface Multipart {
  readonly kind: 'multipart';
  readonly subtype: string;
  /** Further parameters of the Content-Type, as `name="value"`. */
  readonly parameters: readonly string[];
  readonly boundary: string;
  readonly children: readonly Entity[];
}

const line = (text: string): Buffer => Buffer.from(`${text}\r\n`, 'utf8');

/** Header lines of an entity, without their CRLF. */
export function contentHeaders(entity: Entity): readonly string[] {
  if (entity.kind === 'leaf') return entity.headers;
  const parameters = [`boundary="${entity.boundary}"`, ...entity.parameters];
  return [`Content-Type: multipart/${entity.subtype};\r\n\t${parameters.join(';\r\n\t')}`];
}

/** The body of an entity, in pieces. */
export function* entityBody(entity: Entity): Generator<Uint8Array> {
  if (entity.kind === 'leaf') {
    yield* entity.chunks();
    return;
  }
  for (const child of entity.children) {
    yield line(`--${entity.boundary}`);
    yield line(`${contentHeaders(child).join('\r\n')}\r\n`);
    yield* entityBody(child);
    yield line('');
  }
  yield line(`--${entity.boundary}--`);
}

/** A text part. Quoted-printable as long as that is readable, base64 when most of it is not Latin. */
export function textEntity(
  subtype: string,
  text: string,
  options: { charset?: string; parameters?: string } = {},
): Leaf {
  const charset = options.charset ?? 'utf-8';
  const bytes = encodeCharset(withCrlf(text), charset);
  const foreign = bytes.reduce((count, byte) => count + (byte > 0x7e ? 1 : 0), 0);
  const encoding = foreign * 4 > bytes.length ? 'base64' : 'quoted-printable';
  const parameters = options.parameters === undefined ? '' : `; ${options.parameters}`;
  return {
    kind: 'leaf',
    headers: [
      `Content-Type: text/${subtype}; charset="${charset}"${parameters}`,
      `Content-Transfer-Encoding: ${encoding}`,
    ],
    chunks: () => (encoding === 'base64' ? base64Lines(bytes) : [Buffer.from(quotedPrintable(bytes), 'latin1')]),
  };
}

/** A part of bytes: base64, with a disposition and, for inline parts, a content id. */
export function bytesEntity(part: {
  name: string;
  contentType: string;
  isInline: boolean;
  contentId: string | null;
  bytes: () => Uint8Array;
}): Leaf {
  const name = quotedParameter(part.name);
  const disposition = part.isInline ? 'inline' : 'attachment';
  return {
    kind: 'leaf',
    headers: [
      `Content-Type: ${part.contentType}; name=${name}`,
      `Content-Description: ${name.slice(1, -1)}`,
      `Content-Disposition: ${disposition}; filename=${name}`,
      ...(part.contentId === null ? [] : [`Content-ID: <${part.contentId}>`]),
      'Content-Transfer-Encoding: base64',
    ],
    chunks: () => base64Lines(part.bytes()),
  };
}

/** A whole message inside a message: never encoded, RFC 2046 section 5.2.1. */
export function messageEntity(bytes: () => Uint8Array): Leaf {
  return {
    kind: 'leaf',
    headers: ['Content-Type: message/rfc822', 'Content-Disposition: attachment'],
    chunks: () => [bytes()],
  };
}
