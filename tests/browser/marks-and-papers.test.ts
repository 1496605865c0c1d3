import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { builtWebApp } from '../server/rig.ts';
import { uploadRig, type UploadRig } from '../server/work/upload-rig.ts';
import { violationsOf } from './accessibility.ts';
import { openChromium, picture } from './chromium.ts';
import { signedIn } from './signed-in.ts';

let rig: UploadRig;
let at: string;

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
beforeAll(async () => {
  rig = await uploadRig({ webFolder: await builtWebApp() });
  const [ada = '', ben = ''] = rig.tenant.mailboxes;
  for (const mailbox of [ada, ben]) await rig.until(await rig.upload([mailbox]), 'ready');
  at = `/api/v1/matters/${rig.matter}`;
});
afterAll(async () => {
  vi.resetConfig();
  await rig[Symbol.asyncDispose]();
});

async function count(search: string): Promise<unknown> {
  return (await rig.manager.get(`${at}/search/count?${search}`)).body.count;
}

test('tags are renamed, merged and removed in the browser, and results narrowed to what has none', async (context) => {
  const make = async (name: string) => String((await rig.manager.post(`${at}/tags`, { name })).body.id);
  const [hot, hott] = [await make('Hot'), await make('Hott')];
  const found = (await rig.manager.get(`${at}/search?limit=3`)).body.items as unknown as { id: string }[];
  for (const { id } of found) await rig.manager.ask('PUT', `${at}/messages/${id}/tags/${hott}`);
  await using browser = await openChromium(context);
  const { page, complaints } = await signedIn(browser, rig.url, { path: `/matters/${rig.matter}/review` });
  await page.getByRole('button', { name: 'Edit the tags…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Tags of the matter' });
  await dialog.getByText('3 messages').waitFor();
  await dialog.getByRole('button', { name: 'Merge Hott' }).hover();
  await picture(page, 'tags');
  expect(await violationsOf(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Merge Hott' }).click();
  await dialog.getByText('3 messages with “Hott” get the other tag').waitFor();
  await dialog.getByRole('combobox', { name: 'The tag that stays' }).click();
  await page.getByRole('option', { name: 'Hot', exact: true }).click();
  await dialog.getByRole('button', { name: 'Merge the tags' }).click();
  await dialog.getByRole('button', { name: 'Change Hot' }).click();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Burning');
  await picture(page, 'tag-change');
  await dialog.getByRole('button', { name: 'Change the tag' }).click();
  await dialog.getByRole('button', { name: 'Change Burning' }).waitFor();
  expect(await count(`tag=${hot}`)).toBe(3);
  await page.keyboard.press('Escape');
  const all = Number(await count(''));
  await page.getByRole('checkbox', { name: 'Without a tag' }).check();
  await page.getByText(`${String(all - 3)} results`).waitFor();
  await picture(page, 'review-untagged');
  await page.getByRole('button', { name: 'Edit the tags…' }).click();
  await dialog.getByRole('button', { name: 'Remove Burning' }).click();
  await dialog.getByText('comes off 3 messages').waitFor();
  await dialog.getByRole('button', { name: 'Remove the tag' }).click();
  await dialog.getByText('No tag yet.').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText(`${String(all)} results`).waitFor();
  expect(await count('untagged=true')).toBe(all);
  expect(complaints).toEqual([]);
});

test('the receipt and the manifest of an export are read in the browser, and a custodian has a page', async (context) => {
  const body = { selection: { kind: 'matter' }, format: 'eml' };
  const id = String((await rig.manager.post(`${at}/exports`, body)).body.id);
  await vi.waitFor(async () => expect((await rig.manager.get(`/api/v1/jobs/${id}`)).body.state).toBe('done'), {
    timeout: 30_000,
    interval: 200,
  });
  await using browser = await openChromium(context);
  const { page, complaints } = await signedIn(browser, rig.url, { path: `/matters/${rig.matter}/exports` });
  await page.getByRole('button', { name: 'Receipt', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Receipt and manifest' });
  await dialog.getByRole('region', { name: 'The receipt in words' }).getByText('Smith v. Acme').first().waitFor();
  await picture(page, 'export-receipt');
  expect(await violationsOf(page)).toEqual([]);
  await dialog.getByRole('tab', { name: 'Manifest' }).click();
  await dialog
    .getByText(/\.eml$/)
    .first()
    .waitFor();
  await picture(page, 'export-manifest');
  expect(await violationsOf(page)).toEqual([]);
  await page.goto(`${rig.url}/matters/${rig.matter}/custodians`);
  await page.getByRole('row').nth(1).click();
  await page.getByRole('heading', { name: 'Who wrote and was written to most' }).waitFor();
  await picture(page, 'custodian');
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('link', { name: 'Review' }).last().click();
  await page.getByRole('button', { name: 'Clear 1' }).waitFor();
  await page.goto(`${rig.url}/matters/${rig.matter}`);
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Smith v. Acme Holding');
  await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('heading', { name: 'Smith v. Acme Holding' }).waitFor();
  expect(complaints).toEqual([]);
});

test('the second step shows its key as a QR code, as text and as an address', async (context) => {
  await using browser = await openChromium(context);
  const { page, complaints } = await signedIn(browser, rig.url, { path: '/profile' });
  await page.getByRole('textbox', { name: 'Your password' }).fill('correct horse battery');
  await page.getByRole('button', { name: 'Set it up' }).click();
  const code = page.getByRole('img', { name: 'QR code for the authenticator app' });
  await code.waitFor();
  await picture(page, 'second-step');
  expect(await violationsOf(page)).toEqual([]);
  expect((await code.locator('path').getAttribute('d'))!.length).toBeGreaterThan(2000);
  const address = new URL((await page.getByRole('link', { name: 'Open in the app' }).getAttribute('href'))!);
  const key = page.getByRole('region', { name: 'Key for the app' });
  expect((await key.innerText()).trim()).toBe(address.searchParams.get('secret'));
  expect(complaints).toEqual([]);
});
