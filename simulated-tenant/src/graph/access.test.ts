import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

let simulated: SimulatedTenant;
let mail: string;
let client: Client;
beforeAll(async () => {
  simulated = await startSimulatedTenant({ seed: 'tiny' });
  mail = `/v1.0/users/${simulated.mailboxes[0]!}`;
  client = await signedIn(simulated);
});
afterAll(() => simulated.stop());

function expectError(reply: Reply, ...[status, code, message]: [number, string, string?]): void {
  expect([reply.status, reply.json.error.code]).toEqual([status, code]);
  if (message !== undefined) expect(reply.json.error.message).toBe(message);
  expect(reply.json.error.innerError).toMatchObject({
    date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/) as unknown,
    'request-id': reply.headers.get('request-id'),
  });
}

const raop = 'Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.';
const denied = 'Access is denied. Check credentials and try again.';

describe('401', () => {
  const bare = async (authorization?: string): Promise<Reply> =>
    replyOf(
      await fetch(`${simulated.url}${mail}/messages`, {
        headers: authorization === undefined ? {} : { Authorization: authorization },
      }),
    );
  test('empty, garbled, foreign, wrong audience, expired: each with its own message and a challenge', async () => {
    const exchange = await requestToken(simulated, {
      ...secretForm(appNamed(simulated, 'chainmail')),
      scope: 'https://outlook.office365.com/.default',
    });
    const [head, body] = client.token.split('.');
    const cases: readonly (readonly [string | undefined, string])[] = [
      [undefined, 'Access token is empty.'],
      ['Bearer garbage', 'CompactToken parsing failed with error code: 80049217'],
      [`Bearer ${head!}.${body!}.AAAA`, 'Access token validation failure. Invalid signature.'],
      [`Bearer ${exchange.json.access_token}`, 'Access token validation failure. Invalid audience.'],
    ];
    for (const [authorization, message] of cases) {
      const reply = await bare(authorization);
      expectError(reply, 401, 'InvalidAuthenticationToken', message);
      expect(reply.headers.get('www-authenticate')).toContain('client_id="00000003-0000-0000-c000-000000000000"');
    }
  });
  test('a token ends with its lifetime on the tenant clock', async () => {
    await using other = await startSimulatedTenant({ seed: 'tiny' });
    const early = await signedIn(other);
    expect((await early.get('/v1.0/users?$top=1')).status).toBe(200);
    other.tenant.clock.advance(3_600_000);
    expectError(
      await early.get('/v1.0/users?$top=1'),
      401,
      'InvalidAuthenticationToken',
      'Lifetime validation failed, the token is expired.',
    );
  });
  test('a token of another tenant is refused', async () => {
    await using other = await startSimulatedTenant({ scale: { people: 1, messages: 1 } });
    const reply = await replyOf(
      await fetch(`${other.url}/v1.0/users`, { headers: { Authorization: `Bearer ${client.token}` } }),
    );
    expectError(reply, 401, 'InvalidAuthenticationToken', 'Access token validation failure. Invalid issuer.');
  });
});

describe('403', () => {
  test('without any mail permission', async () => {
    expectError(
      await (await signedIn(simulated, 'no-mail-permission')).get(`${mail}/mailFolders/inbox`),
      403,
      'ErrorAccessDenied',
      denied,
    );
  });
  test('Mail.ReadBasic shows the envelope, not the content', async () => {
    const basic = await signedIn(simulated, 'readbasic-only');
    const list = await basic.get(`${mail}/messages?$top=5`);
    expect(list.status).toBe(200);
    expect(list.first).toHaveProperty('subject');
    expect(list.first).not.toHaveProperty('body');
    expect(list.first).not.toHaveProperty('bodyPreview');
    const id = encodeURIComponent(list.first.id);
    for (const path of [
      `/messages?$select=body`,
      `/messages/${id}?$select=internetMessageHeaders`,
      `/messages/${id}/$value`,
      `/messages/${id}/attachments`,
      `/messages?$expand=attachments`,
    ]) {
      expectError(await basic.get(mail + path), 403, 'ErrorAccessDenied', denied);
    }
  });
  test('Mail.ReadBasic beside Mail.Read takes nothing away', async () => {
    expect(
      (await (await signedIn(simulated, 'readbasic-beside-read')).get(`${mail}/messages?$select=body`)).status,
    ).toBe(200);
  });
  test('directory calls are refused in the words of the directory', async () => {
    const app = simulated.tenant.addApp({
      name: 'mail-only',
      roles: { graph: ['Mail.Read'], exchange: [] },
      consented: true,
      enabled: true,
    });
    if (app.secrets.length === 0)
      app.secrets = [{ id: 'x', value: 'mail-only-secret', expires: Number.MAX_SAFE_INTEGER }];
    const only = await signedIn(simulated, 'mail-only');
    for (const path of [
      '/v1.0/users',
      '/v1.0/groups',
      '/v1.0/subscribedSkus',
      '/v1.0/organization',
      '/v1.0/servicePrincipals',
    ]) {
      expectError(
        await only.get(path),
        403,
        'Authorization_RequestDenied',
        'Insufficient privileges to complete the operation.',
      );
    }
    expect((await only.get(`${mail}/mailFolders/inbox`)).status).toBe(200);
    expectError(await only.get(`${mail}/mailboxSettings/userPurpose`), 403, 'ErrorAccessDenied');
  });
  test('an access policy restricts, and denies before it restricts', async () => {
    const app = appNamed(simulated, 'excess-permissions');
    const scoped = await signedIn(simulated, 'excess-permissions');
    const [inside, outside] = simulated.mailboxes as [string, string];
    app.accessPolicies = [{ right: 'restrict', members: [inside] }];
    expect((await scoped.get(`/v1.0/users/${inside}/mailFolders/inbox`)).status).toBe(200);
    expectError(await scoped.get(`/v1.0/users/${outside}/mailFolders/inbox`), 403, 'ErrorAccessDenied', raop);
    app.accessPolicies = [...app.accessPolicies, { right: 'deny', members: [inside] }];
    expectError(await scoped.get(`/v1.0/users/${inside}/mailFolders/inbox`), 403, 'ErrorAccessDenied', raop);
    app.accessPolicies = [];
  });
  test('RBAC for Applications opens what no role opens, in its scope only', async () => {
    const app = appNamed(simulated, 'no-mail-permission');
    const scoped = await signedIn(simulated, 'no-mail-permission');
    const [inside, outside] = simulated.mailboxes as [string, string];
    app.rbac = [{ role: 'Application Mail.Read', members: [inside] }];
    expect((await scoped.get(`/v1.0/users/${inside}/messages?$select=body`)).status).toBe(200);
    expectError(await scoped.get(`/v1.0/users/${outside}/messages`), 403, 'ErrorAccessDenied', denied);
    app.rbac = [];
  });
  test('a tenant that enforces RBAC refuses Entra consents with [RAOP]', async () => {
    await using strict = await startSimulatedTenant({ seed: 'tiny', switches: { enforceRbac: true } });
    expectError(
      await (await signedIn(strict)).get(`/v1.0/users/${strict.mailboxes[0]!}/mailFolders/inbox`),
      403,
      'ErrorAccessDenied',
      raop,
    );
  });
});

