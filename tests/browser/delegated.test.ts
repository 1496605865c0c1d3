import type { Page } from 'playwright-core';
import { seededPassword } from 'simulated-tenant';
import { expect, test } from 'vitest';
import { builtWebApp } from '../server/rig.ts';
import { uploadRig, type UploadRig } from '../server/work/upload-rig.ts';
import { violationsOf } from './accessibility.ts';
import { openChromium, picture } from './chromium.ts';
import { signedIn } from './signed-in.ts';

const ada = 'ada.marsh@tiny.example';
const ben = 'ben.okafor@tiny.example';
const support = 'support@tiny.example';

test('a person connects with their own sign-in; what they may not open says why, and starts when it may', async (context) => {
  await using browser = await openChromium(context);
  const tenant = { seed: 'tiny', varyBytes: false, controlPort: 0 } as const;
  await using rig = await uploadRig({ tenant, webFolder: await builtWebApp() });
  for (const app of ['sign-in', 'sign-in-consented'])
    await control(rig, 'set-app', {
      app,
      redirectUris: ['http://localhost/api/v1/connections/sign-in/callback'],
    });
  const { page, complaints } = await signedIn(browser, rig.url, { path: '/connections/new' });
  const violations: string[] = [];
  const look = async (name: string) => {
    await picture(page, name);
    for (const violation of await violationsOf(page)) violations.push(`${name}: ${violation}`);
  };

  await beginSignIn(page, rig, { app: 'sign-in', look });
  await atMicrosoft(page, ben);
  await page.getByRole('button', { name: 'Cancel' }).click();
  const refused = page.getByRole('alert').filter({ hasText: 'Nothing was connected' });
  await refused.getByRole('listitem').first().waitFor();
  expect(await refused.innerText()).toMatch(/declined the consent.*entra-consent-declined/s);
  await look('consent-refused');

  await beginSignIn(page, rig, { app: 'sign-in', look });
  await atMicrosoft(page, ada);
  await page.getByRole('button', { name: 'Return to the application' }).click();
  await refused.getByRole('listitem').first().waitFor();
  expect(await refused.innerText()).toContain('administrator');
  await look('approval-needed');

  await beginSignIn(page, rig, { app: 'sign-in-consented', look });
  await atMicrosoft(page, ada);
  await page.waitForURL(/\/connections\/[0-9a-f-]{36}/);
  await page.getByText('Ready', { exact: true }).waitFor();
  await page.getByText(ada, { exact: true }).first().waitFor();
  await look('connection-delegated');

  await page.goto(`${rig.url}/matters/${rig.matter}/uploads/new`);
  await page.getByRole('combobox', { name: 'Connection' }).click();
  await page.getByRole('option', { name: 'Own sign-in' }).click();
  for (const address of [ada, ben, support])
    await page.getByRole('checkbox', { name: `Upload from ${address}` }).check();
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('button', { name: 'Go on' }).click();
  const found = (address: string) => page.getByRole('row', { name: new RegExp(`^${address}`) });
  await found(ben).getByText('No access').waitFor();
  const why = page.getByRole('alert').filter({ hasText: 'cannot be read yet' });
  expect(await why.innerText()).toMatch(new RegExp(`${ben}.*no Full Access.*not an empty mailbox.*24 hours`, 's'));
  expect(await found(ada).innerText()).toContain('Readable');
  expect(await found(support).innerText()).toContain('Readable');
  await look('preflight-no-access');
  await page.getByRole('button', { name: 'Start, waiting for access' }).click();
  await page.getByRole('status').getByText('Waiting for access').waitFor();
  expect(await page.getByRole('main').innerText()).toContain('Access is missing for 1 mailbox');
  await look('upload-waiting');
  await control(rig, 'grant-full-access', { mailbox: ben, person: ada });
  await page.getByRole('main').getByRole('link', { name: 'Review' }).waitFor({ timeout: 30_000 });
  await page.getByRole('row').filter({ hasText: ben }).first().waitFor();
  const id = page.url().split('/').at(-1)!.split('?')[0]!;
  const ready = (await rig.manager.get(`/api/v1/collections/${id}`)).body;
  expect(ready).toMatchObject({ phase: 'ready', mailboxes: { total: 3, done: 3 }, counts: { failed: 0, skipped: 0 } });
  expect(ready.counts?.listed).toBe(ready.expected);
  expect(complaints).toEqual([]);
  expect(violations).toEqual([]);
}, 120_000);

async function control(rig: UploadRig, action: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${rig.tenant.controlUrl!}/${action}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  expect(answer.status, await answer.text()).toBe(200);
}

/** Fills in the page before Microsoft's, and goes there. */
async function beginSignIn(
  page: Page,
  { tenant }: UploadRig,
  { app, look }: { app: string; look: (name: string) => Promise<void> },
): Promise<void> {
  const { clientId, secrets } = tenant.apps.find(({ name }) => name === app)!;
  if (new URL(page.url()).searchParams.has('refused')) await expectKept(page, tenant.url);
  await page.getByRole('radio', { name: /^Your own sign-in/ }).click();
  await page.getByText('Mail.Read.Shared', { exact: true }).first().waitFor();
  await page.getByRole('textbox', { name: /^Name/ }).fill('Own sign-in');
  await page.getByRole('textbox', { name: 'Tenant' }).fill(tenant.tenantId);
  await page.getByRole('textbox', { name: 'Application (client) id' }).fill(clientId);
  await page.getByRole('combobox', { name: 'Cloud' }).click();
  await page.getByRole('option', { name: /Another service/ }).click();
  await page.getByRole('textbox', { name: 'Address of the service' }).fill(tenant.url);
  await page.getByRole('textbox', { name: 'Client secret' }).fill(secrets[0]!.value);
  await page.getByText('Before you leave').waitFor();
  await look('new-connection-delegated');
  await page.context().clearCookies({ domain: new URL(tenant.url).hostname });
  await page.getByRole('button', { name: 'Sign in at Microsoft' }).click();
}

/** Whoever comes back from a refusal finds what they had chosen, but for the secret. */
async function expectKept(page: Page, address: string): Promise<void> {
  expect(await page.getByRole('radio', { name: /^Your own sign-in/ }).getAttribute('aria-checked')).toBe('true');
  expect(await page.getByRole('textbox', { name: /^Name/ }).inputValue()).toBe('Own sign-in');
  expect(await page.getByRole('textbox', { name: 'Address of the service' }).inputValue()).toBe(address);
  expect(await page.getByRole('textbox', { name: 'Client secret' }).inputValue()).toBe('');
}

/** Signs in there as somebody who was not signed in before. */
async function atMicrosoft(page: Page, login: string): Promise<void> {
  await page.getByLabel('Email').fill(login);
  await page.getByLabel('Password').fill(seededPassword);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}
