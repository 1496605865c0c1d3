import { Failure } from '#evidence';
import { nextTurn, type Clock } from '#platform';
import type { ArrivingBody } from './arriving-body.ts';
import type { Pass } from '../gate.ts';
import { networkFailure, surplusBytes } from '../network-failure.ts';

/** How a body is read. */
export interface Reading {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Whether the head declared its length: only then can it be longer than it seems. */
  readonly declaresLength: boolean;
  /** Whether a connection broke, since the request was sent, because bytes came that nobody had asked for. */
  readonly sawStrayBytes: () => boolean;
}

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

/** The whole of a small body. Failure `malformed` above the cap, `unavailable` when it breaks off. */
export async function readWhole(body: AsyncIterable<Uint8Array>, reading: Reading & { cap: number }): Promise<Buffer> {
  try {
    const whole = await readCapped(body, reading.cap);
    await requireNothingMore(reading);
    return whole;
  } catch (error) {
    reading.signal.throwIfAborted();
    throw error instanceof Failure ? error : networkFailure(error, reading.clock.now());
  }
}

/** A body that goes on beyond its declared length was cut there. Failure `unavailable`: asking again may bring it whole. */
async function requireNothingMore({ clock, declaresLength, sawStrayBytes }: Reading): Promise<void> {
  if (!declaresLength) return;
  // What came with the last bytes is noticed by the time the loop has come round.
  await nextTurn();
  if (sawStrayBytes()) throw surplusBytes(clock.now());
}

/**
 * A body as a stream, once its first bytes are there (a break before them is thrown here, after them by the stream).
 * The pass is held until nothing more comes: the body is over, ended early by `return()`, or the signal ends.
 */
export async function openStream(
  body: ArrivingBody,
  reading: Reading & { pass: Pass },
): Promise<AsyncIterable<Uint8Array>> {
  body.whenOver = () => {
    reading.pass.release();
  };
  const first = await next(body, reading);
  return { [Symbol.asyncIterator]: () => readOn(body, first, reading) };
}

/** Reads a body whose first part was read already. */
function readOn(
  body: ArrivingBody,
  first: IteratorResult<Uint8Array, undefined>,
  reading: Reading,
): AsyncIterator<Uint8Array, undefined> {
  let begun = false;
  return {
    next: async () => {
      const step = begun ? await next(body, reading) : first;
      begun = true;
      if (step.done === true) await requireNothingMore(reading);
      return step;
    },
    return: () => body.return(),
  };
}

async function next(body: ArrivingBody, reading: Reading): Promise<IteratorResult<Uint8Array, undefined>> {
  try {
    return await body.next();
  } catch (error) {
    reading.signal.throwIfAborted();
    throw networkFailure(error, reading.clock.now());
  }
}
