/** What a handler answers; how it travels (length, chunks, delays, cuts) is decided when it is sent. */
export type AnswerBody =
  | { readonly kind: 'empty' }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly chunked: boolean }
  | { readonly kind: 'stream'; readonly chunks: AsyncIterable<Uint8Array> };

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AnswerBody;
}

const noHeaders: Readonly<Record<string, string>> = Object.freeze({});

export function jsonAnswer(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = noHeaders,
): Answer {
  return { status, headers, body: { kind: 'json', value } };
}

export function bytesAnswer(status: number, bytes: Uint8Array, headers: Readonly<Record<string, string>>): Answer {
  return { status, headers, body: { kind: 'bytes', bytes, chunked: false } };
}

export function textAnswer(status: number, text: string, headers: Readonly<Record<string, string>>): Answer {
  return bytesAnswer(status, Buffer.from(text, 'utf8'), headers);
}

export function emptyAnswer(status: number, headers: Readonly<Record<string, string>> = noHeaders): Answer {
  return { status, headers, body: { kind: 'empty' } };
}

/** The whole body in memory: needed by batches and by faults that cut or stretch it. */
export async function bodyBytes(body: AnswerBody): Promise<Uint8Array> {
  switch (body.kind) {
    case 'empty':
      return new Uint8Array(0);
    case 'json':
      return Buffer.from(JSON.stringify(body.value), 'utf8');
    case 'bytes':
      return body.bytes;
    case 'stream': {
      const parts: Uint8Array[] = [];
      for await (const part of body.chunks) parts.push(part);
      return Buffer.concat(parts);
    }
  }
}
