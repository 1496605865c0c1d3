import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { builtWebApp } from '../server/rig.ts';
import { uploadRig, type UploadRig } from '../server/work/upload-rig.ts';
import { violationsOf } from './accessibility.ts';
import { openChromium, picture } from './chromium.ts';
import { signedIn } from './signed-in.ts';

const run = promisify(execFile);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
let rig: UploadRig;
let folder: string;
let originals: string[];

vi.setConfig({ testTimeout: 120_000 });
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainmail-handing-out-'));
  rig = await uploadRig({ webFolder: await builtWebApp() });
  const [ada = '', ben = ''] = rig.tenant.mailboxes;
  await rig.until(await rig.upload([ada, ben]), 'ready');
  originals = (await manifestOf(await handedOut('eml'))).map(({ digest }) => digest).sort();
});
afterAll(async () => {
  vi.resetConfig();
  await rig[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

test('what a search finds is read, tagged, exported and downloaded in the browser, byte for byte', async (context) => {
  await using browser = await openChromium(context);
  const { page, complaints } = await signedIn(browser, rig.url, { path: `/matters/${rig.matter}/review` });
  await page.getByLabel('Query (KQL)').fill('subject:"gate code"');
  await page.keyboard.press('Enter');
  await page.getByText('2 results').waitFor();
  await page.getByRole('option', { name: /RE: Gate code/ }).click();
  const message = page.getByRole('article', { name: 'RE: Gate code' });
  await message.waitFor();
  await message.getByRole('tab', { name: 'Source' }).click();
  await message.getByText('Subject: RE: Gate code', { exact: false }).waitFor();
  await page.keyboard.press('t');
  await page.getByRole('textbox', { name: 'Find or make a tag' }).fill('Gate');
  await page.keyboard.press('Enter');
  await message.getByText('Gate', { exact: true }).first().waitFor();
  await page.keyboard.press('Escape');
  await page.goto(`${rig.url}/matters/${rig.matter}/exports`);
  await page.getByRole('button', { name: 'New export' }).first().click();
  await page.getByRole('radio', { name: 'What a query finds' }).click();
  await page.getByRole('textbox', { name: 'Query (KQL)' }).fill('subject:"gate code"');
  await picture(page, 'new-export');
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Start the export' }).click();
  const row = page.getByRole('row').filter({ hasText: 'gate code' });
  await row.getByRole('button', { name: 'Get the files' }).click();
  const unpacked = await unpack(await downloaded(page, join(folder, 'browser.tar')));
  await picture(page, 'download-link');
  const files = await manifestOf(unpacked);
  expect(files).toHaveLength(2);
  for (const { path, digest } of files) {
    const bytes = await readFile(join(unpacked, path));
    expect(sha256(bytes)).toBe(digest);
    expect(bytes.toString('latin1')).toMatch(/^Subject: (RE: )?Gate code\r?$/m);
    expect(originals).toContain(digest);
  }
  expect(complaints).toEqual([]);
});

test('an mbox that was downloaded comes apart with git mailsplit into the original messages', async (context) => {
  const unpacked = await handedOut('mbox');
  const boxes = (await readdir(unpacked, { recursive: true })).filter((name) => name.endsWith('.mbox'));
  expect(boxes).toHaveLength(2);
  const digests: string[] = [];
  for (const [at, box] of boxes.entries()) {
    const into = join(unpacked, `split-${String(at)}`);
    await mkdir(into);
    const asked = ['mailsplit', '--mboxrd', '--keep-cr', `-o${into}`, join(unpacked, box)];
    const split = await run('git', asked).catch((thrown: NodeJS.ErrnoException) => thrown);
    if ('code' in split && split.code === 'ENOENT') context.skip('git is not installed');
    for (const name of await readdir(into)) digests.push(sha256(withoutFromLine(await readFile(join(into, name)))));
  }
  // An mbox ends each message with a line break, so the few that had none differ in that byte alone.
  const eml = await handedOut('eml');
  const expected = await Promise.all(
    (await manifestOf(eml)).map(async ({ path }) => sha256(withEnd(await readFile(join(eml, path))))),
  );
  expect(digests.sort()).toEqual(expected.sort());
});

test.each(['dat', 'csv'] as const)(
  'a load file (%s) that was downloaded names natives and texts that are there',
  async (format) => {
    const unpacked = await handedOut(format);
    const bytes = await readFile(join(unpacked, `loadfile.${format}`));
    const [names = [], ...rows] = format === 'dat' ? readDat(bytes) : readCsv(bytes);
    const column = (name: RegExp) => names.findIndex((known) => name.test(known));
    const [native, text, digest] = [column(/^native/i), column(/^text/i), column(/sha-?256/i)];
    expect(rows.length).toBeGreaterThanOrEqual(originals.length);
    const digests = new Set<string>();
    const texts: string[] = [];
    for (const row of rows) {
      expect(row).toHaveLength(names.length);
      const file = await readFile(join(unpacked, row[native]!.replaceAll('\\', '/')));
      expect(sha256(file)).toBe(row[digest]!.toLowerCase());
      digests.add(sha256(file));
      // A record without text that was read has no path there.
      if (row[text] !== '') texts.push(await readFile(join(unpacked, row[text]!.replaceAll('\\', '/')), 'utf8'));
    }
    expect(texts.filter((one) => one.includes('Gate code')).length).toBeGreaterThanOrEqual(2);
    for (const original of originals) expect(digests.has(original), original).toBe(true);
  },
);

/** Clicks the download of the open dialog and keeps the file. */
async function downloaded(page: Page, path: string): Promise<string> {
  const begun = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('link', { name: 'Download' }).click();
  await (await begun).saveAs(path);
  return path;
}

/** Unpacks with the tar of the machine; the folder that lay in it. */
async function unpack(tar: string): Promise<string> {
  const into = tar.replace(/\.tar$/, '');
  await mkdir(into);
  await run('tar', ['-xf', tar, '-C', into]);
  const [name = ''] = await readdir(into);
  return join(into, name);
}

/** An export of the whole matter over HTTP, through a link that needs no sign-in, unpacked. */
async function handedOut(format: string): Promise<string> {
  const wish = { selection: { kind: 'matter' }, format };
  const begun = await rig.manager.post(`/api/v1/matters/${rig.matter}/exports`, wish);
  expect(begun.status, begun.text).toBe(202);
  const id = String(begun.body.id);
  await vi.waitFor(
    async () => expect((await rig.manager.get(`/api/v1/jobs/${id}`)).body).toMatchObject({ state: 'done' }),
    { timeout: 30_000, interval: 100 },
  );
  const { url } = (await rig.manager.post(`/api/v1/exports/${id}/links`)).body;
  const answer = await fetch(new URL(String(url), rig.url));
  expect(answer.headers.get('content-type')).toBe('application/x-tar');
  const path = join(folder, `${format}-${id}.tar`);
  await writeFile(path, Buffer.from(await answer.arrayBuffer()));
  return unpack(path);
}

async function manifestOf(of: string): Promise<{ path: string; digest: string }[]> {
  const lines = (await readFile(join(of, 'manifest.jsonl'), 'utf8')).trim().split('\n');
  return lines.map((line) => JSON.parse(line) as { path: string; digest: string });
}

/** A message as mailsplit writes it, without the line that begins it in the box and the empty one that ends it. */
function withoutFromLine(bytes: Buffer): Buffer {
  expect(bytes.subarray(0, 5).toString()).toBe('From ');
  expect(bytes.at(-1)).toBe(0x0a);
  return bytes.subarray(bytes.indexOf('\n') + 1, -1);
}

function withEnd(bytes: Buffer): Buffer {
  return bytes.at(-1) === 0x0a ? bytes : Buffer.concat([bytes, Buffer.from('\n')]);
}

/** A reader of Concordance load files that knows nothing of ours. */
function readDat(bytes: Buffer): string[][] {
  const lines = bytes
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .split('\r\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => line.slice(1, -1).split('\u00fe\u0014\u00fe'));
}

/** A reader of RFC 4180, one character after the other. */
function readCsv(bytes: Buffer): string[][] {
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  const rows: string[][] = [];
  const row: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]!;
    if (isQuoted && sign === '"' && text[at + 1] === '"') cell += text[(at += 1)]!;
    else if (sign === '"') isQuoted = !isQuoted;
    else if (isQuoted || (sign !== ',' && sign !== '\r' && sign !== '\n')) cell += sign;
    else if (sign !== '\r') {
      row.push(cell);
      cell = '';
      if (sign === '\n') rows.push(row.splice(0));
    }
  }
  expect([row, cell, isQuoted]).toEqual([[], '', false]);
  return rows;
}
