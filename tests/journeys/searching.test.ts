import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '#platform';
import { docx, pdf, pdfLines } from '../../src/formats/testing.ts';
import { dropDatabase, emptyDatabase } from '../postgres.ts';
import { addArguments, beginJourney, takeTime, type Journey } from './journey.ts';

// What was collected is found, counted, reported and shown.

takeTime();
let journey: Journey;
let collected: Record<string, unknown>;
beforeAll(async () => {
  journey = await beginJourney();
  await journey.connect();
  const { tenant, domain } = journey.tenant;
  const mailbox = tenant.mailbox(tenant.person(`ada.marsh@${domain}`)!.id)!;
  const contentType = 'application/octet-stream';
  const attachments = [
    { name: 'one.pdf', contentType, bytes: pdf([pdfLines(['The qwyzzle clause'])]) },
    { name: 'two.docx', contentType, bytes: docx('<w:p><w:t>A frumptious letter</w:t></w:p>') },
  ];
  mailbox.deliver({ folder: 'inbox', subject: 'Two files', text: 'see attached', attachments });
  const ended = await journey.run(
    ...['collect', '--connection', 'tiny', '--matter', 'Marsh v. Quay', '--json'],
    ...['--mailbox', `ada.marsh@${domain}`, `ben.okafor@${domain}`],
  );
  collected = ended.last();
});
afterAll(() => journey[Symbol.asyncDispose]());

interface Hit {
  readonly id: string;
  readonly digest: string;
  readonly mailbox: string;
  readonly subject: string;
}
const search = async (...args: readonly string[]): Promise<readonly Hit[]> =>
  (await journey.run('search', ...args, '--json')).objects() as unknown as Hit[];

test('a collection is searchable when it is over: everything that was kept is found', async () => {
  const hits = await search('*');
  expect(hits).toHaveLength(Number(collected['kept']));
  expect(Object.keys(hits[0] ?? {})).toEqual([
    ...['id', 'digest', 'matter', 'custodian', 'mailbox', 'folder', 'place'],
    ...['subject', 'from', 'to', 'received', 'sent', 'attachments'],
  ]);
  const audit = await journey.run('search', 'audit');
  expect(audit.code).toBe(0);
  expect(audit.stdout).toContain(`${String(hits.length)} kept = ${String(hits.length)} searchable + 0 exceptions`);
  const unknown = await journey.run('search', 'audit', '--matter', 'Nope');
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain('There is no matter "Nope"');
});

test('words that only an attached file has are found and counted', async () => {
  for (const query of ['qwyzzle', '"frumptious letter"', 'qwyzzle frumptious']) {
    expect((await search(query)).map(({ subject }) => subject)).toEqual(['Two files']);
    const counts = (await journey.run('search', query, '--count', '--json')).last();
    expect(counts).toMatchObject({ hits: 1 });
  }
  expect(await search('body:qwyzzle')).toEqual([]);
});

test('a query narrows by mailbox and subject, pages go on where they ended, and counts agree', async () => {
  const { domain } = journey.tenant;
  const all = await search('*');
  const adas = await search(`mailbox:ada.marsh@${domain}`);
  expect(adas.map(({ id }) => id)).toEqual(all.filter(({ mailbox }) => mailbox.startsWith('ada.')).map(({ id }) => id));
  const first = await journey.run('search', '*', '--limit', '3', '--json');
  const after = /--after (\S+)/.exec(first.stderr)?.[1] ?? '';
  const rest = await search('*', '--after', after);
  expect([...first.objects(), ...rest]).toEqual(all);
  const counts = (await journey.run('search', '*', '--count', '--json')).last() as {
    hits: number;
    custodians: { count: number }[];
  };
  expect(counts.hits).toBe(all.length);
  expect(counts.custodians.reduce((sum, { count }) => sum + count, 0)).toBe(all.length);
  const subject = all[0]!.subject;
  expect((await search(`subject="${subject.replaceAll('"', '""')}"`)).map(({ id }) => id)).toContain(all[0]!.id);
});

test('a query that is not understood ends with code 2, shows the place and says the fix', async () => {
  const ended = await journey.run('search', 'subject:plan fron:ada');
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain('  subject:plan fron:ada\n               ^^^^^');
  expect(ended.stderr).toMatch(/There is no property fron.*Did you mean from\?/s);
});

test('a query is explained, and what Microsoft 365 could be asked is said', async () => {
  const ended = await journey.run('search', 'subject:plan received:2026-01-31', '--explain');
  expect(ended.code).toBe(0);
  expect(ended.stdout).toContain('where the subject has the word “plan”');
  expect(ended.stdout).toContain(
    'subject:"plan" AND (received>=2026-01-31T00:00:00Z AND received<2026-02-01T00:00:00Z)',
  );
  expect((await journey.run('search', 'a NEAR(2) b', '--explain')).stdout).toContain('the service knows no nearness');
});

