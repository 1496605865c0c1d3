import { seededPassword, startSimulatedTenant, walkSignIn, type SimulatedTenant } from 'simulated-tenant';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventsIn, testServer, type Browser, type TestPerson, type TestServer } from './rig.ts';

let tenant: SimulatedTenant;
let server: TestServer;
let ana: Browser;
let matter = '';
let uma: TestPerson;
let ulf: TestPerson;

beforeAll(async () => {
  tenant = await startSimulatedTenant({ seed: 'tiny', controlPort: 0 });
  for (const name of ['sign-in', 'sign-in-consented']) await register(name);
  server = await testServer();
  ana = await server.administrator();
  matter = String((await ana.post('/api/v1/matters', { name: 'Smith v. Acme' })).body.id);
  uma = await server.person({ name: 'Uma', instanceRole: 'member' });
  ulf = await server.person({ name: 'Ulf', instanceRole: 'member' });
  for (const { id } of [uma, ulf])
    await ana.ask('PUT', `/api/v1/matters/${matter}/members/${id}`, { body: { role: 'uploader' } });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await tenant.stop();
});

/** Registers where our sign-ins return to, as an administrator does in Entra: localhost counts with any port. */
async function register(name: string): Promise<void> {
  const redirectUris = ['http://localhost/api/v1/connections/sign-in/callback'];
  const answer = await fetch(`${tenant.controlUrl!}/set-app`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ app: name, redirectUris }),
  });
  expect(answer.status).toBe(200);
}

const app = (name: string) => tenant.apps.find((known) => known.name === name)!;

function wanted(name: string, change: Record<string, unknown> = {}) {
  const { clientId, secrets } = tenant.apps[0]!;
  return {
    name,
    tenant: tenant.tenantId,
    clientId,
    endpoints: tenant.url,
    credential: { kind: 'secret', value: secrets[0]!.value },
    capabilities: ['list-mailboxes', 'collect-mail'],
    ...change,
  };
}

/** Goes through the pages of a sign-in and brings the browser back; where the server leads it on. */
async function signInAs(browser: Browser, url: string, walker: { login: string; consent?: 'cancel' }): Promise<string> {
  const end = await walkSignIn(url, { password: seededPassword, stopped: 'back', ...walker });
  if (end.kind !== 'returned') throw new Error(end.html);
  expect(end.url.origin).toBe(server.url);
  const answer = await browser.get(`${end.url.pathname}${end.url.search}`);
  expect(answer.status).toBe(302);
  return answer.headers.get('location')!;
}

const ownSignIn = (name: string, change: Record<string, unknown> = {}) => ({
  name,
  capabilities: ['collect-mail'],
  tenant: tenant.tenantId,
  clientId: app('sign-in-consented').clientId,
  endpoints: tenant.url,
  credential: { kind: 'secret', value: app('sign-in-consented').secrets[0]!.value },
  ...change,
});

test('the plan says which permissions are asked for, why, and what consenting for everybody would mean', async () => {
  const ask = (kind: string) => ana.post('/api/v1/connections/plan', { capabilities: ['collect-mail'], kind });
  const [application, delegated] = [(await ask('application')).body, (await ask('delegated')).body];
  expect(application.permissions).toContainEqual(expect.objectContaining({ name: 'Mail.Read', adminConsent: true }));
  expect(application.onBehalfOfOrganization).toBeNull();
  expect(delegated.permissions).toContainEqual(
    expect.objectContaining({ name: 'Mail.Read.Shared', adminConsent: false }),
  );
  expect(delegated.onBehalfOfOrganization).toContain('Consent on behalf of your organization');
});

