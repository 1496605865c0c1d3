import { once } from 'node:events';
import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import { builtWebApp } from '../server/rig.ts';
import { serve } from '../server/work/serve.ts';
import { uploadRig } from '../server/work/upload-rig.ts';
import { violationsOf } from './accessibility.ts';
import { openChromium, picture } from './chromium.ts';
import { signedIn } from './signed-in.ts';

test('a server that is killed in the middle of an upload goes on, and the page with it', async (context) => {
  await using browser = await openChromium(context);
  await builtWebApp();
  await using rig = await uploadRig({
    tenant: { scale: { people: 2, messages: 300 }, varyBytes: false, latency: { perRequestMs: 60 } },
    isServed: false,
  });
  const [one = '', two = ''] = rig.tenant.mailboxes;
  const of = { data: rig.dataFolder, databaseUrl: rig.databaseUrl };
  await using first = await serve(of);
  const { page } = await signedIn(browser, first.url, { path: `/matters/${rig.matter}/uploads/new` });
  await page.getByRole('combobox', { name: 'Connection' }).click();
  await page.getByRole('option', { name: 'tiny' }).click();
  for (const address of [one, two]) await page.getByRole('checkbox', { name: `Upload from ${address}` }).check();
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByText('messages at the source', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Start the upload' }).click();
  await vi.waitFor(async () => expect((await endsOf(page)).Listed).toBeGreaterThan(20), {
    timeout: 30_000,
    interval: 50,
  });
  await picture(page, 'upload-transferring');
  const before = await endsOf(page);

  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  await page.getByText('the connection to the server is lost', { exact: false }).waitFor();
  await picture(page, 'upload-server-lost');
  expect(before.Kept, 'it was killed in the middle').toBeLessThan(before.Listed!);
  expect(await violationsOf(page)).toEqual([]);
  await using second = await serve({ ...of, port: new URL(first.url).port });
  expect(second.url).toBe(first.url);
  const review = page.getByRole('main').getByRole('link', { name: 'Review' });
  await review.waitFor({ timeout: 60_000 });
  expect(await page.getByText('the connection to the server is lost', { exact: false }).count()).toBe(0);
  const after = await endsOf(page);
  expect(after.Kept! + after['Already held']!).toBe(after.Listed);
  expect(after.Kept).toBeGreaterThan(before.Kept!);
  expect(after).toMatchObject({ Filtered: 0, Skipped: 0, Failed: 0 });
  expect(after.Listed).toBe(await countAtTheSource(page, [one, two]));
  await review.click();
  await page.getByText(`${String(after.Listed)} results`).waitFor();
}, 150_000);

/** The counts of the head of an upload, by their labels. */
async function endsOf(page: Page): Promise<Record<string, number>> {
  const pairs = await page.evaluate<[string, string][]>(
    `[...document.querySelectorAll('main dl div')].map((of) => [of.querySelector('dt')?.textContent, of.querySelector('dd')?.textContent])`,
  );
  return Object.fromEntries(pairs.map(([name, value]) => [name, Number(value.replaceAll(',', ''))]));
}

/** What the folders say they should hold, in the lines of the mailboxes. */
async function countAtTheSource(page: Page, mailboxes: readonly string[]): Promise<number> {
  let total = 0;
  for (const address of mailboxes) {
    const row = page.getByRole('row', { name: new RegExp(`^${address}`) });
    total += Number((await row.getByRole('cell').nth(2).innerText()).replaceAll(',', ''));
  }
  return total;
}
