import { afterAll, beforeAll, expect, test } from 'vitest';
import { X509Certificate } from 'node:crypto';
import {
  appNamed,
  replyOf,
  requestToken,
  secretForm,
  signedIn,
  type Client,
  type Reply,
} from '../../tests/signed-in.ts';
import { startSimulatedTenant, type SimulatedTenant } from '../start.ts';

/** A self-signed certificate made for this test; its private key was thrown away. */
const pem = [
  '-----BEGIN CERTIFICATE-----',
  'MIIDCzCCAfOgAwIBAgIUWSDHlsA7lHe9AswvxqLJTfA7gZ0wDQYJKoZIhvcNAQEL',
  'BQAwFDESMBAGA1UEAwwJc2ltdWxhdGVkMCAXDTI2MTEyMDE4MjAyOVoYDzIxMjYx',
  'MDI3MTgyMDI5WjAUMRIwEAYDVQQDDAlzaW11bGF0ZWQwggEiMA0GCSqGSIb3DQEB',
  'AQUAA4IBDwAwggEKAoIBAQDfLeEqTlLBRZ2oDub27cQIjvLdHsy7kSiO/PPNYkko',
  'GNmDcaiB/BLT0Utj35v/aw0yjkE8c0vn4imnPkUCGZV2zy6va3BQW1PfTATsdZ60',
  'qNbn3JChWOlwp27MOwkSKfhcfjJGgEX31UabtbYC+XVfWiHrsCBakIA/xdPOqBrh',
  '4LIv6FS1dap5zUMSQC/nTErdUAwOik2DLEvCgXQm3wgjhQzMRV0tMfimysU0KjwX',
  'DxfA6IPUPycS3RczeZmAtivzj8HnRwRO3tyv3qWulQ6KOlmMXBUz5uxZsRDqeUZw',
  'xnM5FtVK73l3dREcX7eDS5I2AM3//0MlL0GiGLiYQpjVAgMBAAGjUzBRMB0GA1Ud',
  'DgQWBBTacw3jOvd0qIN/xWHSneVtC6ozczAfBgNVHSMEGDAWgBTacw3jOvd0qIN/',
  'xWHSneVtC6ozczAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUAA4IBAQAg',
  'zvEifRmxDw4KTrqln6IloMGT+lvGTtqm6SFFaB3fVpARx/44oDmHFK7/4JcWBHzl',
  'fITkx4UIhTdlmCMPpFsbXfxAfQ92DVkK9cPbmyCin96hCP8BzZodotH1gzsrWWrl',
  'wyuualHsa/HjTUgDOzGldx+ZlvPM6vN9q1rTZOQE9UKoyxNQb35igagc1g3PZhFY',
  '8Bxq89kRN67onpzjOBkl2ulCunWC2GoR3MflFPJWY270J1LU36mwrGT+t39Uy6u6',
  'SKumv0r8W7kCDxS+fnJMvWnBjQSwLPZ1e8KHTuXzSqOAfhzIEkdHYEPucnX13I3G',
  'csfykmpHMNwXDvNktlhh',
  '-----END CERTIFICATE-----',
].join('\n');

let simulated: SimulatedTenant;
let client: Client;
let mailbox: string;
beforeAll(async () => {
  simulated = await startSimulatedTenant({ seed: 'tiny', controlPort: 0 });
  client = await signedIn(simulated);
  mailbox = simulated.mailboxes[0]!;
});
afterAll(() => simulated.stop());

