import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import Type from 'typebox';
import { afterEach, describe, expect, it } from 'vitest';
import { Failure } from '#evidence';
import { systemClock } from '#platform';
import { createGate } from './gate.ts';
import { outlookLimits } from './budget.ts';
import { patient } from './retry.ts';
import type { GraphReader, TransportOptions } from './transport.ts';
import { openTransport } from './transport.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, nth: number) => void;

const Thing = Type.Object({ id: Type.String() });
const forever = new AbortController().signal;
const closing: (() => Promise<void>)[] = [];
const quick = { ...patient, attempts: 4, itemAttempts: 2, throttledMs: 5_000, baseMs: 5, capMs: 20 };

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(handler: Handler): Promise<{ origin: string; requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    handler(request, response, requests.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  );
  return { origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, requests };
}

function json(
  response: ServerResponse,
  value: unknown,
  head: { status?: number; headers?: Record<string, string> } = {},
): void {
  response.writeHead(head.status ?? 200, { 'content-type': 'application/json', 'request-id': 'r-1', ...head.headers });
  response.end(JSON.stringify(value));
}

interface Opened {
  readonly graph: GraphReader;
  readonly asked: (string | undefined)[];
  readonly inFlight: () => number;
}

function open(origin: string, options: Partial<TransportOptions> = {}): Opened {
  const asked: (string | undefined)[] = [];
  const tokens = {
    token: (_signal: AbortSignal, refused?: string) => {
      asked.push(refused);
      return Promise.resolve(refused === undefined ? 'token-1' : 'token-2');
    },
  };
  const transport = openTransport({ origin, tokens, clock: systemClock, patience: quick, ...options });
  closing.push(() => Promise.resolve(transport[Symbol.asyncDispose]()));
  const gate = createGate(outlookLimits, systemClock);
  return { graph: transport.reader(gate), asked, inFlight: () => gate.reading().inFlight };
}

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const thrown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(Failure);
  return thrown as Failure;
}

async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts);
}

const get = (graph: GraphReader, target = '/thing') => graph.request({ target, schema: Thing, signal: forever });

