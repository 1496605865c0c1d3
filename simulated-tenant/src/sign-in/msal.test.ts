import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  ConfidentialClientApplication,
  CryptoProvider,
  PublicClientApplication,
  type INetworkModule,
  type NetworkRequestOptions,
  type NetworkResponse,
} from '@azure/msal-node';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { appNamed, replyOf } from '../../tests/signed-in.ts';
import { seededPassword } from '../model/accounts.ts';
import { walkSignIn } from '../walk-pages.ts';
import { startSimulatedTenant, type SimulatedTenant } from '../start.ts';

const login = 'https://login.microsoftonline.com';
let simulated: SimulatedTenant;
beforeAll(async () => {
  simulated = await startSimulatedTenant({ seed: 'tiny' });
});
afterAll(() => simulated.stop());

/** Sends MSAL's requests to the simulated tenant, and hides from MSAL that they went there. */
function detour(): INetworkModule {
  async function send<T>(url: string, init: RequestInit): Promise<NetworkResponse<T>> {
    const response = await fetch(url.replace(login, simulated.url), init);
    const body = JSON.parse((await response.text()).replaceAll(simulated.url, login)) as T;
    return { status: response.status, headers: Object.fromEntries(response.headers), body };
  }
  const headers = (options?: NetworkRequestOptions): Record<string, string> => options?.headers ?? {};
  return {
    sendGetRequestAsync: (url, options) => send(url, { headers: headers(options) }),
    sendPostRequestAsync: (url, options) =>
      send(url, { method: 'POST', headers: headers(options), body: options?.body ?? '' }),
  };
}

const scopes = ['https://graph.microsoft.com/.default'];

async function inboxStatus(token: string): Promise<number> {
  const reply = await replyOf(
    await fetch(`${simulated.url}/v1.0/users/${simulated.mailboxes[0]!}/mailFolders/inbox`, {
      headers: { Authorization: `Bearer ${token}` },
    }),
  );
  return reply.status;
}

test('signs in by secret, by tenant id and by domain', async () => {
  const app = appNamed(simulated, 'chainmail');
  for (const tenant of [simulated.tenantId, simulated.domain]) {
    const client = new ConfidentialClientApplication({
      auth: { clientId: app.clientId, authority: `${login}/${tenant}`, clientSecret: app.secrets[0]!.value },
      system: { networkClient: detour() },
    });
    const result = await client.acquireTokenByClientCredential({ scopes });
    expect(await inboxStatus(result!.accessToken)).toBe(200);
  }
});

test('signs in by certificate', async () => {
  const app = appNamed(simulated, 'chainmail');
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const der = publicKey.export({ type: 'spki', format: 'der' });
  const digest = createHash('sha256').update(der).digest();
  app.certificates = [
    {
      sha256: digest.toString('base64url'),
      sha1: createHash('sha1').update(der).digest('hex'),
      publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      expires: simulated.tenant.clock.now() + 86_400_000,
    },
  ];
  const client = new ConfidentialClientApplication({
    auth: {
      clientId: app.clientId,
      authority: `${login}/${simulated.tenantId}`,
      clientCertificate: {
        thumbprintSha256: digest.toString('hex'),
        privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      },
    },
    system: { networkClient: detour() },
  });
  const result = await client.acquireTokenByClientCredential({ scopes });
  expect(await inboxStatus(result!.accessToken)).toBe(200);
});

test('tells the cause of a refusal as MSAL shows it', async () => {
  const app = appNamed(simulated, 'expired-secret');
  const client = new ConfidentialClientApplication({
    auth: { clientId: app.clientId, authority: `${login}/${simulated.tenantId}`, clientSecret: app.secrets[0]!.value },
    system: { networkClient: detour() },
  });
  await expect(client.acquireTokenByClientCredential({ scopes })).rejects.toMatchObject({
    errorCode: 'invalid_client',
    errorMessage: expect.stringContaining('AADSTS7000222') as unknown,
    errorNo: 7000222,
  });
});

const ada = 'ada.marsh@tiny.example';
const personScopes = ['https://graph.microsoft.com/Mail.Read', 'https://graph.microsoft.com/Mail.Read.Shared'];
const redirectUri = 'http://localhost:3999';

/** The code of a person who goes through the pages that MSAL's address opens. */
async function codeAt(authorizeUrl: string): Promise<string> {
  const walker = { login: ada, password: seededPassword };
  const end = await walkSignIn(authorizeUrl.replace(login, simulated.url), walker);
  if (end.kind !== 'returned') throw new Error(end.html);
  expect(end.url.searchParams.get('state')).toBe('state-1');
  return end.url.searchParams.get('code') ?? '';
}

const pkceCodes = (): Promise<{ verifier: string; challenge: string }> => new CryptoProvider().generatePkceCodes();