const read = async (name: string): Promise<Reply> => replyOf(await fetch(`${simulated.controlUrl!}/${name}`));
const act = async (name: string, body: unknown): Promise<Reply> =>
  replyOf(
    await fetch(`${simulated.controlUrl!}/${name}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
const message = (id: string): Promise<Reply> =>
  client.get(`/v1.0/users/${mailbox}/messages/${encodeURIComponent(id)}`, { Prefer: 'IdType="ImmutableId"' });

test('is off unless asked for', async () => {
  await using quiet = await startSimulatedTenant({ seed: 'tiny' });
  expect(quiet.controlUrl).toBeNull();
});

test('mail is delivered, touched, moved, deleted, purged and made to vanish', async () => {
  const delivered = await act('deliver', {
    mailbox,
    subject: 'By control',
    text: 'Hello',
    from: 'ben@elsewhere.example',
    to: [mailbox],
    receivedDateTime: '2026-11-01T10:00:00Z',
  });
  expect(delivered.status).toBe(200);
  const { id } = delivered.json;
  expect((await message(id)).json).toMatchObject({
    subject: 'By control',
    receivedDateTime: '2026-11-01T10:00:00Z',
    isRead: false,
  });
  expect((await act('touch', { mailbox, id, isRead: true, categories: ['Red'] })).status).toBe(200);
  expect((await message(id)).json).toMatchObject({ isRead: true, categories: ['Red'] });
  const folder = (await act('create-folder', { mailbox, displayName: 'Made by control' })).json;
  expect((await act('move', { mailbox, id, destination: folder.id })).json.parentFolderId).toBe(folder.id);
  const placeOf = async (name: string): Promise<string> =>
    (await client.get(`/v1.0/users/${mailbox}/mailFolders/${name}`)).json.id;
  await act('delete', { mailbox, id });
  expect((await message(id)).json.parentFolderId).toBe(await placeOf('recoverableitemsdeletions'));
  await act('purge', { mailbox, id });
  expect((await message(id)).json.parentFolderId).toBe(await placeOf('recoverableitemspurges'));
  await act('vanish', { mailbox, id });
  expect((await message(id)).status).toBe(404);
  expect((await act('delete-folder', { mailbox, folder: folder.id })).status).toBe(200);
});

test('whole messages are delivered as bytes', async () => {
  const mime =
    'From: a@x.example\r\nTo: b@x.example\r\nSubject: Raw\r\nMessage-ID: <raw@x.example>\r\nDate: Fri, 20 Nov 2026 08:00:00 +0000\r\n\r\nBody\r\n';
  const { json } = await act('deliver', { mailbox, mime: Buffer.from(mime).toString('base64') });
  expect((await message(json.id)).json).toMatchObject({ subject: 'Raw', internetMessageId: '<raw@x.example>' });
});

test('permissions change with the next token, secrets and certificates at once', async () => {
  const app = appNamed(simulated, 'no-mail-permission');
  expect((await act('grant', { app: app.name, roles: ['Mail.Read'] })).json.roles.graph).toContain('Mail.Read');
  const inbox = `/v1.0/users/${mailbox}/mailFolders/inbox`;
  expect((await (await signedIn(simulated, app.name)).get(inbox)).status).toBe(200);
  await act('revoke', { app: app.clientId, roles: ['Mail.Read'] });
  expect((await (await signedIn(simulated, app.name)).get(inbox)).status).toBe(403);
  const old = secretForm(app);
  const { value } = (await act('rotate-secret', { app: app.name, lifetimeMs: 1000 })).json;
  expect((await requestToken(simulated, old)).json.error_codes).toEqual([7000215]);
  expect((await requestToken(simulated, { ...old, client_secret: String(value) })).status).toBe(200);
  await act('clock', { advanceMs: 2000 });
  expect((await requestToken(simulated, { ...old, client_secret: String(value) })).json.error_codes).toEqual([7000222]);
  expect((await act('add-secret', { app: app.name, value: 'chosen' })).json.value).toBe('chosen');
  expect((await requestToken(simulated, { ...old, client_secret: 'chosen' })).status).toBe(200);
  await act('set-app', { app: app.name, enabled: false });
  expect((await requestToken(simulated, { ...old, client_secret: 'chosen' })).json.error_codes).toEqual([7000112]);
  const registered = await act('register-certificate', { app: app.name, pem });
  expect(app.certificates.at(-1)?.sha1).toBe(new X509Certificate(pem).fingerprint.replaceAll(':', '').toLowerCase());
  expect(registered.json.sha256).toBe(
    Buffer.from(new X509Certificate(pem).fingerprint256.replaceAll(':', ''), 'hex').toString('base64url'),
  );
  expect((await act('register-certificate', { app: app.name, pem: 'nonsense' })).status).toBe(400);
});

test('policies and RBAC scopes are set', async () => {
  const scoped = await signedIn(simulated, 'excess-permissions');
  await act('set-policies', { app: 'excess-permissions', policies: [{ right: 'deny', members: [mailbox] }] });
  expect((await scoped.get(`/v1.0/users/${mailbox}/mailFolders/inbox`)).json.error.message).toContain('[RAOP]');
  await act('set-rbac', {
    app: 'excess-permissions',
    assignments: [{ role: 'Application Mail.Read', members: [mailbox] }],
  });
  expect((await scoped.get(`/v1.0/users/${mailbox}/mailFolders/inbox`)).status).toBe(200);
  expect(
    (await act('set-policies', { app: 'excess-permissions', policies: [{ right: 'maybe', members: [] }] })).status,
  ).toBe(400);
});

test('what happened is read: requests, metering, writes, unknown, faults, folders, tenant', async () => {
  await act('clear', {});
  await act('faults', [{ match: { path: '/never' }, action: { kind: 'bad-gateway' } }]);
  await client.get(`/v1.0/users/${mailbox}/mailFolders/inbox`);
  await client.get('/v1.0/nothing');
  await client.post(`/v1.0/users/${mailbox}/sendMail`, { message: {} });
  const requests = (await read('requests')).json;
  expect(requests).toMatchObject({ total: 3, byStatus: { 200: 1, 403: 1, 501: 1 } });
  expect(requests.requests[0]).toMatchObject({
    method: 'GET',
    url: `/v1.0/users/${mailbox}/mailFolders/inbox`,
    status: 200,
    mailbox: expect.any(String) as unknown,
    appId: appNamed(simulated, 'chainmail').clientId,
  });
  expect((await read('metering')).json.mailboxes).toContainEqual(
    expect.objectContaining({ requests: 1, refused: 0, inFlight: 0 }),
  );
  expect((await read('writes')).json).toMatchObject({ count: 1, calls: [{ method: 'POST' }] });
  expect((await read('unknown')).json).toMatchObject({ count: 1, calls: [{ url: '/v1.0/nothing' }] });
  expect((await read('faults')).json.faults).toEqual([
    { name: 'bad-gateway #1', action: 'bad-gateway', matched: 0, hits: 0, effects: 0 },
  ]);
  expect((await read(`folders?mailbox=${mailbox}`)).json.folders).toContainEqual(
    expect.objectContaining({ wellKnownName: 'inbox', messages: expect.any(Number) as unknown }),
  );
  expect((await read('tenant')).json).toMatchObject({ tenantId: simulated.tenantId });
});

test('it says what was wrong with a call', async () => {
  expect((await act('deliver', { mailbox: 'nobody' })).json.error).toBe("There is no mailbox 'nobody'.");
  expect((await act('move', { mailbox, id: 'x', destination: 'inbox' })).status).toBe(404);
  expect((await act('clock', { advanceMs: 'soon' })).json.error).toBe('advanceMs: expected a number');
  expect((await act('faults', [{ action: { kind: 'explode' } }])).json.error).toContain('faults[0].action.kind');
  expect((await act('dance', {})).status).toBe(404);
  expect((await read('dance')).status).toBe(404);
  const form = await fetch(`${simulated.controlUrl!}/clock`, {
    method: 'POST',
    body: new URLSearchParams({ advanceMs: '1' }),
  });
  expect(form.status).toBe(415);
});
