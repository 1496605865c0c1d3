import { afterAll, beforeAll, expect, test } from 'vitest';
import { testServer, type Browser, type TestServer } from './rig.ts';

let server: TestServer;
let ana: Browser;
beforeAll(async () => {
  server = await testServer();
  ana = await server.administrator();
});
afterAll(() => server[Symbol.asyncDispose]());

const temporary = /^[A-Za-z0-9_-]{16}$/;
const own = 'a password of her own';

test('an invited person signs in with the temporary password and may do nothing before it is changed', async () => {
  const invited = await ana.post('/api/v1/people', { name: 'Ria', email: 'Ria@Firm.example', instanceRole: 'member' });
  expect(invited).toMatchObject({ status: 201, body: { person: { email: 'ria@firm.example' } } });
  const password = invited.body.temporaryPassword!;
  expect(password).toMatch(temporary);
  const rae = server.browser();
  expect(await rae.post('/api/auth/sign-in/email', { email: 'ria@firm.example', password })).toMatchObject({
    status: 200,
  });
  expect((await rae.get('/api/v1/me')).body.person!.mustChangePassword).toBe(true);
  expect(await rae.get('/api/v1/matters')).toMatchObject({ status: 403, body: { code: 'password-change-needed' } });
  const change = { currentPassword: password, newPassword: own };
  expect(await rae.post('/api/auth/change-password', { ...change, currentPassword: 'wrong' })).toMatchObject({
    status: 403,
    body: { code: 'password-wrong' },
  });
  expect(await rae.post('/api/auth/change-password', change)).toMatchObject({ status: 200 });
  expect((await rae.get('/api/v1/matters')).status).toBe(200);
  expect(
    (await ana.post('/api/v1/people', { name: 'R', email: 'ria@firm.example', instanceRole: 'member' })).status,
  ).toBe(409);
});

test('a disabled person is out at once, with sessions and tokens, and comes back only when enabled', async () => {
  const rae = await server.person({ name: 'Rae', instanceRole: 'member' });
  const made = await rae.browser.post('/api/v1/tokens', { name: 'script', scopes: ['read'], expiresInDays: 1 });
  const authorization = { authorization: `Bearer ${made.body.secret!}` };
  expect((await server.browser().get('/api/v1/me', authorization)).status).toBe(200);
  await ana.ask('PATCH', `/api/v1/people/${rae.id}`, { body: { disabled: true } });
  expect((await rae.browser.get('/api/v1/me')).status).toBe(401);
  expect((await server.browser().get('/api/v1/me', authorization)).status).toBe(401);
  const again = { email: rae.email, password: rae.password };
  expect(await server.browser().post('/api/auth/sign-in/email', again)).toMatchObject({
    status: 403,
    body: { code: 'account-disabled' },
  });
  await ana.ask('PATCH', `/api/v1/people/${rae.id}`, { body: { disabled: false } });
  expect((await server.browser().get('/api/v1/me', authorization)).status).toBe(401);
  expect((await server.browser().post('/api/auth/sign-in/email', again)).status).toBe(200);
});

test('the last administrator can neither be disabled nor made something else', async () => {
  await using server = await testServer();
  const ana = await server.administrator();
  const me = `/api/v1/people/${(await ana.get('/api/v1/me')).body.person!.id!}`;
  for (const body of [{ disabled: true }, { instanceRole: 'member' }]) {
    expect(await ana.ask('PATCH', me, { body })).toMatchObject({ status: 409, body: { code: 'last-administrator' } });
  }
  const bo = await server.person({ name: 'Bo', instanceRole: 'administrator' });
  expect((await ana.ask('PATCH', me, { body: { instanceRole: 'member' } })).status).toBe(200);
  expect((await ana.get('/api/v1/audit')).status).toBe(403);
  expect((await bo.browser.get('/api/v1/audit')).status).toBe(200);
});

test('sessions are listed with where they are, and one that is ended is over at once', async () => {
  const rae = await server.person({ name: 'Ron', instanceRole: 'member' });
  const elsewhere = server.browser();
  await elsewhere.post(
    '/api/auth/sign-in/email',
    { email: rae.email, password: rae.password },
    { 'user-agent': 'Elsewhere' },
  );
  const sessions = (await rae.browser.get('/api/v1/sessions')).body.items as unknown as {
    id: string;
    browser: string;
    isThisOne: boolean;
    address: string;
  }[];
  expect(sessions.map(({ address }) => address)).toContain('127.0.0.1');
  const other = sessions.find(({ browser }) => browser === 'Elsewhere')!;
  expect(other.isThisOne).toBe(false);
  expect((await server.browser().ask('DELETE', `/api/v1/sessions/${other.id}`)).status).toBe(401);
  expect((await rae.browser.ask('DELETE', `/api/v1/sessions/${other.id}`)).status).toBe(200);
  expect((await elsewhere.get('/api/v1/me')).status).toBe(401);
  expect((await rae.browser.get('/api/v1/me')).status).toBe(200);
});

test("nobody ends another person's session or revokes another person's token", async () => {
  const rae = await server.person({ name: 'Rita', instanceRole: 'member' });
  const session = (await rae.browser.get('/api/v1/sessions')).body.items![0 as never] as unknown as { id: string };
  const token = (await rae.browser.post('/api/v1/tokens', { name: 't', scopes: ['read'], expiresInDays: 1 })).body
    .token!.id!;
  expect((await ana.ask('DELETE', `/api/v1/sessions/${session.id}`)).status).toBe(404);
  expect((await ana.ask('DELETE', `/api/v1/tokens/${token}`)).status).toBe(404);
  expect((await rae.browser.get('/api/v1/tokens')).body.items).toHaveLength(1);
});
