import fastify from 'fastify';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Failure } from '#evidence';
import { manualClock, type ManualClock } from '#platform';
import type { App } from '../parts.ts';
import { eventsOf, eventStream, type StreamEvent } from './event-stream.ts';

let app: App;
let clock: ManualClock;
let stopping: AbortController;
let tell: (signal: AbortSignal) => AsyncIterable<StreamEvent>;

beforeEach(async () => {
  clock = manualClock();
  stopping = new AbortController();
  app = fastify();
  const parts = { clock, stopping: stopping.signal };
  app.get('/events', { schema: { response: eventsOf('What happens') } }, (request, reply) =>
    eventStream(parts, { request, reply, tell: (signal) => tell(signal) }),
  );
  await app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(() => app.close());

async function open(): Promise<{ next: () => Promise<string | null>; leave: () => Promise<void> }> {
  const leaving = new AbortController();
  const response = await fetch(new URL('/events', app.listeningOrigin), { signal: leaving.signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  return {
    next: async () => (await reader.read()).value ?? null,
    leave: async () => {
      await reader.cancel();
      leaving.abort();
    },
  };
}

test('events are told one by one with their ids, and the stream ends with its source', async () => {
  tell = async function* () {
    yield { event: 'snapshot', data: { done: 1 } };
    yield { event: 'change', data: 'two\nlines', id: '7' };
  };
  const stream = await open();
  const text = [];
  for (let part = await stream.next(); part !== null; part = await stream.next()) text.push(part);
  expect(text.join('')).toBe(
    ': connected\n\nevent: snapshot\ndata: {"done":1}\n\nid: 7\nevent: change\ndata: "two\\nlines"\n\n',
  );
});

test('while nothing happens a heartbeat is sent every quarter of a minute, and nothing is lost by it', async () => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  tell = async function* () {
    await promise;
    yield { event: 'late', data: null };
  };
  const stream = await open();
  expect(await stream.next()).toBe(': connected\n\n');
  for (let beats = 0; beats < 2; beats += 1) {
    while (clock.sleepers() === 0) await new Promise(setImmediate);
    clock.advance(15_000);
    expect(await stream.next()).toBe(': still here\n\n');
  }
  resolve(undefined);
  expect(await stream.next()).toBe('event: late\ndata: null\n\n');
  expect(await stream.next()).toBeNull();
});

test('a failure is told as a problem', async () => {
  tell = async function* () {
    yield { event: 'first', data: 1 };
    throw new Failure('denied', 'Not any more.', { code: 'some-code', fix: 'Ask.' });
  };
  const stream = await open();
  const text = [];
  for (let part = await stream.next(); part !== null; part = await stream.next()) text.push(part);
  expect(text.join('')).toContain('event: problem\ndata: {"type":"/docs/errors#some-code"');
  expect(text.join('')).toContain('"status":403');
});

test('a reader that goes away, or a server that stops, aborts the source', async () => {
  for (const end of ['leave', 'stop'] as const) {
    const aborted = Promise.withResolvers<undefined>();
    tell = async function* (signal) {
      yield { event: 'first', data: 1 };
      await once(signal, 'abort');
      aborted.resolve(undefined);
    };
    const stream = await open();
    await stream.next();
    if (end === 'leave') await stream.leave();
    else stopping.abort(new Error('The server stops.'));
    await aborted.promise;
  }
});
