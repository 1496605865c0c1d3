import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededPassword, startSimulatedTenant, walkSignIn, type SimulatedTenant } from 'simulated-tenant';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { administrator, testServer, type Browser, type TestServer } from './rig.ts';

const ada = 'ada.marsh@tiny.example';
const ben = 'ben.okafor@tiny.example';

let tenant: SimulatedTenant;
let server: TestServer;
let ana: Browser;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainmail-sign-in-'));
  tenant = await startSimulatedTenant({ seed: 'tiny', controlPort: 0 });
  const app = tenant.apps.find(({ name }) => name === 'sign-in-consented')!;
  await control('set-app', { app: app.name, redirectUris: ['http://localhost/api/auth/oauth2/callback/microsoft'] });
  await writeFile(join(folder, 'secret'), `${app.secrets[0]!.value}\n`);
  server = await testServer({
    settings: {
      signInTenant: tenant.tenantId,
      signInClientId: app.clientId,
      signInSecretFile: join(folder, 'secret'),
      signInAuthority: tenant.url,
    },
  });
  ana = await server.administrator();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await tenant.stop();
  await rm(folder, { recursive: true });
});

async function control(act: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  expect(
    (await fetch(`${tenant.controlUrl!}/${act}`, { method: 'POST', headers, body: JSON.stringify(body) })).status,
  ).toBe(200);
}

/** Somebody signs in with Microsoft in this browser; where they are led on. */
async function signIn(browser: Browser, login: string, consent?: 'cancel'): Promise<string> {
  const begun = await browser.post('/api/auth/sign-in/oauth2');
  const walker = {
    login,
    password: seededPassword,
    stopped: 'back' as const,
    ...(consent === undefined ? {} : { consent }),
  };
  const end = await walkSignIn(begun.body.url!, walker);
  if (end.kind !== 'returned') throw new Error(end.html);
  return (await browser.get(`${end.url.pathname}${end.url.search}`)).headers.get('location')!;
}

test('it is offered where it is set up', async () => {
  expect((await ana.get('/api/v1/sign-in-options')).body).toEqual({
    password: true,
    microsoft: { label: 'Microsoft' },
  });
});

test('whoever signs in with Microsoft is not asked for another password, and the temporary one opens nothing any more', async () => {
  const invited = (await ana.post('/api/v1/people', { name: 'Ada', email: ada, instanceRole: 'member' })).body;
  const temporary = { email: ada, password: String(invited.temporaryPassword) };
  const [before, browser] = [server.browser(), server.browser()];
  await before.post('/api/auth/sign-in/email', temporary);
  expect((await before.get('/api/v1/me')).body.person).toMatchObject({ mustChangePassword: true, hasPassword: true });
  expect(await signIn(browser, ada)).toBe('/');
  expect((await browser.get('/api/v1/me')).body.person).toMatchObject({
    mustChangePassword: false,
    hasPassword: false,
  });
  expect((await browser.get('/api/v1/matters')).status).toBe(200);
  expect((await before.get('/api/v1/me')).status).toBe(401);
  expect((await server.browser().post('/api/auth/sign-in/email', temporary)).status).toBe(403);
  expect((await ana.get('/api/v1/audit?action=person.temporary-password-dropped')).body.items).toMatchObject([
    { actor: `person:${ada}`, subject: { endedSessions: 1 } },
  ]);
});

test('an invited person signs in with Microsoft, as what they were invited as and as nothing more', async () => {
  const browser = server.browser();
  expect(await signIn(browser, ada)).toBe('/');
  expect((await browser.get('/api/v1/me')).body.person).toMatchObject({ email: ada, instanceRole: 'member' });
  expect((await ana.get('/api/v1/audit?action=person.signed-in&limit=1')).body.items).toMatchObject([
    { actor: `person:${ada}`, subject: { by: 'microsoft' } },
  ]);
});

test('a password of one’s own stays beside the sign-in with Microsoft', async () => {
  const { email, password } = await server.person({ name: 'Ida', instanceRole: 'member' });
  await server.query(`update people set email = '${ben}' where email = '${email}'`);
  expect(await signIn(server.browser(), ben)).toBe('/');
  const signedIn = server.browser();
  expect((await signedIn.post('/api/auth/sign-in/email', { email: ben, password })).status).toBe(200);
  await server.query(
    `delete from accounts where provider_id = 'microsoft' and person_id = (select id from people where email = '${ben}')`,
  );
  await server.query(`update people set email = '${email}' where email = '${ben}'`);
});

test('somebody who was not invited gets no account', async () => {
  const browser = server.browser();
  expect(await signIn(browser, ben)).toBe('/sign-in?refused=microsoft-no-account');
  expect((await browser.get('/api/v1/me')).status).toBe(401);
  expect((await ana.get('/api/v1/people?limit=200')).text).not.toContain(ben);
});

test('a disabled person does not get in with Microsoft either', async () => {
  const people = (await ana.get('/api/v1/people?limit=200')).body.items as unknown as { id: string; email: string }[];
  const { id } = people.find(({ email }) => email === ada)!;
  await ana.ask('PATCH', `/api/v1/people/${id}`, { body: { disabled: true } });
  const browser = server.browser();
  expect(await signIn(browser, ada)).toMatch(/^\/sign-in\?refused=/);
  expect((await browser.get('/api/v1/me')).status).toBe(401);
  await ana.ask('PATCH', `/api/v1/people/${id}`, { body: { disabled: false } });
  expect(await signIn(server.browser(), ada)).toBe('/');
});

test('an answer that another browser began opens nothing', async () => {
  const [mine, theirs] = [server.browser(), server.browser()];
  const begun = await mine.post('/api/auth/sign-in/oauth2');
  const end = await walkSignIn(begun.body.url!, { login: ada, password: seededPassword });
  if (end.kind !== 'returned') throw new Error(end.html);
  await theirs.get(`${end.url.pathname}${end.url.search}`);
  expect((await theirs.get('/api/v1/me')).status).toBe(401);
});

test('nothing that Microsoft gave for the sign-in is kept', async () => {
  const { rows } = await server.query('select access_token, refresh_token, id_token from accounts');
  expect(rows.length).toBeGreaterThan(1);
  for (const row of rows) expect(row).toEqual({ access_token: null, refresh_token: null, id_token: null });
});

test('where it is not set up there is none', async () => {
  await using plain = await testServer();
  await plain.browser().post('/api/v1/setup', administrator);
  expect(await plain.browser().post('/api/auth/sign-in/oauth2')).toMatchObject({
    status: 404,
    body: { code: 'microsoft-not-set-up' },
  });
});