describe('404, 400 and 501', () => {
  test('mailboxes that cannot be read say why', async () => {
    expectError(
      await client.get('/v1.0/users/nobody@tiny.example/messages'),
      404,
      'ErrorInvalidUser',
      "The requested user 'nobody@tiny.example' is invalid.",
    );
    const unreachable = simulated.tenant.people.filter(({ mailboxState }) => mailboxState !== 'active');
    expect(unreachable.length).toBeGreaterThan(1);
    for (const { id } of unreachable)
      expectError(
        await client.get(`/v1.0/users/${id}/messages`),
        404,
        'MailboxNotEnabledForRESTAPI',
        'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
      );
    expectError(await client.get('/v1.0/users/nobody@tiny.example'), 404, 'Request_ResourceNotFound');
  });
  test('items', async () => {
    expectError(await client.get(`${mail}/messages/zzz`), 400, 'ErrorInvalidIdMalformed', 'Id is malformed.');
    const id = encodeURIComponent((await client.get(`${mail}/messages?$top=1`)).first.id);
    expectError(await client.get(`${mail}/messages/${id.slice(0, -6)}AAAA%3D%3D`), 404, 'ErrorItemNotFound');
  });
  test('what is not simulated is refused and counted', async () => {
    const before = simulated.unknown.count;
    for (const path of ['/v1.0/sites', `${mail}/events`, `${mail}/messages/delta`])
      expectError(await client.get(path), 501, 'NotImplemented', 'This operation target is not yet supported.');
    expect(simulated.unknown.calls.map(({ url }) => url)).toContain(`${mail}/events`);
    expect(simulated.unknown.count).toBe(before + 3);
    expectError(
      await client.get('/v1.0/me/messages'),
      400,
      'BadRequest',
      '/me request is only valid with delegated authentication flow.',
    );
  });
  test('writes are never done, and recorded', async () => {
    const first = (await client.get(`${mail}/mailFolders/inbox/messages?$top=1`)).first;
    const path = `${mail}/messages/${encodeURIComponent(first.id)}`;
    expectError(await client.post(`${path}/move`, { destinationId: 'deleteditems' }), 403, 'ErrorAccessDenied');
    const writer = await signedIn(simulated, 'excess-permissions');
    expectError(await writer.post(`${path}/move`, { destinationId: 'deleteditems' }), 501, 'NotImplemented');
    expect(simulated.writes.calls.map(({ method }) => method)).toEqual(['POST', 'POST']);
    expect((await client.get(path)).json.parentFolderId).toBe(first.parentFolderId);
  });
});

test('every answer carries the ids and diagnostics of the service, and echoes client-request-id', async () => {
  for (const path of ['/v1.0/users?$top=1', `${mail}/messages?$top=1`, '/v1.0/nothing']) {
    const reply = await client.get(path, { 'client-request-id': 'mine' });
    expect(reply.headers.get('client-request-id')).toBe('mine');
    expect(reply.headers.get('request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.parse(reply.headers.get('x-ms-ags-diagnostic')!)).toHaveProperty('ServerInfo.DataCenter');
    expect(reply.headers.get('strict-transport-security')).not.toBeNull();
  }
  const good = await client.get('/v1.0/users?$top=1');
  expect(good.headers.get('content-type')).toBe(
    'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
  );
  expect(good.headers.get('odata-version')).toBe('4.0');
});
