import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { constants, createHash, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { appNamed, claimsOf, requestToken, secretForm, type Reply } from '../../tests/signed-in.ts';
import type { AppRegistration } from '../model/contract.ts';
import { startSimulatedTenant, type SimulatedTenant } from '../start.ts';

let simulated: SimulatedTenant;
let app: AppRegistration;
beforeAll(async () => {
  simulated = await startSimulatedTenant({ seed: 'tiny' });
  app = appNamed(simulated, 'chainmail');
});
afterAll(() => simulated.stop());

function expectRefusal(reply: Reply, [status, error]: readonly [number, string], code: number): void {
  expect(reply.status).toBe(status);
  expect(reply.json).toMatchObject({
    error,
    error_codes: [code],
    error_uri: `https://login.microsoftonline.com/error?code=${code}`,
  });
  expect(reply.json.error_description).toMatch(
    new RegExp(
      `^AADSTS${code}: .+ Trace ID: [0-9a-f-]{36} Correlation ID: [0-9a-f-]{36} Timestamp: \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ$`,
      's',
    ),
  );
  expect(reply.headers.get('p3p')).toContain('CP=');
}

describe('a token by secret', () => {
  test('carries the granted roles in a v1.0-format token that the published key verifies', async () => {
    const reply = await requestToken(simulated, secretForm(app));
    expect(reply.status).toBe(200);
    expect(reply.json).toMatchObject({ token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599 });
    const [header, payload, signature] = reply.json.access_token.split('.') as [string, string, string];
    const claims = claimsOf(reply.json.access_token);
    expect(claims).toMatchObject({
      aud: 'https://graph.microsoft.com',
      iss: `https://sts.windows.net/${simulated.tenantId}/`,
      ver: '1.0',
      idtyp: 'app',
      appid: app.clientId,
      appidacr: '1',
      tid: simulated.tenantId,
    });
    expect(claims.roles?.toSorted()).toEqual(app.roles.graph.toSorted());
    expect(claims.exp - claims.iat).toBe(3599);
    const keys = (await (await fetch(`${simulated.url}/${simulated.tenantId}/discovery/v2.0/keys`)).json()) as {
      keys: Record<string, string>[];
    };
    const key = await crypto.subtle.importKey(
      'jwk',
      { ...keys.keys[0], alg: 'RS256' },
      { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
      false,
      ['verify'],
    );
    expect(
      await crypto.subtle.verify(
        'RSASSA-PKCS1-v1_5',
        key,
        Buffer.from(signature, 'base64url'),
        Buffer.from(`${header}.${payload}`),
      ),
    ).toBe(true);
  });

  test('is given for the verified domain, a Basic header and the Exchange resource too', async () => {
    expect((await requestToken(simulated, secretForm(app), simulated.domain)).status).toBe(200);
    const { client_id, client_secret, ...rest } = secretForm(app);
    const basic = Buffer.from(`${encodeURIComponent(client_id!)}:${encodeURIComponent(client_secret!)}`).toString(
      'base64',
    );
    const reply = await fetch(`${simulated.url}/${simulated.tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${basic}` },
      body: new URLSearchParams(rest),
    });
    expect(reply.status).toBe(200);
    const exchange = await requestToken(simulated, {
      ...secretForm(app),
      scope: 'https://outlook.office365.com/.default',
    });
    expect(claimsOf(exchange.json.access_token).aud).toBe('https://outlook.office365.com');
  });

  test('comes without roles when nothing is consented', async () => {
    const reply = await requestToken(simulated, secretForm(appNamed(simulated, 'no-consent')));
    expect(reply.status).toBe(200);
    expect(claimsOf(reply.json.access_token)).not.toHaveProperty('roles');
  });
});