describe('a Graph request', () => {
  it('asks below the version, with immutable ids, a bearer and an id of its own', async () => {
    const { origin, requests } = await serve((_, response) => {
      json(response, { id: 'a' }, { headers: { date: 'Fri, 20 Nov 2026 15:00:00 GMT' } });
    });
    const { graph } = open(origin);
    const { value, facts } = await graph.request({
      target: '/thing',
      schema: Thing,
      prefer: ['odata.maxpagesize=200'],
      signal: forever,
    });
    expect(value).toEqual({ id: 'a' });
    expect(facts).toMatchObject({ status: 200, requestId: 'r-1', serviceTime: new Date('2026-11-20T15:00:00Z') });
    const [request] = requests;
    expect(request!.url).toBe('/v1.0/thing');
    expect(request!.headers.prefer).toBe('IdType="ImmutableId", odata.maxpagesize=200');
    expect(request!.headers.authorization).toBe('Bearer token-1');
    expect(request!.headers['client-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('follows a nextLink on its own host as it was written, and refuses one to another host', async () => {
    const { origin, requests } = await serve((_, response) => {
      json(response, { id: 'a' });
    });
    const stranger = await serve((_, response) => {
      json(response, { id: 'stolen' });
    });
    const { graph } = open(origin);
    await get(graph, `${origin}/v1.0/users('a%2Fb')/messages?%24skip=10&$x=%27`);
    expect(requests[0]!.url).toBe("/v1.0/users('a%2Fb')/messages?%24skip=10&$x=%27");
    const failure = await failureOf(get(graph, `${stranger.origin}/v1.0/users`));
    expect(failure).toMatchObject({ kind: 'malformed', code: 'graph-foreign-link' });
    expect(stranger.requests).toHaveLength(0);
  });

  it('does not follow a redirect, so the bearer never leaves the host', async () => {
    const stranger = await serve((_, response) => {
      json(response, { id: 'stolen' });
    });
    const { origin } = await serve((_, response) => {
      response.writeHead(302, { location: `${stranger.origin}/thing` }).end();
    });
    const { graph } = open(origin);
    expect(await failureOf(get(graph))).toMatchObject({ kind: 'malformed', code: 'graph-redirect-refused' });
    expect(await failureOf(graph.download({ target: '/thing/$value', signal: forever }))).toMatchObject({
      code: 'graph-redirect-refused',
    });
    expect(stranger.requests).toHaveLength(0);
  });

  it('renews a refused token twice at most and then gives up', async () => {
    const { origin, requests } = await serve((request, response) => {
      if (request.headers.authorization === 'Bearer token-2' && request.url === '/v1.0/thing')
        json(response, { id: 'a' });
      else json(response, { error: { code: 'InvalidAuthenticationToken', message: 'expired' } }, { status: 401 });
    });
    const { graph, asked } = open(origin);
    expect((await get(graph)).value).toEqual({ id: 'a' });
    expect(asked).toEqual([undefined, 'token-1']);
    const failure = await failureOf(get(graph, '/other'));
    expect(failure).toMatchObject({
      kind: 'denied',
      code: 'graph-token-refused',
      evidence: { status: 401, requestId: 'r-1' },
    });
    expect(requests).toHaveLength(5);
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain('token-1');
  });

  it.each([
    ['an empty 503', (response: ServerResponse) => response.writeHead(503).end()],
    [
      'a 502 with a page of HTML',
      (response: ServerResponse) =>
        response.writeHead(502, { 'content-type': 'text/html' }).end('<html><h1>Bad Gateway</h1></html>'),
    ],
    [
      'a 504 with an empty message',
      (response: ServerResponse) => {
        json(response, { error: { code: 'UnknownError', message: '' } }, { status: 504 });
      },
    ],
    [
      'a 500 that passes',
      (response: ServerResponse) => {
        json(response, { error: { code: 'ErrorInternalServerTransientError', message: 'x' } }, { status: 500 });
      },
    ],
    [
      'truncated JSON',
      (response: ServerResponse) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"id": "a'),
    ],
    ['a connection that ends before the answer', (response: ServerResponse) => response.socket!.destroy()],
    [
      'a connection that ends within the answer',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-length': '100' }).write('{"id"');
        setTimeout(() => response.socket!.destroy(), 5);
      },
    ],
  ])('is tried again after %s', async (_name, fault) => {
    const { origin, requests } = await serve((_, response, nth) => {
      if (nth === 1) fault(response);
      else json(response, { id: 'a' });
    });
    const { graph, inFlight } = open(origin);
    expect((await get(graph)).value).toEqual({ id: 'a' });
    expect(requests).toHaveLength(2);
    expect(inFlight()).toBe(0);
  });

  it('is given up after a bounded number of attempts, and says what was seen last', async () => {
    const { origin, requests } = await serve((_, response) => response.writeHead(503).end());
    const { graph } = open(origin);
    expect(await failureOf(get(graph))).toMatchObject({
      kind: 'unavailable',
      code: 'graph-unavailable',
      evidence: { status: 503 },
    });
    expect(requests).toHaveLength(4);
  });

  it('asks for a corrupt item a few times only, and knows it is the item', async () => {
    const { origin, requests } = await serve((_, response) => {
      json(
        response,
        { error: { code: 'ErrorCorruptData', message: 'Data is corrupt.,Invalid global object ID' } },
        { status: 500 },
      );
    });
    const { graph } = open(origin);
    expect(await failureOf(get(graph))).toMatchObject({ kind: 'malformed', code: 'graph-item-corrupt' });
    expect(requests).toHaveLength(2);
  });

  it.each([
    ['in seconds', () => '1'],
    ['as a date', () => new Date(Math.ceil(Date.now() / 1000) * 1000 + 1000).toUTCString()],
  ])('waits as long as a 429 says %s, and so does the whole mailbox', async (_name, header) => {
    let refusedAt = 0;
    let until = 0;
    const arrivals: number[] = [];
    const { origin } = await serve((_, response, nth) => {
      if (nth === 1) {
        refusedAt = Date.now();
        const value = header();
        until = /^\d+$/.test(value) ? refusedAt + Number(value) * 1000 : Date.parse(value);
        json(
          response,
          { error: { code: 'ApplicationThrottled', message: 'Application is over its MailboxConcurrency limit.' } },
          { status: 429, headers: { 'retry-after': value } },
        );
      } else {
        arrivals.push(Date.now());
        json(response, { id: 'a' });
      }
    });
    const { graph } = open(origin);
    const refused = get(graph, '/one');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await Promise.all([refused, get(graph, '/two'), get(graph, '/three')]);
    expect(arrivals).toHaveLength(3);
    expect(Math.min(...arrivals)).toBeGreaterThanOrEqual(until - 5);
  });

  it('does not give up while the service only says wait, until its patience is over', async () => {
    const { origin, requests } = await serve((_, response, nth) => {
      if (nth <= 12)
        json(
          response,
          { error: { code: 'TooManyRequests', message: '' } },
          { status: 429, headers: { 'retry-after': '0.02' } },
        );
      else json(response, { id: 'a' });
    });
    const { graph } = open(origin);
    expect((await get(graph)).value).toEqual({ id: 'a' });
    expect(requests).toHaveLength(13);
    const impatient = await serve((_, response) => {
      json(
        response,
        { error: { code: 'TooManyRequests', message: '' } },
        { status: 429, headers: { 'retry-after': '60' } },
      );
    });
    const failure = await failureOf(get(open(impatient.origin).graph));
    expect(failure).toMatchObject({ kind: 'throttled', code: 'graph-throttled' });
    expect(failure.until).toBeGreaterThan(Date.now() + 50_000);
  });

  it('is ended by silence before the head and within the body', async () => {
    const { origin } = await serve((request, response) => {
      if (request.url === '/v1.0/body') response.writeHead(200, { 'content-type': 'application/json' }).write('{"id":');
    });
    const { graph } = open(origin, { headersTimeoutMs: 200, bodyTimeoutMs: 200, patience: { ...quick, attempts: 1 } });
    expect(await failureOf(get(graph, '/head'))).toMatchObject({ kind: 'unavailable', code: 'network-timeout' });
    expect(await failureOf(get(graph, '/body'))).toMatchObject({ kind: 'unavailable', code: 'network-timeout' });
  });

  it("is ended by its signal, with the signal's reason, and gives its place back", async () => {
    const { origin } = await serve(() => undefined);
    const { graph, inFlight } = open(origin);
    const stopping = new AbortController();
    const work = graph.request({ target: '/thing', schema: Thing, signal: stopping.signal });
    setTimeout(() => {
      stopping.abort(new Error('stopped by a person'));
    }, 30);
    await expect(work).rejects.toThrow('stopped by a person');
    expect(inFlight()).toBe(0);
  });

  it('refuses answers of another shape and answers above the cap', async () => {
    const { origin } = await serve((request, response) => {
      json(response, request.url === '/v1.0/large' ? { id: 'x'.repeat(5000) } : { id: 7 });
    });
    const { graph } = open(origin, { jsonCap: 1000 });
    expect(await failureOf(get(graph))).toMatchObject({ kind: 'malformed', code: 'graph-answer-unexpected' });
    expect(await failureOf(get(graph, '/large'))).toMatchObject({ kind: 'malformed', code: 'graph-answer-too-large' });
  });

  it('keeps the raw text of codes nobody knows, and says so', async () => {
    const { origin } = await serve((_, response) => {
      json(response, { error: { code: 'ErrorBrandNew', message: 'Something nobody has seen.' } }, { status: 400 });
    });
    const failure = await failureOf(get(open(origin).graph));
    expect(failure).toMatchObject({ kind: 'bug', code: 'graph-unknown', evidence: { providerCode: 'ErrorBrandNew' } });
    expect(failure.message).toContain('unknown to Chainmail: Something nobody has seen.');
  });
});

describe('a download', () => {
  it('brings the bytes as they are and holds its place until they are over', async () => {
    const original = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
    const { origin } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      response.end(original);
    });
    const { graph, inFlight } = open(origin);
    const body = await graph.download({ target: '/m/$value', signal: forever });
    expect(inFlight()).toBe(1);
    expect((await bytesOf(body)).equals(original)).toBe(true);
    expect(inFlight()).toBe(0);
  });

  it('may be empty', async () => {
    const { origin } = await serve((_, response) => response.writeHead(200).end());
    const { graph, inFlight } = open(origin);
    expect(await bytesOf(await graph.download({ target: '/m/$value', signal: forever }))).toHaveLength(0);
    expect(inFlight()).toBe(0);
  });

  it('is tried again until its first byte', async () => {
    const { origin, requests } = await serve((_, response, nth) => {
      if (nth === 1) response.socket!.destroy();
      else if (nth === 2) {
        response.writeHead(200, { 'content-length': '10' }).flushHeaders();
        setTimeout(() => response.socket!.destroy(), 5);
      } else response.writeHead(200).end('whole');
    });
    const { graph } = open(origin);
    expect((await bytesOf(await graph.download({ target: '/m/$value', signal: forever }))).toString()).toBe('whole');
    expect(requests).toHaveLength(3);
  });

  it.each([
    [
      'resets',
      (response: ServerResponse) => {
        response.writeHead(200).write('half');
        setTimeout(() => response.socket!.destroy(), 20);
      },
    ],
    [
      'ends before its announced length',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-length': '10' }).write('half');
        setTimeout(() => response.socket!.end(), 20);
      },
    ],
    [
      'stalls',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-length': '10' }).write('half');
      },
    ],
  ])('throws unavailable when the body %s, and never passes for whole', async (_name, fault) => {
    const { origin } = await serve((_, response) => {
      fault(response);
    });
    const { graph, inFlight } = open(origin, { bodyTimeoutMs: 300 });
    const body = await graph.download({ target: '/m/$value', signal: forever });
    expect(await failureOf(bytesOf(body))).toMatchObject({ kind: 'unavailable' });
    expect(inFlight()).toBe(0);
  });

  it('gives its place back when the reader stops early, and when nobody reads but the signal ends', async () => {
    const { origin } = await serve((_, response) => {
      response.writeHead(200).write('x'.repeat(200_000));
    });
    const { graph, inFlight } = open(origin);
    for await (const part of await graph.download({ target: '/m/$value', signal: forever })) {
      expect(part.byteLength).toBeGreaterThan(0);
      break;
    }
    expect(inFlight()).toBe(0);
    const stopping = new AbortController();
    await graph.download({ target: '/m/$value', signal: stopping.signal });
    expect(inFlight()).toBe(1);
    stopping.abort(new Error('stop'));
    expect(inFlight()).toBe(0);
  });
});
