import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openDatabase } from '#platform';
import { processMatter } from '#processing';
import { indexMessages } from '#search';
import { openDiskVault } from '#vault';
import { keepMail } from '../../src/processing/testing.ts';
import { administrator, builtWebApp } from '../server/rig.ts';
import { uploadRig, type UploadRig } from '../server/work/upload-rig.ts';
import { openChromium, picture } from './chromium.ts';
import { settled, signedIn } from './signed-in.ts';

/** Words of the other matter: none of its people, names and messages may be seen by anybody below. */
const secrets = ['Elsewhere', 'Hidden Hand', 'hidden@lakeside.example', 'Zanzibar'];

const mail = (subject: string): Buffer =>
  Buffer.from(
    `From: Bo <bo@pike.example>\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@x>\r\n\r\nThe ${subject} of the quay.\r\n`,
  );

interface Expected {
  readonly role: string;
  readonly navigation: readonly string[];
  /** Pages that are shown; everything else that is typed is refused. */
  readonly opens: readonly string[];
}

const pages = {
  overview: '',
  uploads: '/uploads',
  upload: '/uploads/UPLOAD',
  'new upload': '/uploads/new',
  review: '/review',
  exports: '/exports',
  custodians: '/custodians',
  members: '/members',
} as const;
const instancePages = {
  matters: '/matters',
  connections: '/connections',
  people: '/people',
  audit: '/audit',
  profile: '/profile',
} as const;

const people: readonly Expected[] = [
  {
    role: 'case-manager',
    navigation: ['Overview', 'Uploads', 'Review', 'Exports', 'Custodians', 'Members', 'Matters', 'Connections'],
    opens: [
      'overview',
      'uploads',
      'upload',
      'new upload',
      'review',
      'exports',
      'custodians',
      'members',
      'matters',
      'connections',
      'profile',
    ],
  },
  {
    role: 'uploader',
    navigation: ['Uploads', 'Custodians', 'Matters', 'Connections'],
    opens: ['overview', 'uploads', 'new upload', 'custodians', 'matters', 'connections', 'profile'],
  },
  {
    role: 'reviewer',
    navigation: ['Overview', 'Review', 'Custodians', 'Matters'],
    opens: ['overview', 'review', 'custodians', 'matters', 'profile'],
  },
  {
    role: 'auditor',
    navigation: ['Overview', 'Uploads', 'Exports', 'Custodians', 'Members', 'Matters', 'Audit trail'],
    opens: ['overview', 'uploads', 'upload', 'exports', 'custodians', 'members', 'matters', 'audit', 'profile'],
  },
];

test('each role sees its own pages and nothing else, whatever address is typed, and no other matter anywhere', async (context) => {
  await using browser = await openChromium(context);
  await using rig = await uploadRig({ webFolder: await builtWebApp() });
  const { upload, other } = await fill(rig);
  const found: Record<string, unknown> = {};
  for (const { role } of people) {
    const email = `${role.replace('-', '')}@firm.example`;
    await rig.member(role.replace('-', ''), role);
    found[role] = await walk(browser, rig, {
      who: { email, password: `${role.replace('-', '')} has a password now` },
      upload,
      other,
      role,
    });
  }
  expect(found).toEqual(
    Object.fromEntries(
      people.map(({ role, navigation, opens }) => [role, { navigation, opens, leaks: [], complaints: [] }]),
    ),
  );

  // Whoever administers the instance is no member of a matter by that alone.
  const { page } = await signedIn(browser, rig.url, { who: administrator });
  const names = await page.getByRole('navigation', { name: 'Main' }).getByRole('link').allInnerTexts();
  expect(names).toEqual(['Matters', 'Connections', 'People', 'Audit trail']);
  for (const path of ['/review', '/uploads', ''])
    expect(await opens(page, `${rig.url}/matters/${other}${path}`), path).toBe(false);
  expect(await opens(page, `${rig.url}/matters/${other}/members`)).toBe(true);
  expect(await page.getByRole('main').innerText()).not.toContain('Zanzibar');
}, 180_000);

/** Mail and an upload in the matter, and mail in another one that the administrator has left. */
async function fill(rig: UploadRig): Promise<{ upload: string; other: string }> {
  await using database = await openDatabase({ url: rig.databaseUrl, size: 3 });
  const vault = await openDiskVault({ folder: join(rig.dataFolder, 'vault') });
  const ours = await keepMail(database, vault, {
    messages: [mail('lease'), mail('rent')],
    matterName: 'Smith v. Acme',
  });
  const theirs = await keepMail(database, vault, {
    messages: [mail('Zanzibar lease')],
    matterName: 'Elsewhere',
    custodian: 'Hidden Hand',
    address: 'hidden@lakeside.example',
  });
  for (const { matter } of [ours, theirs]) await processMatter({ database, vault, matter });
  await indexMessages({ database });
  const [ada = ''] = rig.tenant.mailboxes;
  const upload = await rig.upload([ada]);
  await rig.until(upload, 'ready');
  return { upload, other: theirs.matter };
}

interface Walk {
  readonly who: { email: string; password: string };
  readonly role: string;
  readonly upload: string;
  readonly other: string;
}

/** Goes to every page by its address; what opened, what the navigation names, and what was told of the other matter. */
async function walk(browser: Browser, rig: UploadRig, { who, role, upload, other }: Walk) {
  const { page, complaints } = await signedIn(browser, rig.url, { path: `/matters/${rig.matter}/custodians`, who });
  const leaks: string[] = [];
  page.on('response', (response) => {
    if (!response.url().includes('/api/') || response.url().endsWith('/events')) return;
    void response.text().then(
      (text) =>
        leaks.push(
          ...secrets.filter((secret) => text.includes(secret)).map((secret) => `${response.url()}: ${secret}`),
        ),
      () => undefined,
    );
  });
  const navigation = await page.getByRole('navigation', { name: 'Main' }).getByRole('link').allInnerTexts();
  const opened: string[] = [];
  for (const [name, path] of Object.entries(pages))
    if (await opens(page, `${rig.url}/matters/${rig.matter}${path.replace('UPLOAD', upload)}`)) opened.push(name);
  for (const [name, path] of Object.entries(instancePages))
    if (await opens(page, `${rig.url}${path}`)) opened.push(name);
  for (const path of ['', '/review', '/uploads', '/uploads/new'])
    if (await opens(page, `${rig.url}/matters/${other}${path}`)) leaks.push(`the other matter opens at ${path}`);
  if (opened.includes('review')) await suggest(page, rig);
  await picture(page, `walls-${role}`);
  const told = await page.getByRole('main').innerText();
  leaks.push(...secrets.filter((secret) => told.includes(secret)));
  await page.context().close();
  return { navigation, opens: opened, leaks, complaints };
}

/** Whether a page shows what it is for when its address is typed. */
async function opens(page: Page, address: string): Promise<boolean> {
  await page.goto(address);
  return settled(page);
}

/** Types what could be completed out of the other matter; counts and suggestions are of this one. */
async function suggest(page: Page, rig: UploadRig): Promise<void> {
  await page.goto(`${rig.url}/matters/${rig.matter}/review`);
  await page.getByLabel('Query (KQL)').fill('custodian:Hid');
  await page.waitForLoadState('networkidle');
  await page.getByLabel('Query (KQL)').fill('lease');
  await page.keyboard.press('Enter');
  await page.getByText('1 result', { exact: true }).waitFor();
}
