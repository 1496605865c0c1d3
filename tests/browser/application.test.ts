import type { Page } from 'playwright-core';
import { startSimulatedTenant } from 'simulated-tenant';
import { expect, test } from 'vitest';
import { builtWebApp, testServer } from '../server/rig.ts';
import { openChromium } from './chromium.ts';
import { signedIn } from './signed-in.ts';

test('a tenant is connected in the browser with an application, and checked one by one while one looks', async (context) => {
  await using browser = await openChromium(context);
  await using server = await testServer({ webFolder: await builtWebApp() });
  const tenant = await startSimulatedTenant({ seed: 'tiny' });
  try {
    await server.administrator();
    const { page, complaints } = await signedIn(browser, server.url, { path: '/connections' });
    await connect(page, tenant);
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByText('Original bytes can be read', { exact: true }).waitFor();
    expect(complaints).toEqual([]);
  } finally {
    await tenant.stop();
  }
}, 120_000);

test('pages are opened by a few letters of their name, at the first try, and Escape goes back', async (context) => {
  await using browser = await openChromium(context);
  await using server = await testServer({ webFolder: await builtWebApp() });
  await server.administrator();
  const { page, complaints } = await signedIn(browser, server.url, { path: '/connections' });
  const box = page.getByRole('textbox', { name: 'Page or matter' });
  for (const typed of ['peop', 'audi']) {
    await page.keyboard.press('Control+k');
    await box.waitFor();
    await page.locator('input[aria-label="Page or matter"]:focus').waitFor();
    await page.keyboard.type(typed);
    await expect.poll(() => page.getByRole('option').count()).toBe(1);
    await page.keyboard.press('Escape');
    await box.waitFor({ state: 'hidden' });
  }
  await page.keyboard.press('Control+k');
  await box.fill('audi');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/audit*');
  expect(complaints).toEqual([]);
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
