import type { Page } from 'playwright-core';
import { startSimulatedTenant } from 'simulated-tenant';
import { expect, test } from 'vitest';
import { administrator, builtWebApp, testServer } from '../server/rig.ts';
import { violationsOf } from './accessibility.ts';
import { complaintsOf, openChromium, picture } from './chromium.ts';

const sizes = { light: { width: 1280, height: 800 }, dark: { width: 1440, height: 900 } } as const;

test('a tenant is connected in the browser and checked one by one, and every page can be used by everybody', async (context) => {
  await using browser = await openChromium(context);
  await using server = await testServer({ webFolder: await builtWebApp() });
  const tenant = await startSimulatedTenant({ seed: 'tiny' });
  const violations: string[] = [];
  try {
    const api = await server.administrator();
    const { id: matter } = (await api.post('/api/v1/matters', { name: 'Contoso v. Fabrikam' })).body;
    await api.post(`/api/v1/matters/${matter}/custodians`, { name: 'Ana Ferro' });
    for (const scheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({ viewport: sizes[scheme], colorScheme: scheme });
      const complaints = complaintsOf(page);
      await page.goto(`${server.url}/connections`);
      await page.getByLabel('E-mail address').fill(administrator.email);
      await page.getByRole('textbox', { name: 'Password' }).fill(administrator.password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('heading', { name: 'Connections', level: 1 }).waitFor();
      if (scheme === 'light') await connect(page, tenant);
      const { items } = JSON.parse((await api.get('/api/v1/connections')).text) as { items: { id: string }[] };
      const connection = String(items[0]?.id);
      const pages = {
        matters: '/matters',
        custodians: `/matters/${matter}/custodians`,
        members: `/matters/${matter}/members`,
        connections: '/connections',
        'new-connection': '/connections/new',
        connection: `/connections/${connection}`,
        people: '/people',
        audit: '/audit',
        profile: '/profile',
      };
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(`${server.url}${path}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.waitForLoadState('networkidle');
        await picture(page, `${name}-${scheme}`);
        for (const violation of await violationsOf(page)) violations.push(`${name} in ${scheme}: ${violation}`);
      }
      expect(complaints).toEqual([]);
      await page.close();
    }
    expect(violations).toEqual([]);
  } finally {
    await tenant.stop();
  }
}, 120_000);

/** An application with a secret: saved, then checked while one looks. */
async function connect(page: Page, tenant: Awaited<ReturnType<typeof startSimulatedTenant>>): Promise<void> {
  const { clientId, secrets } = tenant.apps[0]!;
  await page.getByRole('link', { name: 'Connect Microsoft 365' }).first().click();
  await page.getByText('Mail.Read', { exact: true }).first().waitFor();
  await page.getByLabel('Name', { exact: false }).first().fill('Contoso');
  await page.getByRole('textbox', { name: 'Tenant' }).fill(tenant.tenantId);
  await page.getByRole('textbox', { name: 'Application (client) id' }).fill(clientId);
  await page.getByRole('combobox', { name: 'Cloud' }).click();
  await page.getByRole('option', { name: /Another service/ }).click();
  await page.getByRole('textbox', { name: 'Address of the service' }).fill(tenant.url);
  await page.getByRole('textbox', { name: 'Client secret' }).fill(secrets[0]!.value);
  await page.getByRole('button', { name: 'Save and check' }).click();
  await page.getByText('Tenant exists', { exact: true }).waitFor();
  await page.getByText('Permissions enough', { exact: true }).waitFor();
  await page.getByText('Ready', { exact: true }).waitFor();
}
