import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testServer, type Browser, type TestServer } from './rig.ts';

let server: TestServer;
let ana: Browser;
beforeAll(async () => {
  server = await testServer();
  ana = await server.administrator();
});
afterAll(() => server[Symbol.asyncDispose]());

/** The code of RFC 6238 for now. */
function codeOf(totpUri: string): string {
  const secret = new URL(totpUri).searchParams.get('secret')!;
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const at = digest.at(-1)! & 0x0f;
  return String((digest.readUInt32BE(at) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

function fromBase32(text: string): Buffer {
  const bits = [...text]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

async function enabled(browser: Browser, password: string) {
  const begun = await browser.post('/api/auth/two-factor/enable', { password });
  expect(begun.status).toBe(200);
  const { totpUri, backupCodes } = begun.body as unknown as { totpUri: string; backupCodes: string[] };
  expect(await browser.post('/api/auth/two-factor/verify-totp', { code: codeOf(totpUri) })).toMatchObject({
    status: 200,
  });
  return { totpUri, backupCodes };
}

test('with a second factor the password alone opens nothing', async () => {
  const rae = await server.person({ name: 'Rae', instanceRole: 'member' });
  const { totpUri } = await enabled(rae.browser, rae.password);
  expect((await rae.browser.get('/api/v1/me')).body.person!.twoFactor).toBe(true);
  const browser = server.browser();
  const credentials = { email: rae.email, password: rae.password };
  expect((await browser.post('/api/auth/sign-in/email', credentials)).body).toEqual({ twoFactorNeeded: true });
  expect((await browser.get('/api/v1/me')).status).toBe(401);
  const wrong = codeOf(totpUri) === '000000' ? '000001' : '000000';
  expect(await browser.post('/api/auth/two-factor/verify-totp', { code: wrong })).toMatchObject({
    status: 403,
    body: { code: 'two-factor-code-wrong' },
  });
  expect((await browser.post('/api/auth/two-factor/verify-totp', { code: codeOf(totpUri) })).status).toBe(200);
  expect((await browser.get('/api/v1/me')).body.person!.email).toBe(rae.email);
});

test('a backup code works once', async () => {
  const rae = await server.person({ name: 'Ron', instanceRole: 'member' });
  const { backupCodes } = await enabled(rae.browser, rae.password);
  const credentials = { email: rae.email, password: rae.password };
  const [first, second] = [server.browser(), server.browser()];
  await first.post('/api/auth/sign-in/email', credentials);
  expect((await first.post('/api/auth/two-factor/verify-backup-code', { code: backupCodes[0] })).status).toBe(200);
  expect((await first.get('/api/v1/me')).status).toBe(200);
  await second.post('/api/auth/sign-in/email', credentials);
  expect((await second.post('/api/auth/two-factor/verify-backup-code', { code: backupCodes[0] })).status).toBe(403);
  expect((await second.get('/api/v1/me')).status).toBe(401);
});

test('guessing codes ends the sign-in', async () => {
  const rae = await server.person({ name: 'Rita', instanceRole: 'member' });
  const { totpUri } = await enabled(rae.browser, rae.password);
  const browser = server.browser();
  await browser.post('/api/auth/sign-in/email', { email: rae.email, password: rae.password });
  const right = codeOf(totpUri);
  for (let tries = 0; tries < 6; tries += 1)
    await browser.post('/api/auth/two-factor/verify-totp', { code: right === '000000' ? '000001' : '000000' });
  expect((await browser.post('/api/auth/two-factor/verify-totp', { code: codeOf(totpUri) })).status).toBe(403);
  expect((await browser.get('/api/v1/me')).status).toBe(401);
});

test('the second factor is switched off with the password, or by an administrator', async () => {
  const rae = await server.person({ name: 'Rolf', instanceRole: 'member' });
  await enabled(rae.browser, rae.password);
  expect((await rae.browser.post('/api/auth/two-factor/disable', { password: 'wrong' })).status).toBe(403);
  expect((await rae.browser.post('/api/auth/two-factor/disable', { password: rae.password })).status).toBe(200);
  expect((await rae.browser.get('/api/v1/me')).body.person!.twoFactor).toBe(false);
  await enabled(rae.browser, rae.password);
  await ana.ask('PATCH', `/api/v1/people/${rae.id}`, { body: { withoutTwoFactor: true } });
  const again = await server.browser().post('/api/auth/sign-in/email', { email: rae.email, password: rae.password });
  expect(again.body).toEqual({ twoFactorNeeded: false });
});