test('an application connection is saved, checked while one watches, and remembers what was found', async () => {
  const made = await ana.post('/api/v1/connections', wanted('acme'));
  expect(made).toMatchObject({
    status: 201,
    body: { connection: { kind: 'application', state: 'unchecked', isMine: false } },
  });
  const path = `/api/v1/connections/${made.body.connection!.id!}`;
  expect((await ana.get(path)).body).toMatchObject({ credentialExpiresAt: null });
  const ends = '2031-05-04T00:00:00.000Z';
  const registration = { id: 'a', appId: 'b', passwordCredentials: [{ endDateTime: ends }] };
  tenant.setFaults([
    {
      name: 'registration',
      match: { path: '/applications' },
      action: { kind: 'answer', status: 200, body: registration },
    },
  ]);
  const events = eventsIn((await ana.post(`${path}/checks`, { mailboxes: [tenant.mailboxes[0]] })).text);
  tenant.setFaults([]);
  expect(events[0]).toMatchObject({
    event: 'begin',
    data: { ids: expect.arrayContaining(['message-bytes']) as unknown },
  });
  const told = events.filter(({ event }) => event === 'check').map(({ data }) => (data as { id: string }).id);
  expect(told).toEqual(expect.arrayContaining(['tenant-exists', 'secret-valid', 'mailbox-reachable', 'message-bytes']));
  expect(events.at(-1)).toMatchObject({ event: 'end', data: { isRight: true } });
  expect((await ana.get(path)).body).toMatchObject({
    state: 'ready',
    tenantId: tenant.tenantId,
    credentialExpiresAt: ends,
    lastChecks: { results: expect.any(Array) as unknown },
  });
  expect((await ana.get('/api/v1/audit?action=connection.')).body.items).toMatchObject([
    { action: 'connection.checked', actor: 'person:ana@firm.example' },
    { action: 'connection.added' },
  ]);
});

test('the directory is listed by address, searched by alias, read once and paged', async () => {
  const id = String((await ana.post('/api/v1/connections', wanted('directory'))).body.connection?.id);
  const path = `/api/v1/connections/${id}/mailboxes`;
  const first = (await ana.get(`${path}?limit=2`)).body as unknown as {
    items: { address: string; aliases: string[] }[];
    next: string | null;
    total: number;
    readAt: string;
  };
  expect(first.items).toHaveLength(2);
  expect(first.total).toBeGreaterThan(2);
  const before = tenant.log.entries().length;
  const seen = [...first.items];
  for (let next: string | null = first.next; next !== null;) {
    const more = (await ana.get(`${path}?limit=2&cursor=${next}`)).body as unknown as typeof first;
    expect(more.readAt).toBe(first.readAt);
    seen.push(...more.items);
    next = more.next;
  }
  expect(tenant.log.entries().length).toBe(before);
  expect(new Set(seen.map(({ address }) => address)).size).toBe(first.total);
  const [alias, owner] = seen.flatMap(({ address, aliases }) =>
    aliases.filter((one) => one !== address).map((one) => [one, address] as const),
  )[0]!;
  expect((await ana.get(`${path}?search=${encodeURIComponent(alias.toUpperCase())}`)).body.items).toMatchObject([
    { address: owner },
  ]);
  expect((await ana.get(`${path}?search=nobody-of-that-name`)).body).toMatchObject({
    items: [],
    matching: 0,
    next: null,
  });
});

test('the list says what a mailbox is for as Exchange says it, unknown where it may not be asked, and asks once', async () => {
  const list = async (name: string, capabilities: string[]) => {
    const made = await ana.post('/api/v1/connections', wanted(name, { capabilities }));
    const path = `/api/v1/connections/${made.body.connection!.id!}/mailboxes?limit=200`;
    const read = async () => (await ana.get(path)).body.items as unknown as { address: string; kind: string }[];
    return { items: await read(), read };
  };
  const purposes = () => tenant.log.entries().filter(({ url }) => url.includes('userPurpose')).length;
  const silent = await list('silent kinds', ['list-mailboxes', 'collect-mail']);
  expect(new Set(silent.items.map(({ kind }) => kind)).size).toBeLessThan(3);
  expect(silent.items.every(({ kind }) => kind === 'unknown' || kind === 'guest')).toBe(true);
  expect(purposes()).toBe(0);
  const told = await list('told kinds', ['list-mailboxes', 'collect-mail', 'tell-mailbox-kinds']);
  const of = (address: string) => told.items.find((one) => one.address === address)?.kind;
  expect([of('ada.marsh@tiny.example'), of('support@tiny.example')]).toEqual(['user', 'shared']);
  const asked = purposes();
  expect(asked).toBeGreaterThan(1);
  expect(await told.read()).toEqual(told.items);
  expect(purposes()).toBe(asked);
});

