import { expect, test } from 'vitest';
import { administrator, builtWebApp, testServer } from '../server/rig.ts';
import { violationsOf } from './accessibility.ts';
import { complaintsOf, openChromium, picture } from './chromium.ts';

test('the first run makes an administrator in the browser, who begins a matter and invites a reviewer', async (context) => {
  await using browser = await openChromium(context);
  await using server = await testServer({ webFolder: await builtWebApp() });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const complaints = complaintsOf(page);
  await page.goto(server.url);
  await page.getByRole('heading', { name: 'Set up Chainmail' }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await picture(page, 'setup');
  await page.getByLabel('Your name').fill(administrator.name);
  await page.getByLabel('E-mail address').fill(administrator.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(administrator.password);
  await page.getByRole('button', { name: 'Create the administrator' }).click();
  await page.getByText('No matter yet').waitFor();
  await page.getByRole('button', { name: 'New matter' }).first().click();
  await page.getByLabel('Name').fill('Contoso v. Fabrikam');
  await page.getByRole('button', { name: 'Begin the matter' }).click();
  await page.getByRole('navigation', { name: 'Main' }).getByText('Members').waitFor();
  const temporary = await inviteReviewer(page);
  await addReviewer(page);
  await page.getByRole('button', { name: /^Menu of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await signInWithTemporary(page, temporary);
  await page.getByText('Contoso v. Fabrikam').waitFor();
  expect(await page.getByRole('link', { name: 'People' }).count()).toBe(0);
  expect(complaints).toEqual([]);
}, 60_000);

type Page = Awaited<ReturnType<Awaited<ReturnType<typeof openChromium>>['newPage']>>;

async function inviteReviewer(page: Page): Promise<string> {
  await page.getByRole('link', { name: 'People' }).click();
  await page.getByRole('button', { name: 'Add a person' }).click();
  await page.getByLabel('Name').fill('Ida Reed');
  await page.getByLabel('E-mail address').fill('ida@firm.example');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  const password = await page.getByRole('region', { name: 'Temporary password' }).innerText();
  await page.getByRole('button', { name: 'I have it' }).click();
  return password.trim();
}

async function addReviewer(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Matters', exact: true }).first().click();
  await page.getByRole('cell', { name: 'Contoso v. Fabrikam' }).click();
  await page.getByRole('link', { name: 'Members' }).click();
  await page.getByRole('button', { name: 'Add a member' }).click();
  await page.getByRole('combobox', { name: 'Person' }).fill('ida');
  await page.getByRole('option', { name: /Ida Reed/ }).click();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('cell', { name: /^Ida Reed/ }).waitFor();
}

async function signInWithTemporary(page: Page, temporary: string): Promise<void> {
  await page.getByLabel('E-mail address').fill('ida@firm.example');
  await page.getByRole('textbox', { name: 'Password' }).fill(temporary);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Choose your password' }).waitFor();
  await page.getByRole('textbox', { name: 'Temporary password' }).fill(temporary);
  await page.getByRole('textbox', { name: 'New password' }).fill('another horse battery');
  await page.getByRole('button', { name: 'Use this password' }).click();
}
