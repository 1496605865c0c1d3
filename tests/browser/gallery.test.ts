import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { builtWebApp } from '../server/rig.ts';
import { uploadRig, type UploadRig } from '../server/work/upload-rig.ts';
import { violationsOf } from './accessibility.ts';
import { openChromium, picture } from './chromium.ts';
import { settled, signedIn } from './signed-in.ts';

/** A page as somebody comes to it, and what they do there before it is looked at. */
interface Look {
  readonly path: string;
  readonly act?: (page: Page) => Promise<void>;
}

const sizes = { light: { width: 1280, height: 800 }, dark: { width: 1440, height: 900 } } as const;
let rig: UploadRig;
let looks: Record<string, Look>;

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });
beforeAll(async () => {
  rig = await uploadRig({ webFolder: await builtWebApp() });
  looks = await fill(rig);
});
afterAll(async () => {
  vi.resetConfig();
  await rig[Symbol.asyncDispose]();
});

test.for(['light', 'dark'] as const)('every page can be used by everybody: %s', async (scheme, context) => {
  await using browser = await openChromium(context);
  const { page, complaints } = await signedIn(browser, rig.url, { scheme, viewport: sizes[scheme] });
  const violations: string[] = [];
  for (const [name, { path, act }] of Object.entries(looks)) {
    await page.goto(`${rig.url}${path}`);
    await settled(page);
    await act?.(page);
    await picture(page, `${name}-${scheme}`);
    for (const violation of await violationsOf(page)) violations.push(`${name}: ${violation}`);
  }
  expect(violations).toEqual([]);
  expect(complaints).toEqual([]);
});

