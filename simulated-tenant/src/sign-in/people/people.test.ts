import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHash, randomBytes } from 'node:crypto';
import { appNamed, claimsOf, replyOf, requestToken, type Reply } from '../../../tests/signed-in.ts';
import { seededPassword } from '../../model/accounts.ts';
import { startSimulatedTenant, type SimulatedTenant } from '../../start.ts';
import { walkSignIn, type WalkEnd, type Walker } from '../../walk-pages.ts';

let simulated: SimulatedTenant;
beforeEach(async () => {
  simulated = await startSimulatedTenant({ seed: 'tiny', controlPort: 0 });
});
afterEach(() => simulated.stop());

const ada = 'ada.marsh@tiny.example';
const ben = 'ben.okafor@tiny.example';
const support = 'support@tiny.example';
const redirect = 'http://localhost:54321';
const verifier = randomBytes(32).toString('base64url');
const all = 'openid profile email offline_access User.Read Mail.Read Mail.Read.Shared';

function authorizeUrl(app: string, change: Record<string, string | null> = {}): string {
  const values: Record<string, string | null> = {
    client_id: appNamed(simulated, app).clientId,
    response_type: 'code',
    redirect_uri: redirect,
    scope: all,
    state: 'st&te=1',
    nonce: 'once',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...change,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== null) query.set(name, value);
  return `${simulated.url}/${simulated.tenantId}/oauth2/v2.0/authorize?${query.toString()}`;
}

const walk = (
  app: string,
  walker: Partial<Walker> = {},
  change: Record<string, string | null> = {},
): Promise<WalkEnd> =>
  walkSignIn(authorizeUrl(app, change), { login: ada, password: seededPassword, stopped: 'back', ...walker });

function returned(end: WalkEnd): URLSearchParams {
  if (end.kind !== 'returned') throw new Error(end.html);
  return end.url.searchParams;
}

function shown(end: WalkEnd): string {
  if (end.kind !== 'page') throw new Error(end.url.href);
  return end.html;
}

function redeem(code: string | null, change: Record<string, string> = {}, app = 'sign-in-consented'): Promise<Reply> {
  const { clientId, secrets } = appNamed(simulated, app);
  return requestToken(simulated, {
    grant_type: 'authorization_code',
    client_id: clientId,
    client_secret: secrets[0]?.value ?? '',
    code: code ?? '',
    redirect_uri: redirect,
    code_verifier: verifier,
    ...change,
  });
}