describe('a refusal names its cause', () => {
  const strange = '11111111-2222-4333-8444-555555555555';
  test('90002: no such tenant', async () => {
    expectRefusal(await requestToken(simulated, secretForm(app), strange), [400, 'invalid_request'], 90002);
    expectRefusal(await requestToken(simulated, secretForm(app), 'elsewhere.example'), [400, 'invalid_request'], 90002);
  });
  test('900023: no tenant name at all', async () => {
    expectRefusal(await requestToken(simulated, secretForm(app), 'nonsense'), [400, 'invalid_request'], 900023);
  });
  test('700016: no such application', async () => {
    const reply = await requestToken(simulated, { ...secretForm(app), client_id: strange });
    expectRefusal(reply, [400, 'unauthorized_client'], 700016);
    expect(reply.json.error_description).toContain(
      `Application with identifier '${strange}' was not found in the directory`,
    );
  });
  test('7000112: disabled application', async () => {
    expectRefusal(
      await requestToken(simulated, secretForm(appNamed(simulated, 'disabled-app'))),
      [400, 'unauthorized_client'],
      7000112,
    );
  });
  test('7000215: wrong secret, and the id in place of the value', async () => {
    for (const wrong of ['wrong', app.secrets[0]!.id]) {
      const reply = await requestToken(simulated, { ...secretForm(app), client_secret: wrong });
      expectRefusal(reply, [401, 'invalid_client'], 7000215);
      expect(reply.json.error_description).toContain(`for a secret added to app '${app.clientId}'.`);
    }
  });
  test('7000222: expired secret', async () => {
    expectRefusal(
      await requestToken(simulated, secretForm(appNamed(simulated, 'expired-secret'))),
      [401, 'invalid_client'],
      7000222,
    );
  });
  test('7000218: no credential', async () => {
    const { client_secret: _secret, ...rest } = secretForm(app);
    expectRefusal(await requestToken(simulated, rest), [401, 'invalid_client'], 7000218);
  });
  test('900144: a parameter is missing', async () => {
    for (const name of ['grant_type', 'client_id', 'scope']) {
      const form = secretForm(app);
      delete form[name];
      const reply = await requestToken(simulated, form);
      expectRefusal(reply, [400, 'invalid_request'], 900144);
      expect(reply.json.error_description).toContain(`parameter: '${name}'`);
    }
  });
  test.each([
    [70011, 'https://graph.microsoft.com', 'invalid_scope'],
    [1002012, 'https://graph.microsoft.com/Mail.Read', 'invalid_scope'],
    [500011, 'https://nothing.example/.default', 'invalid_resource'],
    [700022, 'https://graph.microsoft.com/.default https://outlook.office365.com/.default', 'invalid_scope'],
  ])('%i: scope %s', async (code, scope, error) => {
    expectRefusal(await requestToken(simulated, { ...secretForm(app), scope }), [400, error], code);
  });
  test('9001023: not over /common', async () => {
    expectRefusal(await requestToken(simulated, secretForm(app), 'common'), [400, 'invalid_request'], 9001023);
  });
  test('70003: unheard-of grant', async () => {
    expectRefusal(
      await requestToken(simulated, { ...secretForm(app), grant_type: 'magic' }),
      [400, 'unsupported_grant_type'],
      70003,
    );
  });
  test('the correlation id is the one sent', async () => {
    const id = randomUUID();
    const reply = await fetch(`${simulated.url}/nonsense/oauth2/v2.0/token`, {
      method: 'POST',
      headers: { 'client-request-id': id },
      body: new URLSearchParams(secretForm(app)),
    });
    expect(await reply.json()).toMatchObject({ correlation_id: id });
  });
});

