import { afterAll, beforeAll, expect, test } from 'vitest';
import { manualClock, type ManualClock } from '#platform';
import { testServer, type Browser, type TestServer } from './rig.ts';

let server: TestServer;
let ana: Browser;
let clock: ManualClock;
beforeAll(async () => {
  clock = manualClock(new Date());
  server = await testServer({ clock });
  ana = await server.administrator();
});
afterAll(() => server[Symbol.asyncDispose]());

async function token(scopes: readonly string[], expiresInDays = 30): Promise<{ id: string; authorization: string }> {
  const made = (await ana.post('/api/v1/tokens', { name: 'a script', scopes, expiresInDays })).body;
  return { id: String(made.token?.id), authorization: `Bearer ${String(made.secret)}` };
}

const program = () => server.browser();

test('a token is shown once, and works without cookie, origin and our header', async () => {
  const { authorization } = await token(['read', 'administer']);
  expect(authorization).toMatch(/^Bearer cm_[A-Za-z0-9_-]{43}$/);
  const made = await program().post(
    '/api/v1/matters',
    { name: 'By program' },
    { authorization, origin: '', 'x-chainmail-csrf': '' },
  );
  expect(made.status).toBe(201);
  const shown = (await ana.get('/api/v1/tokens')).text;
  expect(shown).not.toContain(authorization.slice('Bearer '.length));
  expect((await ana.get('/api/v1/audit?action=token.made')).text).not.toContain(authorization.slice('Bearer '.length));
});

test('a token does what it was made for and nothing else, and never what only a person may', async () => {
  const { authorization } = await token(['read']);
  expect((await program().get('/api/v1/matters', { authorization })).status).toBe(200);
  for (const answer of [
    await program().post('/api/v1/matters', { name: 'No' }, { authorization }),
    await program().get('/api/v1/audit', { authorization }),
    await program().get('/api/v1/sessions', { authorization }),
    await program().post(
      '/api/v1/tokens',
      { name: 'more', scopes: ['administer'], expiresInDays: 1 },
      { authorization },
    ),
  ])
    expect(answer).toMatchObject({ status: 403, body: { code: 'token-scope' } });
});

test('a token never allows more than its person may', async () => {
  const rae = await server.person({ name: 'Rae', instanceRole: 'member' });
  const made = await rae.browser.post('/api/v1/tokens', {
    name: 'all',
    scopes: ['read', 'administer', 'audit'],
    expiresInDays: 1,
  });
  const authorization = `Bearer ${String(made.body.secret)}`;
  expect((await program().get('/api/v1/matters', { authorization })).body.items).toEqual([]);
  expect((await program().post('/api/v1/matters', { name: 'No' }, { authorization })).status).toBe(403);
  expect((await program().get('/api/v1/people', { authorization })).status).toBe(403);
});

test('a token that was revoked, made up, or is wrong opens nothing, also beside a good cookie', async () => {
  const { id, authorization } = await token(['read']);
  await ana.ask('DELETE', `/api/v1/tokens/${id}`);
  for (const wrong of [authorization, `Bearer cm_${'A'.repeat(43)}`, 'Bearer ', 'Basic YTpi', "Bearer cm_' or 1=1"])
    expect((await ana.get('/api/v1/me', { authorization: wrong })).status).toBe(401);
});

test('a token ends on its day', async () => {
  const { authorization } = await token(['read'], 2);
  clock.advance(47 * 3_600_000);
  expect((await program().get('/api/v1/me', { authorization })).status).toBe(200);
  clock.advance(3_600_000);
  expect((await program().get('/api/v1/me', { authorization })).status).toBe(401);
});