test('a credential the service refuses does not replace the one that works', async () => {
  const path = `/api/v1/connections/${String((await ana.post('/api/v1/connections', wanted('rotated'))).body.connection?.id)}`;
  const change = (value: string) => ana.ask('PATCH', path, { body: { credential: { kind: 'secret', value } } });
  const refused = await change('not-the-secret-at-all');
  expect(refused).toMatchObject({
    status: 200,
    body: {
      isSaved: false,
      checks: expect.arrayContaining([expect.objectContaining({ id: 'secret-valid', result: 'fail' })]) as unknown,
    },
  });
  expect((await change(tenant.apps[0]!.secrets[0]!.value)).body.isSaved).toBe(true);
  expect((await ana.ask('DELETE', path)).body).toEqual({ removed: true });
  expect((await ana.get(path)).status).toBe(404);
});

test('an uploader connects with their own sign-in, and nobody else sees or uses it, administrators included', async () => {
  const shared = String(
    (
      await ana.post(
        '/api/v1/connections',
        wanted('shared', {
          clientId: app('sign-in-consented').clientId,
          credential: { kind: 'secret', value: app('sign-in-consented').secrets[0]!.value },
        }),
      )
    ).body.connection?.id,
  );
  const begun = await uma.browser.post('/api/v1/connections/sign-in', {
    name: 'mine',
    capabilities: ['collect-mail'],
    sameAs: { connection: shared },
  });
  expect(begun.status).toBe(200);
  const page = await signInAs(uma.browser, begun.body.url!, { login: 'ada.marsh@tiny.example' });
  const id = /^\/connections\/([0-9a-f-]{36})\?signedIn=new$/.exec(page)![1]!;
  expect((await uma.browser.get(`/api/v1/connections/${id}`)).body).toMatchObject({
    kind: 'delegated',
    isMine: true,
    mayManage: true,
    signer: { address: 'ada.marsh@tiny.example' },
  });
  for (const other of [ana, ulf.browser]) {
    expect(JSON.stringify((await other.get('/api/v1/connections')).body)).not.toContain(id);
    const asked = [
      await other.get(`/api/v1/connections/${id}`),
      await other.get(`/api/v1/connections/${id}/setup`),
      await other.get(`/api/v1/connections/${id}/mailboxes`),
      await other.post(`/api/v1/connections/${id}/checks`, {}),
      await other.post(`/api/v1/connections/${id}/sign-in`),
      await other.ask('PATCH', `/api/v1/connections/${id}`, { body: { capabilities: ['collect-mail'] } }),
      await other.ask('DELETE', `/api/v1/connections/${id}`),
      await other.post('/api/v1/connections/sign-in', {
        name: 'theirs',
        capabilities: ['collect-mail'],
        sameAs: { connection: id },
      }),
    ];
    expect(asked.map(({ status }) => status)).toEqual(asked.map(() => 404));
  }
  const checked = eventsIn(
    (await uma.browser.post(`/api/v1/connections/${id}/checks`, { mailboxes: ['support@tiny.example'] })).text,
  );
  expect(checked.at(-1)).toMatchObject({ event: 'end', data: { isRight: true } });
});

test('what a departed person left behind is removed by an administrator, who still cannot use it', async () => {
  const ola = await server.person({ name: 'Ola', instanceRole: 'member' });
  await ana.ask('PUT', `/api/v1/matters/${matter}/members/${ola.id}`, { body: { role: 'uploader' } });
  const shared = (await ana.get('/api/v1/connections')).body.items as unknown as { id: string; name: string }[];
  const sameAs = { connection: shared.find(({ name }) => name === 'shared')!.id };
  const wish = { name: 'left', capabilities: ['collect-mail'], sameAs };
  const begun = await ola.browser.post('/api/v1/connections/sign-in', wish);
  const page = await signInAs(ola.browser, begun.body.url!, { login: 'ada.marsh@tiny.example' });
  const id = /^\/connections\/([0-9a-f-]{36})/.exec(page)![1]!;
  const path = `/api/v1/people/${ola.id}/connections`;
  expect(await ana.get(path)).toMatchObject({ status: 409, body: { code: 'person-not-disabled' } });
  expect((await ana.ask('DELETE', `${path}/${id}`)).status).toBe(409);
  await ana.ask('PATCH', `/api/v1/people/${ola.id}`, { body: { disabled: true } });
  expect((await ana.get(path)).body.items).toMatchObject([{ id, name: 'left', signer: 'ada.marsh@tiny.example' }]);
  expect((await ulf.browser.get(path)).status).toBe(403);
  expect((await ana.get(`/api/v1/connections/${id}`)).status).toBe(404);
  expect((await ana.post(`/api/v1/connections/${id}/checks`, {})).status).toBe(404);
  const another = (await ana.get('/api/v1/connections')).body.items as unknown as { id: string }[];
  expect((await ana.ask('DELETE', `${path}/${another[0]!.id}`)).status).toBe(404);
  expect((await ana.ask('DELETE', `${path}/${id}`)).status).toBe(204);
  expect((await ana.get(path)).body.items).toEqual([]);
  expect((await ana.get('/api/v1/audit?action=connection.removed&limit=1')).body.items).toMatchObject([
    { actor: 'person:ana@firm.example', subject: { connection: id, owner: ola.id } },
  ]);
});