describe('a token by certificate', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const der = publicKey.export({ type: 'spki', format: 'der' });
  const sha256 = createHash('sha256').update(der).digest('base64url');
  const sha1 = createHash('sha1').update(der).digest();
  const second = Math.floor(Date.now() / 1000);
  const goodClaims = () => ({
    aud: `https://login.microsoftonline.com/${simulated.tenantId}/oauth2/v2.0/token`,
    iss: app.clientId,
    sub: app.clientId,
    jti: randomUUID(),
    nbf: second,
    iat: second,
    exp: second + 600,
  });

  function assertion(header: object, claims: object, key: KeyObject = privateKey): string {
    const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    const pss =
      (header as { alg: string }).alg === 'PS256'
        ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
        : key;
    return `${text}.${sign('sha256', Buffer.from(text), pss).toString('base64url')}`;
  }
  const ask = (value: string) => {
    const { client_secret: _secret, ...rest } = secretForm(app);
    return requestToken(simulated, {
      ...rest,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: value,
    });
  };
  const ps256 = { alg: 'PS256', typ: 'JWT', 'x5t#S256': sha256 };

  beforeAll(() => {
    const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    app.certificates = [
      { sha256, sha1: sha1.toString('hex'), publicKeyPem, expires: simulated.tenant.clock.now() + 86_400_000 },
    ];
  });

  test('is given for PS256 with x5t#S256 and for RS256 with x5t', async () => {
    const reply = await ask(assertion(ps256, goodClaims()));
    expect(reply.status).toBe(200);
    expect(claimsOf(reply.json.access_token).appidacr).toBe('2');
    expect(
      (await ask(assertion({ alg: 'RS256', typ: 'JWT', x5t: sha1.toString('base64url') }, goodClaims()))).status,
    ).toBe(200);
    expect(
      (await ask(assertion(ps256, { ...goodClaims(), aud: `${simulated.url}/${simulated.domain}/oauth2/v2.0/token` })))
        .status,
    ).toBe(200);
  });
  test('700027: key not registered', async () => {
    const reply = await ask(
      assertion({ ...ps256, 'x5t#S256': createHash('sha256').update('x').digest('base64url') }, goodClaims()),
    );
    expectRefusal(reply, [401, 'invalid_client'], 700027);
    expect(reply.json.error_description).toContain(
      'is not registered on application. [Reason - The key was not found.',
    );
  });
  test('700027: invalid signature, by another key or another algorithm than said', async () => {
    const reply = await ask(assertion(ps256, goodClaims(), other));
    expectRefusal(reply, [401, 'invalid_client'], 700027);
    expect(reply.json.error_description).toContain('Client assertion contains an invalid signature');
    const [, payload, signature] = assertion({ ...ps256, alg: 'RS256' }, goodClaims()).split('.') as [
      string,
      string,
      string,
    ];
    expectRefusal(
      await ask(`${Buffer.from(JSON.stringify(ps256)).toString('base64url')}.${payload}.${signature}`),
      [401, 'invalid_client'],
      700027,
    );
  });
  test('700027: certificate expired on the application', async () => {
    app.certificates = app.certificates.map((known) => ({ ...known, expires: simulated.tenant.clock.now() - 1 }));
    const reply = await ask(assertion(ps256, goodClaims()));
    app.certificates = app.certificates.map((known) => ({
      ...known,
      expires: simulated.tenant.clock.now() + 86_400_000,
    }));
    expectRefusal(reply, [401, 'invalid_client'], 700027);
    expect(reply.json.error_description).toContain('is expired on application.');
  });
  test('700024: outside its time', async () => {
    expectRefusal(
      await ask(assertion(ps256, { ...goodClaims(), nbf: second - 7200, exp: second - 3600 })),
      [401, 'invalid_client'],
      700024,
    );
  });
  test('700023: another audience', async () => {
    expectRefusal(
      await ask(assertion(ps256, { ...goodClaims(), aud: 'https://elsewhere.example/token' })),
      [401, 'invalid_client'],
      700023,
    );
  });
  test('700021: another issuer', async () => {
    expectRefusal(await ask(assertion(ps256, { ...goodClaims(), iss: randomUUID() })), [401, 'invalid_client'], 700021);
  });
  test('50027: no assertion at all', async () => {
    expectRefusal(await ask('not.a.token'), [400, 'invalid_request'], 50027);
  });
});

describe('metadata', () => {
  test('points at this origin, under the tenant id, and refuses strangers as invalid_tenant', async () => {
    const good = await (
      await fetch(`${simulated.url}/${simulated.domain}/v2.0/.well-known/openid-configuration`)
    ).json();
    expect(good).toMatchObject({
      issuer: `${simulated.url}/${simulated.tenantId}/v2.0`,
      token_endpoint: `${simulated.url}/${simulated.tenantId}/oauth2/v2.0/token`,
    });
    const bad = await fetch(`${simulated.url}/elsewhere.example/v2.0/.well-known/openid-configuration`);
    expect(bad.status).toBe(400);
    expect(await bad.json()).toMatchObject({ error: 'invalid_tenant', error_codes: [90002] });
  });
  test('flows that are not simulated answer 501 and are counted', async () => {
    const before = simulated.unknown.count;
    expect((await fetch(`${simulated.url}/${simulated.tenantId}/adminconsent`)).status).toBe(501);
    expect((await requestToken(simulated, { grant_type: 'password' })).status).toBe(501);
    expect(simulated.unknown.count).toBe(before + 2);
  });
});
