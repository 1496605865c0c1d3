import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { bodyBytes, type Answer } from './answer.ts';

/** How a fault spoils an answer on its way out. */
export type Distortion =
  | { readonly kind: 'reset'; readonly afterBytes: number }
  | { readonly kind: 'truncate'; readonly bytes: number | undefined }
  | { readonly kind: 'wrong-length'; readonly by: number }
  | { readonly kind: 'slow'; readonly bytesPerSecond: number }
  | { readonly kind: 'stall'; readonly afterBytes: number; readonly milliseconds: number };

export interface Sending {
  readonly distortions: readonly Distortion[];
  /** Called once the last byte is handed over, before the client can react to it. */
  readonly done: () => void;
}

/**
 * Sends an answer; resolves with the number of body bytes written.
 * JSON and plain bytes carry a length, streams and chunked bytes do not (as Exchange's MIME).
 */
export async function send(response: ServerResponse, answer: Answer, sending: Sending): Promise<number> {
  if (sending.distortions.length > 0) return sendSpoilt(response, answer, sending);
  const { body } = answer;
  switch (body.kind) {
    case 'empty':
      response.writeHead(answer.status, { ...answer.headers, 'Content-Length': '0' });
      sending.done();
      response.end();
      return 0;
    case 'json': {
      const text = Buffer.from(JSON.stringify(body.value), 'utf8');
      response.writeHead(answer.status, { ...answer.headers, 'Content-Length': text.length });
      sending.done();
      response.end(text);
      return text.length;
    }
    case 'bytes':
      response.writeHead(
        answer.status,
        body.chunked ? answer.headers : { ...answer.headers, 'Content-Length': body.bytes.length },
      );
      if (body.chunked) response.write(body.bytes);
      sending.done();
      response.end(body.chunked ? undefined : body.bytes);
      return body.bytes.length;
    case 'stream':
      return sendStream(response, answer, { chunks: body.chunks, done: sending.done });
  }
}

interface Streaming {
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly done: () => void;
}

async function sendStream(response: ServerResponse, answer: Answer, { chunks, done }: Streaming): Promise<number> {
  response.writeHead(answer.status, answer.headers);
  let written = 0;
  for await (const chunk of chunks) {
    if (response.destroyed) break;
    written += chunk.length;
    if (!response.write(chunk)) await drained(response);
  }
  done();
  response.end();
  return written;
}

/** Waits until more can be written, or nobody reads any more. */
async function drained(response: ServerResponse): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  try {
    await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]);
  } finally {
    // Takes the listener away that did not come to anything.
    waiting.abort();
  }
}

/** The slow path: the whole body in memory, then spoilt as asked. */
async function sendSpoilt(response: ServerResponse, answer: Answer, sending: Sending): Promise<number> {
  const whole = await bodyBytes(answer.body);
  let bytes = whole;
  let announced = whole.length;
  let chunked = answer.body.kind === 'stream' || (answer.body.kind === 'bytes' && answer.body.chunked);
  let resetAt: number | undefined;
  let bytesPerSecond = Number.POSITIVE_INFINITY;
  let stall: { afterBytes: number; milliseconds: number } | undefined;
  for (const distortion of sending.distortions) {
    switch (distortion.kind) {
      case 'truncate':
        bytes = bytes.subarray(0, Math.min(distortion.bytes ?? bytes.length >> 1, Math.max(0, bytes.length - 1)));
        announced = bytes.length;
        break;
      case 'wrong-length':
        announced = Math.max(0, bytes.length + distortion.by);
        chunked = false;
        break;
      case 'reset':
        resetAt = Math.min(distortion.afterBytes, Math.max(0, bytes.length - 1));
        break;
      case 'slow':
        bytesPerSecond = distortion.bytesPerSecond;
        break;
      case 'stall':
        stall = distortion;
        break;
    }
  }
  // A length the body does not keep is the fault itself, so node must not correct or refuse it.
  response.strictContentLength = false;
  response.writeHead(answer.status, chunked ? answer.headers : { ...answer.headers, 'Content-Length': announced });
  response.flushHeaders();
  const end = resetAt ?? bytes.length;
  await writePaced(response, bytes.subarray(0, end), { bytesPerSecond, stall });
  sending.done();
  if (resetAt !== undefined || announced > bytes.length) {
    await flushed(response);
    response.destroy();
  } else {
    response.end();
  }
  return end;
}

interface Pace {
  readonly bytesPerSecond: number;
  readonly stall: { afterBytes: number; milliseconds: number } | undefined;
}

async function writePaced(response: ServerResponse, bytes: Uint8Array, { bytesPerSecond, stall }: Pace): Promise<void> {
  const tick = 50;
  const step = Number.isFinite(bytesPerSecond) ? Math.max(1, Math.floor((bytesPerSecond * tick) / 1000)) : bytes.length;
  let stalled = stall === undefined;
  for (let at = 0; at < bytes.length && !response.destroyed;) {
    if (stall !== undefined && !stalled && at >= Math.min(stall.afterBytes, bytes.length - 1)) {
      stalled = true;
      await wait(stall.milliseconds);
      continue;
    }
    const stop =
      stall === undefined || stalled ? bytes.length : Math.max(at + 1, Math.min(stall.afterBytes, bytes.length - 1));
    const upTo = Math.min(at + step, stop);
    response.write(bytes.subarray(at, upTo));
    at = upTo;
    if (Number.isFinite(bytesPerSecond) && at < bytes.length) await wait(tick);
  }
}

/** Resolves once what was written has left for the client, so that a cut comes after it and not instead of it. */
async function flushed(response: ServerResponse): Promise<void> {
  for (let round = 0; round < 200 && !response.destroyed && (response.socket?.writableLength ?? 0) > 0; round += 1)
    await wait(5);
  await wait(5);
}