async function act(name: string, body: unknown): Promise<void> {
  const reply = await fetch(`${simulated.controlUrl}/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(await reply.text());
}

async function graphStatus(token: string, path: string): Promise<Reply> {
  return replyOf(await fetch(`${simulated.url}/v1.0${path}`, { headers: { Authorization: `Bearer ${token}` } }));
}

/** The tokens of somebody who signs in to the app that an administrator consented to for all. */
async function tokens(login = ada): Promise<Record<string, string>> {
  const reply = await redeem(returned(await walk('sign-in-consented', { login })).get('code'));
  expect(reply.status, reply.text).toBe(200);
  return reply.json as unknown as Record<string, string>;
}

describe('the way back to the application', () => {
  test('carries a code and the state, and the code gives a person’s tokens', async () => {
    const end = returned(await walk('sign-in-consented'));
    expect(end.get('state')).toBe('st&te=1');
    const { json } = await redeem(end.get('code'));
    expect(json).toMatchObject({ token_type: 'Bearer', expires_in: 3599 });
    const found = json as unknown as Record<string, string>;
    expect(claimsOf(found['access_token']!)).toMatchObject({
      idtyp: 'user',
      appidacr: '1',
      scp: 'Mail.Read Mail.Read.Shared User.Read User.ReadBasic.All openid profile email',
      upn: ada,
      ver: '1.0',
    });
    expect(claimsOf(found['id_token']!)).toMatchObject({
      aud: appNamed(simulated, 'sign-in-consented').clientId,
      iss: `${simulated.url}/${simulated.tenantId}/v2.0`,
      nonce: 'once',
      preferred_username: ada,
      name: 'Ada Marsh',
      email: ada,
      tid: simulated.tenantId,
    });
    expect(found['refresh_token']).toBeDefined();
  });

  test('is never taken to an address that is not registered', async () => {
    for (const redirect_uri of [
      'https://evil.example/',
      'http://localhost:1/other',
      'https://localhost',
      'http://localhost.evil.example',
    ])
      expect(shown(await walk('sign-in', {}, { redirect_uri })), redirect_uri).toContain('AADSTS50011');
    appNamed(simulated, 'sign-in').redirectUris = [];
    expect(shown(await walk('sign-in'))).toContain('AADSTS500113');
  });

  test('can be a fragment or a form', async () => {
    const fragment = await walk('sign-in-consented', {}, { response_mode: 'fragment' });
    expect(fragment.kind === 'returned' && new URLSearchParams(fragment.url.hash.slice(1)).get('code')).toBeTruthy();
    const html = shown(await walk('sign-in-consented', {}, { response_mode: 'form_post' }));
    expect(html).toMatch(/name="code" value="1\./);
  });

  test('tells the application what is wrong with its request once the address is known', async () => {
    const error = async (change: Record<string, string>): Promise<string | null> =>
      returned(await walk('sign-in', {}, change)).get('error');
    expect(await error({ response_type: 'token' })).toBe('unsupported_response_type');
    expect(await error({ scope: 'openid No.Such.Scope' })).toBe('invalid_scope');
    expect(await error({ prompt: 'none' })).toBe('login_required');
    expect(await error({ code_challenge_method: 'S1' })).toBe('invalid_request');
  });
});

describe('consent', () => {
  test('of a person for themselves is theirs alone', async () => {
    await act('set-consent-policy', { userConsent: 'everything' });
    const first = await walk('sign-in');
    expect(first.titles).toEqual(['Sign in', 'Permissions requested']);
    expect((await walk('sign-in')).titles).toEqual(['Sign in']);
    expect((await walk('sign-in', { login: ben })).titles).toEqual(['Sign in', 'Permissions requested']);
    expect(appNamed(simulated, 'sign-in').delegatedConsents).toMatchObject([
      { personId: simulated.tenant.person(ada)!.id },
      { personId: simulated.tenant.person(ben)!.id },
    ]);
  });

  test('of an administrator on behalf of the organisation is for everybody', async () => {
    await walk('sign-in', { login: ben, forOrganization: true });
    expect(appNamed(simulated, 'sign-in').delegatedConsents).toMatchObject([{ personId: null }]);
    expect((await walk('sign-in')).titles).toEqual(['Sign in']);
  });

  test('offers the box for the organisation to administrators only, and ignores it from others', async () => {
    await act('set-consent-policy', { userConsent: 'everything' });
    const page = async (login: string): Promise<string> => {
      const form = new URLSearchParams({
        request: new URL(authorizeUrl('sign-in')).search.slice(1),
        login,
        passwd: seededPassword,
      });
      return (await fetch(`${simulated.url}/${simulated.tenantId}/login`, { method: 'POST', body: form })).text();
    };
    expect(await page(ben)).toContain('Consent on behalf of your organization');
    const html = await page(ada);
    expect(html).not.toContain('organization');
    const flow = /name="flow" value="([^"]+)"/.exec(html)![1]!;
    const body = new URLSearchParams({ flow, decision: 'accept', organization: 'on' });
    await fetch(`${simulated.url}/${simulated.tenantId}/consent`, { method: 'POST', body, redirect: 'manual' });
    expect(appNamed(simulated, 'sign-in').delegatedConsents).toMatchObject([
      { personId: simulated.tenant.person(ada)!.id },
    ]);
  });

  test('that is refused returns access_denied with 65004 and the state', async () => {
    await act('set-consent-policy', { userConsent: 'everything' });
    const end = returned(await walk('sign-in', { consent: 'cancel' }));
    expect(end.get('error')).toBe('access_denied');
    expect(end.get('error_subcode')).toBe('cancel');
    expect(end.get('error_description')).toMatch(/^AADSTS65004: /);
    expect(end.get('state')).toBe('st&te=1');
    expect(end.get('code')).toBeNull();
  });

  test('to mail takes an administrator by default, with or without a way to ask for it', async () => {
    const stay = shown(await walk('sign-in', { stopped: 'stay' }));
    expect(stay).toContain('AADSTS90094');
    expect(returned(await walk('sign-in')).get('error_description')).toContain('AADSTS90094');
    await act('set-consent-policy', { approvalRequests: true });
    expect(returned(await walk('sign-in')).get('error_description')).toContain('AADSTS90095');
    expect(appNamed(simulated, 'sign-in').delegatedConsents).toEqual([]);
  });

  test('of an administrator by the admin-consent endpoint, given and refused', async () => {
    const { clientId } = appNamed(simulated, 'sign-in');
    const query = new URLSearchParams({
      client_id: clientId,
      scope: 'https://graph.microsoft.com/.default',
      redirect_uri: redirect,
      state: 's',
    });
    const url = `${simulated.url}/${simulated.tenantId}/v2.0/adminconsent?${query.toString()}`;
    const refused = returned(await walkSignIn(url, { login: ben, password: seededPassword, consent: 'cancel' }));
    expect(Object.fromEntries(refused)).toMatchObject({ admin_consent: 'True', error: 'consent_required', state: 's' });
    expect(shown(await walkSignIn(url, { login: ada, password: seededPassword }))).toContain('AADSTS90094');
    expect(appNamed(simulated, 'sign-in').delegatedConsents).toEqual([]);
    const given = returned(await walkSignIn(url, { login: ben, password: seededPassword }));
    expect(Object.fromEntries(given)).toMatchObject({ admin_consent: 'True', tenant: simulated.tenantId, state: 's' });
    expect(given.get('scope')).toContain('https://graph.microsoft.com/Mail.Read');
    expect((await walk('sign-in')).titles).toEqual(['Sign in']);
  });
});

describe('the sign-in page', () => {
  test('refuses a wrong password, an unknown address, a guest and a shared mailbox', async () => {
    const code = async (walker: Partial<Walker>): Promise<string | undefined> =>
      /AADSTS(\d+)/.exec(shown(await walk('sign-in', walker)))?.[1];
    expect(await code({ password: 'wrong' })).toBe('50126');
    expect(await code({ login: 'nobody@tiny.example' })).toBe('50034');
    expect(await code({ login: 'greta@partner.example' })).toBe('50020');
    expect(await code({ login: support })).toBe('50034');
  });

  test('writes what comes from outside as text', async () => {
    const html = await (await fetch(authorizeUrl('sign-in', { login_hint: '"><script>alert(1)</script>' }))).text();
    expect(html).not.toContain('<script>alert');
    expect(html).toContain('&lt;script&gt;');
  });

  test('is skipped in a browser that is signed in, unless the application asks otherwise', async () => {
    const form = new URLSearchParams({
      request: new URL(authorizeUrl('sign-in-consented')).search.slice(1),
      login: ada,
      passwd: seededPassword,
    });
    const first = await fetch(`${simulated.url}/${simulated.tenantId}/login`, {
      method: 'POST',
      body: form,
      redirect: 'manual',
    });
    const cookie = first.headers.get('set-cookie')!.split(';')[0]!;
    const status = async (change: Record<string, string>): Promise<number> =>
      (await fetch(authorizeUrl('sign-in-consented', change), { headers: { cookie }, redirect: 'manual' })).status;
    expect(await status({})).toBe(302);
    expect(await status({ prompt: 'none' })).toBe(302);
    expect(await status({ prompt: 'login' })).toBe(200);
    expect(await status({ prompt: 'select_account' })).toBe(200);
    expect(await status({ login_hint: ben })).toBe(200);
    await act('revoke-sessions', { person: ada });
    expect(await status({})).toBe(200);
  });

  test.each([53003, 50076, 50053])('stops at a rule of the tenant (%i)', async (code) => {
    await act('set-walls', { walls: [{ code, person: ada }] });
    expect(shown(await walk('sign-in-consented', { stopped: 'stay' }))).toContain(`AADSTS${String(code)}`);
    expect(returned(await walk('sign-in-consented')).get('error_description')).toContain(`AADSTS${String(code)}`);
    expect(returned(await walk('sign-in-consented', { login: ben })).get('code')).toBeTruthy();
  });

  test('lets only assigned people in where assignment is required', async () => {
    await act('set-app', { app: 'sign-in-consented', assignedTo: [ben] });
    expect(returned(await walk('sign-in-consented')).get('error_description')).toContain('AADSTS50105');
    expect(returned(await walk('sign-in-consented', { login: ben })).get('code')).toBeTruthy();
  });
});

describe('redeeming', () => {
  const refusedWith = async (reply: Promise<Reply>): Promise<readonly number[]> => (await reply).json.error_codes;

  test('takes a code once, in time, at its address, with its verifier and the secret', async () => {
    const code = async (): Promise<string | null> => returned(await walk('sign-in-consented')).get('code');
    const once = await code();
    expect((await redeem(once)).status).toBe(200);
    expect(await refusedWith(redeem(once))).toEqual([54005]);
    expect(await refusedWith(redeem(await code(), { code_verifier: 'x'.repeat(43) }))).toEqual([501481]);
    expect(await refusedWith(redeem(await code(), { redirect_uri: 'http://localhost:1' }))).toEqual([50011]);
    expect(await refusedWith(redeem(await code(), { client_secret: 'wrong' }))).toEqual([7000215]);
    expect(await refusedWith(redeem(await code(), { client_secret: '' }))).toEqual([7000218]);
    expect(await refusedWith(redeem('1.made-up'))).toEqual([70000]);
    const late = await code();
    await act('clock', { advanceMs: 600_001 });
    expect(await refusedWith(redeem(late))).toEqual([70008]);
  });

  test('of a public client takes no secret', async () => {
    await act('consent', { app: 'desktop-sign-in', scopes: ['User.Read', 'Mail.Read', 'Mail.Read.Shared'] });
    const code = async (): Promise<string> => returned(await walk('desktop-sign-in')).get('code')!;
    expect(await refusedWith(redeem(await code(), { client_secret: 'any' }, 'desktop-sign-in'))).toEqual([700025]);
    const { clientId } = appNamed(simulated, 'desktop-sign-in');
    const form = {
      grant_type: 'authorization_code',
      client_id: clientId,
      redirect_uri: redirect,
      code_verifier: verifier,
    };
    expect((await requestToken(simulated, { ...form, code: await code() })).status).toBe(200);
  });

  const refresh = (token: string, change: Record<string, string> = {}): Promise<Reply> => {
    const { clientId, secrets } = appNamed(simulated, 'sign-in-consented');
    return requestToken(simulated, {
      grant_type: 'refresh_token',
      client_id: clientId,
      client_secret: secrets[0]!.value,
      refresh_token: token,
      scope: 'https://graph.microsoft.com/.default',
      ...change,
    });
  };

  test('a refresh token gives a new one, and the old one stays good', async () => {
    const { refresh_token: first } = await tokens();
    const reply = (await refresh(first!)).json as unknown as Record<string, string>;
    expect(reply['refresh_token']).not.toBe(first);
    expect((await refresh(first!)).status).toBe(200);
    expect((await refresh(reply['refresh_token']!)).status).toBe(200);
    expect(await refusedWith(refresh(first!, { scope: 'Calendars.Read' }))).toEqual([65001]);
  });

  test('a refresh token dies of disuse, of a new password, of a rule, and of a consent taken back', async () => {
    const { refresh_token: token } = await tokens();
    await act('set-walls', { walls: [{ code: 50076, at: 'refresh' }] });
    expect(await refusedWith(refresh(token!))).toEqual([50076]);
    await act('set-walls', { walls: [] });
    await act('revoke-consent', { app: 'sign-in-consented' });
    expect((await refresh(token!)).json).toMatchObject({ error_codes: [65001], suberror: 'consent_required' });
    await act('consent', { app: 'sign-in-consented', scopes: ['Mail.Read'] });
    await act('expire-refresh-tokens', { person: ada });
    expect((await refresh(token!)).json).toMatchObject({ error: 'invalid_grant', error_codes: [700082] });
    const { refresh_token: next } = await mailTokens();
    await act('clock', { advanceMs: 5 });
    await act('set-person', { person: ada, password: 'Another-1' });
    expect((await refresh(next!)).json).toMatchObject({ error: 'invalid_grant', error_codes: [50173] });
    expect(shown(await walk('sign-in-consented'))).toContain('AADSTS50126');
  });

  async function mailTokens(): Promise<Record<string, string>> {
    const end = await walk('sign-in-consented', {}, { scope: 'openid profile offline_access Mail.Read' });
    return (await redeem(returned(end).get('code'))).json as unknown as Record<string, string>;
  }
});

describe('Graph for a person', () => {
  test('shows their own mailbox, and another one only with Full Access and the shared permission', async () => {
    const { access_token: token } = await tokens();
    for (const path of ['/me/mailFolders/inbox', `/users/${ada}/messages`, `/users/${support}/messages`, '/me'])
      expect((await graphStatus(token!, path)).status, path).toBe(200);
    const refused = await graphStatus(token!, `/users/${ben}/messages`);
    expect(refused.status).toBe(403);
    expect(refused.json.error.code).toBe('ErrorAccessDenied');
    const own = await redeem(returned(await walk('sign-in-consented')).get('code'));
    expect(own.status).toBe(200);
    appNamed(simulated, 'sign-in-consented').delegatedConsents = [
      { personId: null, scopes: ['User.Read', 'Mail.Read', 'openid', 'profile', 'email', 'offline_access'] },
    ];
    const end = await walk('sign-in-consented', {}, { scope: 'openid Mail.Read' });
    const narrow = (await redeem(returned(end).get('code'))).json.access_token;
    expect((await graphStatus(narrow, '/me/messages')).status).toBe(200);
    expect((await graphStatus(narrow, `/users/${support}/messages`)).status).toBe(403);
    expect((await graphStatus(narrow, '/users')).status).toBe(403);
    expect((await graphStatus(narrow, `/users/${ada}?$select=proxyAddresses`)).status).toBe(200);
    expect((await graphStatus(narrow, `/users/${ben}`)).status).toBe(403);
  });

  test('learns of Full Access with a delay, and forgets it with one', async () => {
    const { access_token: token } = await tokens();
    const status = async (): Promise<number> => (await graphStatus(token!, `/users/${ben}/mailFolders/inbox`)).status;
    await act('grant-full-access', { person: ada, mailbox: ben, delayMs: 60_000 });
    expect(await status()).toBe(403);
    await act('clock', { advanceMs: 60_000 });
    expect(await status()).toBe(200);
    await act('revoke-full-access', { person: ada, mailbox: ben, delayMs: 60_000 });
    expect(await status()).toBe(200);
    await act('clock', { advanceMs: 60_000 });
    expect(await status()).toBe(403);
  });

  test('shows who consented to what', async () => {
    appNamed(simulated, 'sign-in-consented').delegatedConsents[0]!.scopes.push(
      'Directory.Read.All',
      'Application.Read.All',
    );
    const { access_token: token } = await tokens();
    const { clientId } = appNamed(simulated, 'sign-in-consented');
    const { json } = await graphStatus(token!, `/servicePrincipals(appId='${clientId}')`);
    const grants = await graphStatus(token!, `/servicePrincipals/${json.id}/oauth2PermissionGrants`);
    expect(grants.first).toMatchObject({ consentType: 'AllPrincipals', principalId: null });
  });

  test('can look empty where it is not allowed', async () => {
    await using quiet = await startSimulatedTenant({ seed: 'tiny', switches: { fullAccessRefusal: 'empty' } });
    const before = simulated;
    simulated = quiet;
    const { access_token: token } = await tokens();
    expect((await graphStatus(token!, `/users/${ben}/messages`)).json.value).toEqual([]);
    expect((await graphStatus(token!, `/users/${ben}/messages/$count`)).text).toBe('0');
    expect((await graphStatus(token!, `/users/${ben}/mailFolders/inbox`)).status).toBe(404);
    simulated = before;
  });
});

test('the OpenID userinfo tells the subject of the id token', async () => {
  const { access_token, id_token } = await tokens();
  const reply = await fetch(`${simulated.url}/oidc/userinfo`, {
    headers: { Authorization: `Bearer ${access_token!}` },
  });
  const subject = (claimsOf(id_token!) as unknown as { sub: string }).sub;
  expect(await reply.json()).toMatchObject({ sub: subject, name: 'Ada Marsh', email: ada });
  expect((await fetch(`${simulated.url}/oidc/userinfo`)).status).toBe(401);
});
