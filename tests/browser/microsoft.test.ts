import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededPassword, startSimulatedTenant } from 'simulated-tenant';
import { expect, test } from 'vitest';
import { builtWebApp, testServer } from '../server/rig.ts';
import { violationsOf } from './accessibility.ts';
import { openChromium, picture } from './chromium.ts';

const ada = 'ada.marsh@tiny.example';
const ben = 'ben.okafor@tiny.example';

interface Me {
  readonly person: Record<string, unknown>;
}

test('an invited person signs in with Microsoft in the browser, and a stranger is told why not', async (context) => {
  await using browser = await openChromium(context);
  const folder = await mkdtemp(join(tmpdir(), 'chainmail-microsoft-'));
  const tenant = await startSimulatedTenant({ seed: 'tiny', controlPort: 0 });
  try {
    const app = tenant.apps.find(({ name }) => name === 'sign-in-consented')!;
    const redirectUris = ['http://localhost/api/auth/oauth2/callback/microsoft'];
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ app: app.name, redirectUris });
    expect((await fetch(`${tenant.controlUrl!}/set-app`, { method: 'POST', headers, body })).status).toBe(200);
    await writeFile(join(folder, 'secret'), `${app.secrets[0]!.value}\n`);
    const registration = { signInClientId: app.clientId, signInSecretFile: join(folder, 'secret') };
    const settings = { ...registration, signInTenant: tenant.tenantId, signInAuthority: tenant.url };
    await using server = await testServer({ settings, webFolder: await builtWebApp() });
    const administrator = await server.administrator();
    await administrator.post('/api/v1/people', { name: 'Ada', email: ada, instanceRole: 'member' });
    const signIn = async (login: string) => {
      const page = await (await browser.newContext()).newPage();
      await page.goto(`${server.url}/sign-in`);
      await page.getByRole('button', { name: 'Sign in with Microsoft' }).waitFor();
      expect(await violationsOf(page)).toEqual([]);
      await picture(page, 'sign-in-microsoft');
      await page.getByRole('button', { name: 'Sign in with Microsoft' }).click();
      await page.getByLabel('Email').fill(login);
      await page.getByLabel('Password').fill(seededPassword);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      return page;
    };
    const page = await signIn(ada);
    await page.getByRole('button', { name: 'Menu of Ada' }).waitFor();
    const me = await page.evaluate<Me>("fetch('/api/v1/me').then((answer) => answer.json())");
    expect(me.person).toMatchObject({ name: 'Ada', email: ada, instanceRole: 'member' });
    expect(new URL(page.url()).pathname).toBe('/matters');
    await (await signIn(ben)).getByText('Nobody was invited under this Microsoft account', { exact: false }).waitFor();
  } finally {
    await tenant.stop();
    await rm(folder, { recursive: true });
  }
}, 60_000);
