import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropDatabase, emptyDatabase } from '../postgres.ts';
import { beginJourney, takeTime, type Ended, type Journey } from './journey.ts';

takeTime();
let journey: Journey;
let address = '';
let collection = '';
beforeAll(async () => {
  journey = await beginJourney();
  await journey.connect();
  address = `ada.marsh@${journey.tenant.domain}`;
  const { tenant, domain } = journey.tenant;
  const mailbox = tenant.mailbox(tenant.person(`ada.marsh@${domain}`)!.id)!;
  mailbox.deliver({ folder: 'recoverableitemspurges', subject: 'Zeppelin purged', text: 'x' });
  const folder = mailbox.createFolder({ displayName: '../Out of sight', isHidden: true }).id;
  mailbox.deliver({ folder, subject: 'Zeppelin hidden', text: 'x' });
});
afterAll(() => journey[Symbol.asyncDispose]());

async function collect(matter: string, ...flags: readonly string[]): Promise<Ended> {
  const of = ['--connection', 'tiny', '--matter', matter, '--mailbox', address, '--json'];
  return journey.run('collect', ...of, ...flags);
}

const words = ({ stdout }: Ended): string => stdout.replaceAll(/\s+/g, ' ');

test('Recoverable Items are in and hidden folders are not, until somebody says otherwise', async () => {
  const byDefault = await collect('By default');
  const visible = await collect('Visible only', '--no-recoverable');
  const everything = await collect('Everything', '--hidden');
  collection = String(everything.last()['collection']);
  const kept = (ended: Ended): number => Number(ended.last()['kept']);
  expect([byDefault, visible, everything].map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(kept(byDefault) - kept(visible)).toBe(5);
  expect(kept(everything) - kept(byDefault)).toBe(2);
  const receipt = words(await journey.run('receipt', 'show', String(byDefault.last()['collection'])));
  expect(receipt).toContain('places visible folders, Recoverable Items');
  expect(receipt).toContain('Not looked at: hidden folders, in-place archives.');
  const without = words(await journey.run('receipt', 'show', String(visible.last()['collection'])));
  expect(without).toContain('Not looked at: hidden folders, Recoverable Items (deleted and purged mail), in-place');
});

test('the receipt names each folder with its place, and verifies', async () => {
  const file = join(journey.folder, 'receipt.json');
  await journey.run('receipt', 'show', collection, '--out', file);
  const shown = await journey.run('receipt', 'show', collection, '--json');
  const { body } = JSON.parse(shown.stdout) as {
    body: { options: unknown; mailboxes: { folders: { path: string; place: string; expected: number }[] }[] };
  };
  expect(body.options).toMatchObject({ hidden: true, recoverable: true });
  const folders = new Map(body.mailboxes[0]?.folders.map((folder) => [folder.path, folder]));
  expect(folders.get('Recoverable Items/Purges')).toMatchObject({ place: 'recoverable' });
  expect(folders.get('Inbox')).toMatchObject({ place: 'visible' });
  expect(
    [...folders.values()]
      .filter(({ place }) => place === 'hidden')
      .map(({ path }) => path)
      .sort(),
  ).toEqual(['..∕Out of sight', 'Team Copies']);
  expect((await journey.run('vault', 'verify')).code).toBe(0);
});

test.each([
  ['place:recoverable zeppelin', 1],
  ['place:hidden zeppelin', 1],
  ['place:visible zeppelin', 0],
])('search finds by place: %s', async (query, hits) => {
  const found = await journey.run('search', query, '--matter', 'Everything', '--json');
  expect(found.objects().filter((one) => 'subject' in one)).toHaveLength(hits);
});

test('the files of an export lie in folders of their places, and the load file names them', async () => {
  const out = join(journey.folder, 'dat');
  expect((await journey.run('export', '--collection', collection, '--format', 'csv', '--out', out)).code).toBe(0);
  const loadFile = await readFile(join(out, 'loadfile.csv'), 'utf8');
  expect(loadFile).toMatch(/Recoverable Items\/Purges"?,"?recoverable/);
  expect(loadFile).toMatch(/Out of sight"?,"?hidden/);
  const files = join(journey.folder, 'eml');
  expect((await journey.run('export', '--collection', collection, '--format', 'eml', '--out', files)).code).toBe(0);
  const manifest = await readFile(join(files, 'manifest.csv'), 'utf8');
  const paths = manifest.split('\n').filter((line) => line.includes('Out of sight'));
  expect(paths).toHaveLength(1);
  expect(paths[0]).not.toContain('../');
});

test('a catalogue made again from the packs alone knows the places', async () => {
  const rescued = join(journey.folder, 'rescued');
  await mkdir(rescued);
  await cp(join(journey.data, 'vault'), join(rescued, 'vault'), { recursive: true });
  const database = await emptyDatabase();
  const there = ['--data', rescued];
  expect((await journey.runOn(database, 'catalogue', 'rebuild', ...there)).code).toBe(0);
  const out = join(rescued, 'out');
  await journey.runOn(database, 'export', '--collection', collection, '--format', 'csv', '--out', out, ...there);
  const loadFile = await readFile(join(out, 'loadfile.csv'), 'utf8');
  expect(loadFile).toMatch(/Recoverable Items\/Purges"?,"?recoverable/);
  expect(loadFile).toMatch(/Out of sight"?,"?hidden/);
  await dropDatabase(database);
});

test('why a message is not there: what was not looked at is named', async () => {
  const why = await journey.run('collection', 'why', '--mailbox', address, '--message-id', '<nobody@nowhere.example>');
  const said = words(why);
  expect(said).toContain('Hidden folders and the in-place archive were not looked at.');
  expect(said).toContain('Hidden folders, Recoverable Items and the in-place archive were not looked at.');
  expect(said).toContain('The in-place archive was not looked at.');
});

test('a query leaves out what the search of the service does not look into, and does not take it when asked', async () => {
  const narrowed = await collect('Narrowed', '--query', 'zeppelin');
  expect(narrowed.last()).toMatchObject({ kept: 0 });
  const receipt = words(await journey.run('receipt', 'show', String(narrowed.last()['collection'])));
  expect(receipt).toContain('Not looked at: hidden folders, Recoverable Items');
  const refused = await collect('Refused', '--query', 'zeppelin', '--recoverable');
  expect(refused.code).not.toBe(0);
  expect(refused.stderr.replaceAll(/\s+/g, ' ')).toContain('does not look into hidden folders or Recoverable Items');
});

test('a mailbox whose Recoverable Items may not be read is collected, with an exception and exit code 3', async () => {
  journey.tenant.setFaults([
    {
      name: 'denied',
      match: { path: '/mailFolders/recoverableitems' },
      times: 1_000,
      action: { kind: 'answer', status: 403, body: { error: { code: 'ErrorAccessDenied', message: 'No.' } } },
    },
  ]);
  const ended = await collect('Denied', '--recoverable');
  journey.tenant.setFaults([]);
  expect(ended.code).toBe(3);
  expect(ended.last()).toMatchObject({ status: 'completed-with-exceptions', exceptions: 1, failed: 0 });
  const id = String(ended.last()['collection']);
  expect(words(await journey.run('receipt', 'show', id))).toContain('NOT LOOKED AT: Recoverable Items');
  const resumed = await journey.run('collection', 'resume', id, '--json');
  expect(resumed.last()).toMatchObject({ status: 'completed', exceptions: 0 });
});
