import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { manualClock } from '#platform';
import { administrator, testServer, type Browser, type TestServer } from './rig.ts';

let server: TestServer;
let ana: Browser;
beforeAll(async () => {
  server = await testServer();
  ana = await server.administrator();
});
afterAll(() => server[Symbol.asyncDispose]());

const begin = (headers: Record<string, string>) => ana.post('/api/v1/matters', { name: 'Forged' }, headers);

test('a change by cookie that does not come from a page of ours is refused', async () => {
  const foreign = { status: 403, body: { code: 'foreign-origin' } };
  expect(await begin({ origin: 'https://evil.example' })).toMatchObject(foreign);
  expect(await begin({ origin: 'null' })).toMatchObject(foreign);
  expect(await begin({ 'x-chainmail-csrf': '' })).toMatchObject(foreign);
  expect(await begin({ origin: server.url.replace('http:', 'https:') })).toMatchObject(foreign);
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  expect((await begin(form)).status).toBe(415);
  expect((await begin({ 'content-type': 'text/plain' })).status).toBe(415);
  expect((await ana.get('/api/v1/matters')).body.items).toEqual([]);
});

test('a sign-in from another site is refused, so nobody is signed in as somebody else', async () => {
  const { email, password } = administrator;
  const answer = await server
    .browser()
    .post('/api/auth/sign-in/email', { email, password }, { origin: 'https://evil.example' });
  expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []]);
});

test('a name that is not ours is not served, whatever else the request says', async () => {
  expect(await rawStatus('GET /api/v1/setup HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n')).toBe(421);
  expect(
    await rawStatus(
      'GET /api/v1/setup HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: localhost\r\nConnection: close\r\n\r\n',
    ),
  ).toBe(421);
  expect(await rawStatus('GET /healthz HTTP/1.1\r\nHost: 10.0.0.7\r\nConnection: close\r\n\r\n')).toBe(200);
});

test('cookies are for HTTP alone and for this site', async () => {
  const { email, password } = administrator;
  const cookies = (await server.browser().post('/api/auth/sign-in/email', { email, password })).headers.getSetCookie();
  expect(cookies).not.toEqual([]);
  for (const cookie of cookies) {
    expect(cookie).toMatch(/; HttpOnly/i);
    expect(cookie).toMatch(/; SameSite=Lax/i);
  }
});

test('behind https cookies are secure, and the set-up asks for the code that was printed', async () => {
  await using secure = await testServer({ settings: { publicUrl: 'https://chainmail.example' } });
  expect(secure.url).toBe('https://chainmail.example');
  const browser = secure.direct({ host: 'chainmail.example', origin: 'https://chainmail.example' });
  expect((await browser.get('/api/v1/setup')).body).toEqual({ needed: true, codeNeeded: true });
  expect(await browser.post('/api/v1/setup', administrator)).toMatchObject({
    status: 403,
    body: { code: 'set-up-code-wrong' },
  });
  expect((await browser.post('/api/v1/setup', { ...administrator, code: secure.server.setUpCode })).status).toBe(201);
  const { email, password } = administrator;
  const signedIn = await browser.post('/api/auth/sign-in/email', { email, password });
  for (const cookie of signedIn.headers.getSetCookie()) expect(cookie).toMatch(/^__Secure-.*; Secure/i);
  expect(signedIn.headers.get('strict-transport-security')).toContain('max-age');
});

test('numbers for Prometheus are open on this machine, and behind a public name only to who may', async () => {
  await ana.get('/api/v1/me');
  const numbers = await server.browser().get('/metrics');
  expect(numbers.status).toBe(200);
  expect(numbers.text).toContain('chainmail_http_request_seconds_count{operation="readMe",status="200"}');
  await using secure = await testServer({ settings: { publicUrl: 'https://chainmail.example' } });
  const outside = secure.direct({ host: 'chainmail.example', origin: 'https://chainmail.example' });
  expect((await outside.get('/metrics')).status).toBe(401);
  await outside.post('/api/v1/setup', { ...administrator, code: secure.server.setUpCode });
  await outside.post('/api/auth/sign-in/email', { email: administrator.email, password: administrator.password });
  expect((await outside.get('/metrics')).status).toBe(200);
  const made = await outside.post('/api/v1/tokens', { name: 'prometheus', scopes: ['metrics'], expiresInDays: 9 });
  const scraper = secure.direct({ host: '10.0.0.7:8080', origin: '' });
  expect((await scraper.get('/metrics', { authorization: `Bearer ${String(made.body.secret)}` })).status).toBe(200);
});

