import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  AuthenticationHandler,
  Client as GraphClient,
  PageIterator,
  type Context,
  type Middleware,
  type PageCollection,
} from '@microsoft/microsoft-graph-client';
import { signedIn, type Client } from '../../tests/signed-in.ts';
import { startSimulatedTenant, type SimulatedTenant } from '../start.ts';

let simulated: SimulatedTenant;
let client: Client;
let graph: GraphClient;
let user: string;
beforeAll(async () => {
  simulated = await startSimulatedTenant({ seed: 'tiny' });
  client = await signedIn(simulated);
  user = `/users/${simulated.mailboxes[0]!}`;
  const signIn = new AuthenticationHandler({ getAccessToken: () => Promise.resolve(client.token) });
  signIn.setNext(detour());
  graph = GraphClient.initWithMiddleware({ middleware: signIn });
});
afterAll(() => simulated.stop());

const service = 'https://graph.microsoft.com';

/** The client sends its token over https only, so its last step takes the requests to the simulated tenant and back. */
function detour(): Middleware {
  return {
    async execute(context: Context) {
      const response = await fetch(String(context.request).replace(service, simulated.url), context.options);
      const isJson = response.headers.get('content-type')?.includes('json') === true;
      context.response = isJson
        ? new Response((await response.text()).replaceAll(simulated.url, service), response)
        : response;
    },
  };
}

test('the official client lists a mailbox with its PageIterator', async () => {
  const seen = new Set<string>();
  const first = (await graph.api(`${user}/messages`).top(4).select(['id', 'subject']).get()) as PageCollection;
  await new PageIterator(graph, first, (message: { id: string }) => seen.add(message.id).size > 0).iterate();
  const expected = await client.get(`/v1.0${user}/messages/$count`);
  expect(seen.size).toBe(Number(expected.text));
});

test('the official client streams the MIME of a message', async () => {
  const { value } = (await graph.api(`${user}/messages`).top(1).select('id').get()) as { value: { id: string }[] };
  const stream = (await graph
    .api(`${user}/messages/${encodeURIComponent(value[0]!.id)}/$value`)
    .getStream()) as ReadableStream<Uint8Array>;
  expect(await new Response(stream).text()).toMatch(/^[A-Za-z-]+: /);
});

test('the official client sends a batch and sorts out its answers', async () => {
  const requests = [
    { id: '1', method: 'GET', url: `${user}/mailFolders/inbox` },
    { id: '2', method: 'GET', url: '/users?$top=1', dependsOn: ['1'] },
    { id: '3', method: 'GET', url: `${user}/messages/zzz` },
    { id: '4', method: 'GET', url: '/users', dependsOn: ['3'] },
  ];
  const { responses } = (await graph.api('/$batch').post({ requests })) as {
    responses: { id: string; status: number; body: unknown }[];
  };
  expect(Object.fromEntries(responses.map(({ id, status }) => [id, status]))).toEqual({
    1: 200,
    2: 200,
    3: 400,
    4: 424,
  });
});

test('a batch is metered part by part: more than four for one mailbox get inner 429s, unless queued', async () => {
  const requests = Array.from({ length: 6 }, (_, index) => ({
    id: String(index),
    method: 'GET',
    url: `${user}/messages?$top=1`,
  }));
  const reply = await client.post('/v1.0/$batch', { requests });
  expect(reply.status).toBe(200);
  const statuses = reply.json.responses.map(({ status }) => status);
  expect(statuses.toSorted()).toEqual([200, 200, 200, 200, 429, 429]);
  const refused = reply.json.responses.find(({ status }) => status === 429)!;
  expect(refused.headers['Retry-After']).toBe('10');
  expect(refused.body.error.code).toBe('ApplicationThrottled');
  expect(simulated.meter.readings().every(({ inFlight }) => inFlight === 0)).toBe(true);
  const logged = simulated.log.entries().filter(({ url }) => url === `/v1.0${user}/messages?$top=1`);
  expect(logged.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 429, 429]);
  await using queued = await startSimulatedTenant({ seed: 'tiny', switches: { batch: 'queued' } });
  const other = await (await signedIn(queued)).post('/v1.0/$batch', { requests });
  expect(other.json.responses.every(({ status }) => status === 200)).toBe(true);
});

test('a batch refuses too many, doubled ids and what it cannot read', async () => {
  const one = { method: 'GET', url: '/users' };
  const many = Array.from({ length: 21 }, (_, index) => ({ id: String(index), ...one }));
  for (const body of [
    { requests: many },
    {
      requests: [
        { id: 'a', ...one },
        { id: 'A', ...one },
      ],
    },
    {},
    { requests: [{ id: '1', method: 'GET' }] },
  ]) {
    expect((await client.post('/v1.0/$batch', body)).status).toBe(400);
  }
});

test('the MIME inside a batch comes as base64', async () => {
  const { id } = (await client.get(`/v1.0${user}/messages?$top=1`)).first;
  const reply = await client.post('/v1.0/$batch', {
    requests: [{ id: '1', method: 'GET', url: `${user}/messages/${encodeURIComponent(id)}/$value` }],
  });
  expect(Buffer.from(String(reply.json.responses[0]!.body), 'base64').toString()).toMatch(/^[A-Za-z-]+: /);
});