test('a page that cannot be loaded says why and is tried again; one that takes long says so', async (context) => {
  await using browser = await openChromium(context);
  const { page } = await signedIn(browser, rig.url);
  const list = `**/api/v1/matters/${rig.matter}/custodians*`;
  const problem = {
    type: '/errors#busy',
    title: 'The database is away',
    status: 409,
    detail: 'It restarts.',
    code: 'busy',
    kind: 'conflict',
    fix: 'Wait a minute.',
  };
  await page.route(list, (route) =>
    route.fulfill({ status: 409, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
  );
  await page.goto(`${rig.url}/matters/${rig.matter}/custodians`);
  const alert = page.getByRole('main').getByRole('alert');
  await alert.waitFor();
  expect(await alert.innerText()).toMatch(/The database is away.*It restarts\..*Wait a minute\./s);
  await picture(page, 'page-failed');
  expect(await violationsOf(page)).toEqual([]);
  await page.unroute(list);
  let goOn: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (goOn = resolve));
  await page.route(list, async (route) => {
    await held;
    await route.continue();
  });
  await alert.getByRole('button', { name: 'Try again' }).click();
  await page.goto(`${rig.url}/matters/${rig.matter}/custodians`);
  await page.getByRole('status', { name: 'Loading' }).waitFor();
  await picture(page, 'page-loading');
  goOn();
  await page.getByRole('cell', { name: /Ada Marsh/ }).waitFor();
});

test('in a narrow window no column of a table is left without room', async (context) => {
  await using browser = await openChromium(context);
  const { page } = await signedIn(browser, rig.url, { viewport: { width: 1024, height: 700 } });
  for (const name of ['uploads', 'upload', 'exports', 'audit']) {
    await page.goto(`${rig.url}${looks[name]!.path}`);
    await settled(page);
    const columns = await page.getByRole('columnheader').all();
    expect(columns.length, name).toBeGreaterThan(4);
    for (const column of columns) expect((await column.boundingBox())!.width, name).toBeGreaterThan(60);
    await picture(page, `${name}-narrow`);
  }
});

/** A matter with everything in it and one with nothing; where to look at both. */
async function fill({ manager, matter, tenant, upload, until, member }: UploadRig): Promise<Record<string, Look>> {
  const at = `/api/v1/matters/${matter}`;
  tenant.setFaults([{ name: 'poison', match: { path: '/\\$value' }, nth: 2, action: { kind: 'corrupt-item' } }]);
  const [ada = '', ben = ''] = tenant.mailboxes;
  const collection = await upload([ada, ben]);
  await until(collection, 'ready');
  tenant.setFaults([]);
  await member('Rita', 'reviewer');
  await member('Umar', 'uploader');
  const tag = String((await manager.post(`${at}/tags`, { name: 'Hot', color: 'red' })).body.id);
  await manager.post(`${at}/bulk`, { q: 'gate', act: { kind: 'tag', tag } });
  await manager.post(`${at}/holds`, { name: 'Smith v. Acme, all of it', coversMatter: true });
  await manager.post(`${at}/exports`, { selection: { kind: 'query', q: 'gate' }, format: 'csv' });
  const empty = String((await manager.post('/api/v1/matters', { name: 'Nothing yet' })).body.id);
  const person = idOf((await manager.get('/api/v1/people')).text, 'rita@firm.example');
  const connection = idOf((await manager.get('/api/v1/connections')).text, 'tiny');
  const tab = (name: string) => async (page: Page) => {
    await page.getByRole('tab', { name }).click();
    await settled(page);
  };
  const open = (name: string | RegExp) => async (page: Page) => {
    await page.getByRole('button', { name }).first().click();
    await page.getByRole('dialog').waitFor();
    await page.waitForTimeout(300);
  };
  const here = `/matters/${matter}`;
  const uploaded = `${here}/uploads/${collection}`;
  return {
    matters: { path: '/matters' },
    'new-matter': { path: '/matters', act: open('New matter') },
    overview: { path: here },
    'overview-empty': { path: `/matters/${empty}` },
    uploads: { path: `${here}/uploads` },
    'uploads-empty': { path: `/matters/${empty}/uploads` },
    upload: { path: uploaded },
    'upload-exceptions': { path: uploaded, act: tab('Exceptions') },
    'upload-receipt': { path: uploaded, act: tab('Receipt') },
    'upload-why': { path: uploaded, act: tab('Why not?') },
    'upload-log': { path: uploaded, act: tab('Log') },
    'new-upload': { path: `${here}/uploads/new` },
    review: { path: `${here}/review`, act: readFirst },
    'review-custody': {
      path: `${here}/review?q=gate`,
      act: (page) => readFirst(page).then(() => tab('Custody')(page)),
    },
    'review-mistake': { path: `${here}/review?q=${encodeURIComponent('gate AND (code')}` },
    'review-empty': { path: `/matters/${empty}/review` },
    exports: { path: `${here}/exports` },
    'exports-empty': { path: `/matters/${empty}/exports` },
    custodians: { path: `${here}/custodians` },
    'custodians-empty': { path: `/matters/${empty}/custodians` },
    members: { path: `${here}/members` },
    connections: { path: '/connections' },
    'new-connection': { path: '/connections/new' },
    connection: { path: `/connections/${connection}` },
    'connection-setup': { path: `/connections/${connection}`, act: tab('Permissions and set-up') },
    people: { path: '/people' },
    person: { path: `/people/${person}` },
    audit: { path: '/audit' },
    profile: { path: '/profile' },
    'profile-sessions': { path: '/profile', act: tab('Sessions') },
    'profile-tokens': { path: '/profile', act: tab('API tokens') },
    'page-missing': { path: '/no/such/page' },
  };
}

async function readFirst(page: Page): Promise<void> {
  await page.getByRole('option').first().click();
  await page.getByRole('article').waitFor();
}

/** The id of what carries a name or an address in a list as it was answered. */
function idOf(list: string, name: string): string {
  const { items } = JSON.parse(list) as { items: { id: string; name: string; email?: string }[] };
  return items.find((one) => one.name === name || one.email === name)!.id;
}