test('a list of queries is reported, as a table and as CSV that no spreadsheet runs', async () => {
  const list = join(journey.folder, 'terms.txt');
  await writeFile(list, '# terms\n*\n\n-zzxyzzy\nzzxyzzy\n\uff1dzzxyzzy\n');
  const ended = await journey.run('search', 'report', list, '--matter', 'Marsh v. Quay', '--json');
  const kept = Number(collected['kept']);
  expect(ended.objects()).toEqual([
    expect.objectContaining({ term: '*', hits: kept, unique: 0 }),
    expect.objectContaining({ term: '-zzxyzzy', hits: kept, unique: 0 }),
    { term: 'zzxyzzy', hits: 0, families: 0, unique: 0 },
    { term: '\uff1dzzxyzzy', hits: 0, families: 0, unique: 0 },
    { total: expect.objectContaining({ hits: kept }) as unknown },
  ]);
  const csv = await journey.run('search', 'report', list, '--csv');
  expect(csv.stdout).toContain(`"'-zzxyzzy",${String(kept)},`);
  expect(csv.stdout).toContain(`"'\uff1dzzxyzzy",0,`);
  await writeFile(list, 'fine\nfron:x\n(open\n');
  const wrong = await journey.run('search', 'report', list);
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toMatch(/Line 2, character 1.*Line 3, character 6/s);
});

test('a message is shown: the bytes are those that were kept, and where they come from is told', async () => {
  const [hit] = await search('hasattachment:true', '--limit', '1');
  const source = await journey.run('message', 'show', hit!.id, '--source');
  expect(createHash('sha256').update(source.stdout).digest('hex')).toBe(hit!.digest);
  const headers = await journey.run('message', 'show', hit!.id.slice(0, 13), '--headers');
  expect(headers.stdout).toMatch(/^Subject: /m);
  const custody = (await journey.run('message', 'show', hit!.id, '--custody', '--json')).last();
  expect(custody).toMatchObject({ id: hit!.id, collection: collected['collection'], bytes: { digest: hit!.digest } });
  const attachments = (await journey.run('message', 'show', hit!.id, '--attachments', '--json')).last()['attachments'];
  expect(attachments).not.toEqual([]);
  const shown = await journey.run('message', 'show', hit!.id);
  expect(shown.stdout).toContain(hit!.subject);
  expect((await journey.run('message', 'show', 'ffffffff')).code).toBe(1);
  expect((await journey.run('message', 'show', hit!.id, '--text', '--source')).code).toBe(2);
});

test('matters are walls: with a second one, a search must say which', async () => {
  const { domain } = journey.tenant;
  await journey.run(...['collect', '--connection', 'tiny', '--matter', 'Other', '--mailbox', `ada.marsh@${domain}`]);
  const ended = await journey.run('search', '*');
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain('Give --matter with one of "Marsh v. Quay", "Other", or --all-matters.');
  const kept = Number(collected['kept']);
  expect(await search('*', '--matter', 'Marsh v. Quay')).toHaveLength(kept);
  expect((await search('*', '--all-matters')).length).toBeGreaterThan(kept);
  expect(await search('matter:Other', '--matter', 'Marsh v. Quay')).toEqual([]);
});

test('what is missing in the index is found by the audit and put in again, also after a rebuild', async () => {
  const rebuilt = await journey.run('catalogue', 'rebuild');
  expect(rebuilt.code).toBe(0);
  const audit = await journey.run('search', 'audit', '--no-repair', '--json');
  expect(audit.code).toBe(0);
});

test('files that nobody read are told by the audit, read, and found', async () => {
  const url = await emptyDatabase();
  const run = (...args: readonly string[]) =>
    journey.runOn(url, ...args, '--data', join(journey.folder, 'with unread files'));
  try {
    await run(...addArguments(journey));
    const mailbox = `ada.marsh@${journey.tenant.domain}`;
    expect((await run('collect', '--connection', 'tiny', '--matter', 'Files', '--mailbox', mailbox)).code).toBe(0);
    {
      await using database = await openDatabase({ url });
      await database.pool.query('delete from attachment_texts');
    }
    expect((await run('search', 'audit', '--no-repair')).code).toBe(4);
    expect((await run('search', 'audit')).code).toBe(0);
    expect((await run('search', 'audit', '--no-repair')).code).toBe(0);
    expect((await run('search', 'qwyzzle', '--json')).objects()).toHaveLength(1);
  } finally {
    await dropDatabase(url);
  }
});
