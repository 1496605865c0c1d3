import { afterAll, beforeAll, expect, test } from 'vitest';
import { testServer, type Browser, type TestServer } from './rig.ts';

let server: TestServer;
let ana: Browser;
beforeAll(async () => {
  server = await testServer();
  ana = await server.administrator();
});
afterAll(() => server[Symbol.asyncDispose]());

const begin = (name: string, key: string) => ana.post('/api/v1/matters', { name }, { 'idempotency-key': key });

test('the same start sent twice begins one thing and gets the same answer', async () => {
  const first = await begin('Twice', 'k1');
  const second = await begin('Twice', 'k1');
  expect(first.status).toBe(201);
  expect([second.status, second.body]).toEqual([201, first.body]);
});

test('of the same start sent many times at once one is carried out', async () => {
  const answers = await Promise.all(Array.from({ length: 5 }, () => begin('Many', 'k2')));
  const made = answers.filter(({ status }) => status === 201);
  expect(new Set(made.map(({ text }) => text)).size).toBe(1);
  expect(answers.filter(({ status }) => status === 409 || status === 201)).toHaveLength(5);
  const all = (await ana.get('/api/v1/matters?limit=200')).body.items as unknown as { name: string }[];
  expect(all.filter(({ name }) => name === 'Many')).toHaveLength(1);
});

test('a key that was used for another body is refused, and one whose start failed is free again', async () => {
  expect(await begin('Other', 'k1')).toMatchObject({ status: 409, body: { code: 'idempotency-key-used' } });
  expect((await begin('Twice', 'k3')).body.code).toBe('matter-name-taken');
  expect((await begin('Not twice', 'k3')).status).toBe(201);
  expect((await begin('Bad key', 'ü'.repeat(3))).status).toBe(400);
});

test('lists go on where they ended, in order and without gaps', async () => {
  for (const name of ['a', 'b', 'c', 'd', 'e']) await ana.post('/api/v1/matters', { name });
  const names: string[] = [];
  let next: string | null = '';
  while (next !== null) {
    const page = (await ana.get(`/api/v1/matters?limit=2${next === '' ? '' : `&cursor=${next}`}`)).body;
    names.push(...(page.items as unknown as { name: string }[]).map(({ name }) => name));
    next = page.next as string | null;
  }
  expect(names).toEqual([...names].sort());
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(['a', 'b', 'c', 'd', 'e']));
  expect(await ana.get('/api/v1/matters?cursor=nonsense')).toMatchObject({
    status: 400,
    body: { code: 'bad-page-cursor' },
  });
  expect((await ana.get('/api/v1/matters?limit=0')).status).toBe(400);
  expect((await ana.get('/api/v1/matters?limit=201')).status).toBe(400);
});
