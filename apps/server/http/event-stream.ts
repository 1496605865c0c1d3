import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type, { type TSchema } from 'typebox';
import type { Parts } from '../parts.ts';
import { problemOf } from './problem.ts';

/** One thing that a stream tells (server-sent events). */
export interface StreamEvent {
  readonly event: string;
  readonly data: unknown;
  readonly id?: string;
}

const heartbeatMs = 15_000;

/** How a route describes the events it tells, in its `response`. */
export function eventsOf(description: string, data: TSchema = Type.Unknown()) {
  return { 200: { description, content: { 'text/event-stream': { schema: data } } } };
}

/**
 * Answers with a stream of events: what `tell` yields, and a heartbeat in between. The signal of `tell` is aborted when
 * the reader goes away or the server stops; a failure is told as the event `problem` and ends the stream.
 *
 * A stream whose reader comes back begins anew: `tell` begins with everything that is so now, so nothing is missed.
 */
export function eventStream(
  parts: Pick<Parts, 'clock' | 'stopping'>,
  of: { request: FastifyRequest; reply: FastifyReply; tell: (signal: AbortSignal) => AsyncIterable<StreamEvent> },
): FastifyReply {
  const { request, reply, tell } = of;
  const gone = new AbortController();
  const signal = AbortSignal.any([gone.signal, parts.stopping]);
  reply.raw.once('close', () => {
    gone.abort(new Error('The reader went away.'));
  });
  const source = Readable.from(written(parts, { request, events: tell(signal), signal }));
  return reply.type('text/event-stream').header('x-accel-buffering', 'no').send(source);
}

async function* written(
  { clock }: Pick<Parts, 'clock'>,
  of: { request: FastifyRequest; events: AsyncIterable<StreamEvent>; signal: AbortSignal },
): AsyncGenerator<string> {
  const { request, events, signal } = of;
  const iterator = events[Symbol.asyncIterator]();
  try {
    // Readers learn at once that they are connected.
    yield ': connected\n\n';
    for (let next = iterator.next(); ;) {
      const beat = new AbortController();
      const result = await Promise.race([
        next,
        quiet(clock.sleep(heartbeatMs, AbortSignal.any([signal, beat.signal]))),
      ]);
      beat.abort();
      if (signal.aborted) return;
      if (result === 'quiet') {
        yield ': still here\n\n';
        continue;
      }
      if (result.done === true) return;
      yield textOf(result.value);
      next = iterator.next();
    }
  } catch (thrown) {
    if (!signal.aborted) yield textOf({ event: 'problem', data: problemOf(thrown, request) });
  } finally {
    // Not awaited: it may be in the middle of a wait that only the signal ends.
    iterator.return?.().catch(() => undefined);
  }
}

async function quiet(sleep: Promise<void>): Promise<'quiet'> {
  await sleep.catch(() => undefined);
  return 'quiet';
}

function textOf({ event, data, id }: StreamEvent): string {
  const lines = JSON.stringify(data);
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${lines}\n\n`;
}