test('signs a person in with a code and PKCE, as a confidential client, and refreshes by itself', async () => {
  const app = appNamed(simulated, 'sign-in-consented');
  const client = new ConfidentialClientApplication({
    auth: { clientId: app.clientId, authority: `${login}/${simulated.tenantId}`, clientSecret: app.secrets[0]!.value },
    system: { networkClient: detour() },
  });
  const { verifier, challenge } = await pkceCodes();
  const asked = { scopes: personScopes, redirectUri, nonce: 'n-1' };
  const pkce = { codeChallenge: challenge, codeChallengeMethod: 'S256' };
  const code = await codeAt(await client.getAuthCodeUrl({ ...asked, ...pkce, state: 'state-1' }));
  const answer = { scopes: personScopes, redirectUri, code, codeVerifier: verifier, nonce: 'n-1' };
  const first = await client.acquireTokenByCode(answer);
  expect(first.account).toMatchObject({ username: ada, tenantId: simulated.tenantId, name: 'Ada Marsh' });
  expect(first.idTokenClaims).toMatchObject({ nonce: 'n-1', oid: simulated.tenant.person(ada)!.id });
  const again = await client.acquireTokenSilent({ account: first.account!, scopes: personScopes, forceRefresh: true });
  expect(again.accessToken).not.toBe(first.accessToken);
  expect(await inboxStatus(again.accessToken)).toBe(200);
  const token = simulated.tenant.account(simulated.tenant.person(ada)!.id)!;
  token.tokensValidFrom = simulated.tenant.clock.now() + 1;
  await expect(
    client.acquireTokenSilent({ account: first.account!, scopes: personScopes, forceRefresh: true }),
  ).rejects.toMatchObject({ errorCode: 'invalid_grant', errorNo: 50173 });
  token.tokensValidFrom = 0;
});

test('signs a person in as a public client, with a code and with a device code', async () => {
  const app = appNamed(simulated, 'desktop-sign-in');
  app.delegatedConsents = [
    { personId: null, scopes: ['openid', 'profile', 'offline_access', 'Mail.Read', 'Mail.Read.Shared'] },
  ];
  const client = new PublicClientApplication({
    auth: { clientId: app.clientId, authority: `${login}/${simulated.tenantId}` },
    system: { networkClient: detour() },
  });
  const { verifier, challenge } = await pkceCodes();
  const pkce = { codeChallenge: challenge, codeChallengeMethod: 'S256' };
  const code = await codeAt(
    await client.getAuthCodeUrl({ scopes: personScopes, redirectUri, ...pkce, state: 'state-1' }),
  );
  const result = await client.acquireTokenByCode({ scopes: personScopes, redirectUri, code, codeVerifier: verifier });
  expect(await inboxStatus(result.accessToken)).toBe(200);
  const silent = await client.acquireTokenSilent({
    account: result.account!,
    scopes: personScopes,
    forceRefresh: true,
  });
  expect(await inboxStatus(silent.accessToken)).toBe(200);
  const device = await client.acquireTokenByDeviceCode({
    scopes: personScopes,
    deviceCodeCallback: ({ userCode, verificationUri }) => {
      const typed = { code: userCode.toLowerCase(), login: ada, passwd: seededPassword, decision: 'accept' };
      void fetch(verificationUri.replace(login, simulated.url), { method: 'POST', body: new URLSearchParams(typed) });
    },
  });
  expect(await inboxStatus(device!.accessToken)).toBe(200);
});

test('gives id tokens that any OpenID client can verify from the metadata', async () => {
  const metadata = (await (
    await fetch(`${simulated.url}/${simulated.tenantId}/v2.0/.well-known/openid-configuration`)
  ).json()) as Record<string, string>;
  const app = appNamed(simulated, 'sign-in-consented');
  const query = new URLSearchParams({
    client_id: app.clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid email',
    state: 'state-1',
    nonce: 'n-2',
  });
  const code = await codeAt(`${metadata['authorization_endpoint']!}?${query.toString()}`);
  const form = {
    grant_type: 'authorization_code',
    client_id: app.clientId,
    client_secret: app.secrets[0]!.value,
    code,
    redirect_uri: redirectUri,
  };
  const tokens = (await (
    await fetch(metadata['token_endpoint']!, { method: 'POST', body: new URLSearchParams(form) })
  ).json()) as Record<string, string>;
  const [header, payload, signature] = tokens['id_token']!.split('.') as [string, string, string];
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string };
  const { keys } = (await (await fetch(metadata['jwks_uri']!)).json()) as { keys: Record<string, string>[] };
  const jwk = { ...keys.find((key) => key['kid'] === kid), alg: 'RS256' };
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify']);
  const signed = Buffer.from(`${header}.${payload}`);
  expect(await crypto.subtle.verify(algorithm.name, key, Buffer.from(signature, 'base64url'), signed)).toBe(true);
  expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
    iss: metadata['issuer'],
    aud: app.clientId,
    nonce: 'n-2',
    email: ada,
  });
  const who = await fetch(metadata['userinfo_endpoint']!, {
    headers: { Authorization: `Bearer ${tokens['access_token']!}` },
  });
  expect(await who.json()).toMatchObject({ email: ada });
});
