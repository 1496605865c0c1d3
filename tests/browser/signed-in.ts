import type { Browser, Page } from 'playwright-core';
import { administrator } from '../server/rig.ts';
import { complaintsOf } from './chromium.ts';

export interface SignInWishes {
  /** Where the page is to be afterwards, from the root. */
  readonly path?: string;
  readonly who?: { readonly email: string; readonly password: string };
  readonly scheme?: 'light' | 'dark';
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** A page of its own in which somebody has signed in as people do; with what the page complained of so far. */
export async function signedIn(
  browser: Browser,
  url: string,
  wishes: SignInWishes = {},
): Promise<{ page: Page; complaints: string[] }> {
  const { path = '/matters', who = administrator, scheme = 'light', viewport = { width: 1280, height: 800 } } = wishes;
  const context = await browser.newContext({ viewport, colorScheme: scheme });
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  await page.goto(`${url}${path}`);
  await fillSignIn(page, who);
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  return { page, complaints };
}

export async function fillSignIn(page: Page, who: { email: string; password: string }): Promise<void> {
  await page.getByLabel('E-mail address').fill(who.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(who.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

const refusals = /There is no such page|This page is not for your role|You are not a member/;

/** Waits until a page shows what it has; whether that is what the page is for, and not a refusal. */
export async function settled(page: Page): Promise<boolean> {
  const main = page.getByRole('main');
  const refusal = page.getByText(refusals);
  await main.locator('h1').or(refusal).or(main.getByRole('alert')).first().waitFor({ state: 'attached' });
  await main.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' });
  return (await main.getByRole('alert').count()) === 0 && (await refusal.count()) === 0;
}
