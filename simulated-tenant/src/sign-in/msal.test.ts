import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  ConfidentialClientApplication,
  type INetworkModule,
  type NetworkRequestOptions,
  type NetworkResponse,
} from '@azure/msal-node';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { appNamed, replyOf } from '../../tests/signed-in.ts';
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
