import { Failure } from '#evidence';

/** Collects a body that must be small. Failure `malformed` above the cap. */
export async function readCapped(body: AsyncIterable<Uint8Array>, cap: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.byteLength;
    if (size > cap) {
      throw new Failure('malformed', `An answer is larger than ${String(cap)} bytes.`, {
        code: 'graph-answer-too-large',
        fix: 'Report it with the request id: pages are asked for in small sizes.',
      });
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** A body as JSON. Failure `unavailable` when it was cut short: asking again may bring it whole. */
export function parseJson(body: Buffer): unknown {
  const text = body.toString('utf8').replace(/^\uFEFF/, '');
  try {
    return JSON.parse(text);
  } catch {
    // The parser's error would quote the answer.
    throw new Failure('unavailable', `An answer of ${String(body.byteLength)} bytes is not whole JSON.`, {
      code: 'graph-answer-truncated',
      fix: 'Nothing: Chainmail asks again.',
    });
  }
}