test('every answer carries the headers that keep a browser from being used against its person', async () => {
  for (const path of ['/api/v1/setup', '/api/v1/me', '/nothing-here', '/docs/errors']) {
    const { headers } = await server.browser().get(path);
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
  }
  expect((await ana.get('/api/v1/me')).headers.get('cache-control')).toBe('no-store');
});

test('guessing a password is stopped after ten tries, for that account from that address, until a quarter of an hour is over', async () => {
  const clock = manualClock(new Date());
  await using guarded = await testServer({ clock });
  await guarded.administrator();
  const guess = () =>
    guarded.browser().post('/api/auth/sign-in/email', { email: administrator.email, password: 'wrong wrong wrong' });
  for (let tries = 0; tries < 10; tries += 1) expect((await guess()).body.code).toBe('sign-in-refused');
  const stopped = await guess();
  expect(stopped).toMatchObject({ status: 429, body: { kind: 'throttled', code: 'sign-in-too-often' } });
  expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(0);
  const right = { email: administrator.email, password: administrator.password };
  expect((await guarded.browser().post('/api/auth/sign-in/email', right)).status).toBe(429);
  clock.advance(15 * 60_000);
  expect((await guarded.browser().post('/api/auth/sign-in/email', right)).status).toBe(200);
});

test('a wrong address and a wrong password are told apart by nothing', async () => {
  const [nobody, wrong] = await Promise.all([
    server.browser().post('/api/auth/sign-in/email', { email: 'nobody@firm.example', password: 'wrong wrong wrong' }),
    server.browser().post('/api/auth/sign-in/email', { email: administrator.email, password: 'wrong wrong wrong' }),
  ]);
  const words = ({ text }: typeof nobody) => text.replace(/urn:uuid:[0-9a-f-]+/, '');
  expect(words(nobody)).toEqual(words(wrong));
});

test('what is refused is told as a problem, with a code that the page of errors knows', async () => {
  const answers = [
    await ana.get('/api/v1/nothing'),
    await ana.get('/api/v1/matters/00000000-0000-7000-8000-000000000000'),
    await ana.post('/api/v1/matters', { name: '' }),
    await ana.post('/api/v1/matters', { name: 'x', more: 1 }),
    await ana.ask('POST', '/api/v1/matters', { headers: { 'content-type': 'application/json' } }),
    await server.browser().get('/api/v1/me'),
  ];
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 400, 400, 400, 401]);
  const page = (await ana.get('/docs/errors')).text;
  for (const { headers, body } of answers) {
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({
      status: expect.any(Number) as unknown,
      title: expect.any(String) as unknown,
      detail: expect.any(String) as unknown,
      kind: expect.any(String) as unknown,
    });
    expect(body.type).toBe(`/docs/errors#${body.code!}`);
    expect(page.includes(`<a id="${body.code!}"></a>`)).toBe(true);
  }
});

test('a request that has begun is answered when the server stops, and no new one is taken', async () => {
  const stopping = await testServer();
  const body = JSON.stringify(administrator);
  const socket = connect(Number(new URL(stopping.url).port), '127.0.0.1');
  const answer = Array.fromAsync(socket.setEncoding('utf8')) as Promise<string[]>;
  const head = [
    'POST /api/v1/setup HTTP/1.1',
    `Host: ${new URL(stopping.url).host}`,
    `Origin: ${stopping.url}`,
    'X-Chainmail-Csrf: 1',
    'Content-Type: application/json',
    `Content-Length: ${String(body.length)}`,
    'Connection: close',
    'Expect: 100-continue',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, 10)}`);
  // The server has taken the request up once it asks for the rest of it.
  await once(socket, 'data');
  const end = stopping.server[Symbol.asyncDispose]();
  await expect(stopping.browser().get('/healthz')).rejects.toThrow('fetch failed');
  socket.write(body.slice(10));
  expect((await answer).join('')).toContain('HTTP/1.1 201 Created');
  await end;
  await stopping[Symbol.asyncDispose]();
});

/** The status of a request written by hand: fetch does not let one choose the name. */
async function rawStatus(text: string): Promise<number> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.end(text);
  let answer = '';
  for await (const part of socket) answer += String(part);
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
}