test('a sign-in that is begun by one person is not completed by another, and counts once', async () => {
  const begun = await ana.post('/api/v1/connections/sign-in', ownSignIn('anas'));
  const end = await walkSignIn(begun.body.url!, { login: 'ada.marsh@tiny.example', password: seededPassword });
  if (end.kind !== 'returned') throw new Error(end.html);
  const back = `${end.url.pathname}${end.url.search}`;
  expect((await server.browser().get(back)).status).toBe(401);
  expect((await ulf.browser.get(back)).headers.get('location')).toMatch(/^\/connections\/new\?refused=/);
  expect((await ana.get(back)).headers.get('location')).toMatch(/signedIn=new$/);
  expect((await ana.get(back)).headers.get('location')).toMatch(/^\/connections\/new\?refused=/);
});

test('a consent that is refused leads back with a code that explains itself', async () => {
  const { clientId, secrets } = app('sign-in');
  const begun = await ana.post(
    '/api/v1/connections/sign-in',
    ownSignIn('refused', { clientId, credential: { kind: 'secret', value: secrets[0]!.value } }),
  );
  const page = await signInAs(ana, begun.body.url!, { login: 'ada.marsh@tiny.example', consent: 'cancel' });
  const code = new URL(page, server.url).searchParams.get('refused')!;
  expect(await ana.get(`/api/v1/explanations/${code}`)).toMatchObject({
    status: 200,
    body: { code, fix: expect.any(Array) as unknown },
  });
});

test('only an administrator names addresses to connect to, and no file is ever read for one', async () => {
  expect(await uma.browser.post('/api/v1/connections/sign-in', ownSignIn('elsewhere'))).toMatchObject({
    status: 403,
    body: { code: 'endpoints-not-allowed' },
  });
  expect((await ana.post('/api/v1/connections', wanted('file', { endpoints: '/etc/passwd' }))).status).toBe(400);
  expect(
    (await ana.post('/api/v1/connections', wanted('plain', { endpoints: 'http://internal.example' }))).status,
  ).toBe(400);
  expect((await uma.browser.post('/api/v1/connections', wanted('not mine'))).status).toBe(403);
});

test('secrets go in and never come out: not in an answer, not in the audit trail', async () => {
  const path = `/api/v1/connections/${String((await ana.post('/api/v1/connections', wanted('silent'))).body.connection?.id)}`;
  for (const what of ['', '/setup']) await ana.get(`${path}${what}`);
  await ana.get('/api/v1/connections?limit=200');
  await ana.get('/api/v1/audit/export?format=jsonl');
  await ana.get('/api/v1/sessions');
  await ana.get('/api/v1/tokens');
  const everything = [ana, uma.browser, ulf.browser].flatMap(({ seen }) => seen).join('\n');
  const secrets = tenant.apps
    .flatMap((one) => one.secrets.map(({ value }) => value))
    .filter((value) => value.length > 8);
  for (const secret of [...secrets, uma.password, seededPassword]) expect(everything).not.toContain(secret);
  for (const browser of [ana, uma.browser, ulf.browser])
    for (const cookie of browser.cookies.values())
      expect(everything).not.toContain(decodeURIComponent(cookie).split('.')[0]);
});
