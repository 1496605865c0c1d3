import type { IncomingMessage } from 'node:http';

/** One request as handlers see it, whether it came by itself or inside a batch. */
export interface Call {
  readonly method: string;
  /** Path as sent, still percent-encoded, without the query. */
  readonly path: string;
  /** Query as sent, without the question mark. */
  readonly query: string;
  /** Scheme and authority the client used, for absolute links. */
  readonly origin: string;
  readonly requestId: string;
  header(name: string): string | undefined;
  /** The request body; read at most once from the wire. */
  body(): Promise<Uint8Array>;
}

const bodyLimit = 8 * 1024 * 1024;

/** The body of the request was larger than the tenant takes. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/**
 * Reads a request body once.
 * Errors: BodyTooLarge above 8 MiB; the socket's own error when the client goes away.
 */
export async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > bodyLimit) throw new BodyTooLarge(`request body is larger than ${String(bodyLimit)} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts, length);
}

export function callFrom(request: IncomingMessage, requestId: string): Call {
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  let body: Promise<Uint8Array> | undefined;
  return {
    method: request.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? '' : url.slice(mark + 1),
    origin: `http://${request.headers.host ?? '127.0.0.1'}`,
    requestId,
    header(name) {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
    body() {
      body ??= readBody(request);
      return body;
    },
  };
}

/** Percent-decodes; text that is not valid percent-encoding stays as it is. */
export function percentDecoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
