import { startSimulatedTenant } from 'simulated-tenant';
import { expect, test } from 'vitest';
import { administrator, builtWebApp, testServer } from '../server/rig.ts';
import { violationsOf } from './accessibility.ts';
import { complaintsOf, openChromium, picture } from './chromium.ts';

test('mail is uploaded from a tenant, found, read and tagged in the browser', async (context) => {
  await using browser = await openChromium(context);
  await using server = await testServer({ webFolder: await builtWebApp() });
  const tenant = await startSimulatedTenant({ seed: 'tiny' });
  const violations: string[] = [];
  try {
    const api = await server.administrator();
    const { id: matter } = (await api.post('/api/v1/matters', { name: 'Contoso v. Fabrikam' })).body;
    const { clientId, secrets } = tenant.apps[0]!;
    const made = await api.post('/api/v1/connections', {
      name: 'Contoso',
      tenant: tenant.tenantId,
      clientId,
      endpoints: tenant.url,
      credential: { kind: 'secret', value: secrets[0]!.value },
      capabilities: ['list-mailboxes', 'collect-mail'],
    });
    expect(made.status).toBe(201);
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const complaints = complaintsOf(page);
    const look = async (name: string) => {
      await picture(page, name);
      for (const violation of await violationsOf(page)) violations.push(`${name}: ${violation}`);
    };
    await page.goto(`${server.url}/matters/${matter}/uploads`);
    await page.getByLabel('E-mail address').fill(administrator.email);
    await page.getByRole('textbox', { name: 'Password' }).fill(administrator.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Nothing was uploaded yet').waitFor();
    await page.getByRole('button', { name: 'Create new' }).first().click();
    await page.getByRole('menuitem', { name: 'Import from Microsoft 365' }).click();
    await page.getByRole('combobox', { name: 'Connection' }).click();
    await page.getByRole('option', { name: 'Contoso' }).click();
    await page.getByRole('checkbox', { name: /^Upload from ada\.marsh/ }).check();
    await look('new-upload-mailboxes');
    await page.getByRole('button', { name: 'Go on' }).click();
    expect(await page.getByRole('checkbox', { name: 'Deleted and recoverable mail too' }).isChecked()).toBe(true);
    await page.getByRole('checkbox', { name: 'Hidden folders too' }).check();
    await look('new-upload-options');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('Readable').waitFor();
    await look('new-upload-check');
    await page.getByRole('button', { name: 'Start the upload' }).click();
    await page.getByRole('link', { name: 'Review' }).nth(1).waitFor({ timeout: 60_000 });
    await page.getByRole('tab', { name: 'Receipt' }).click();
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText('The receipt holds').waitFor();
    await page.getByRole('link', { name: 'Review' }).nth(1).click();
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('j');
    await page.getByRole('article').waitFor();
    await page.keyboard.press('t');
    await page.getByRole('textbox', { name: 'Find or make a tag' }).fill('Hot');
    await page.keyboard.press('Enter');
    await page.getByRole('article').getByText('Hot', { exact: true }).first().waitFor();
    await page.keyboard.press('Escape');
    await page.goto(`${server.url}/matters/${matter}`);
    await page.getByText('items were listed').waitFor();
    await page.goto(`${server.url}/matters/${matter}/exports`);
    await page.getByText('Nothing was exported yet').waitFor();
    await page.getByRole('button', { name: 'New export' }).first().click();
    await page.getByRole('button', { name: 'Start the export' }).click();
    await page.getByRole('button', { name: 'Get the files' }).waitFor({ timeout: 60_000 });
    expect(complaints).toEqual([]);
    expect(violations).toEqual([]);
  } finally {
    await tenant.stop();
  }
}, 150_000);
