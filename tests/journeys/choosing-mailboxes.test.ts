import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginJourney, takeTime, type Ended, type Journey } from './journey.ts';

takeTime();
let journey: Journey;
beforeAll(async () => {
  journey = await beginJourney();
  await journey.connect();
});
afterAll(() => journey[Symbol.asyncDispose]());

function collect(matter: string, ...args: readonly string[]): Promise<Ended> {
  return journey.run('collect', '--connection', 'tiny', '--matter', matter, '--json', ...args);
}

async function custodians(collection: unknown): Promise<Record<string, string>> {
  const shown = (await journey.run('collection', 'show', String(collection), '--json')).last();
  const mailboxes = shown['mailboxes'] as { address: string; custodianName: string }[];
  return Object.fromEntries(mailboxes.map(({ address, custodianName }) => [address.split('@')[0]!, custodianName]));
}

test('all mailboxes but the excluded ones, each under its own custodian', async () => {
  const ended = await collect('All', '--all-mailboxes', '--exclude', `ada@${journey.tenant.domain}`);
  expect(ended.code).toBe(0);
  expect(ended.stderr).toMatch(/Left out, accounts without a licence and without a mailbox: .*dan\.onprem/);
  const found = await custodians(ended.last()['collection']);
  expect(found).toMatchObject({
    'ben.okafor': 'Ben Okafor',
    support: 'Support Desk',
    'finn.unlicensed': 'Finn Unlicensed',
  });
  expect(found).not.toHaveProperty('ada.marsh');
  expect(found).not.toHaveProperty('greta');
  expect(found).not.toHaveProperty('cleo.nobox');
});

test('an exclusion that is nobody is refused, since it would collect whom it meant to leave out', async () => {
  const ended = await collect('All', '--all-mailboxes', '--exclude', `bne.okafor@${journey.tenant.domain}`);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain(`The tenant has no mailbox bne.okafor@${journey.tenant.domain} (--exclude)`);
});

test('a CSV file names mailboxes and custodians', async () => {
  const file = join(journey.folder, 'people.csv');
  const { domain } = journey.tenant;
  await writeFile(file, `\uFEFFmailbox;custodian\r\nben.okafor@${domain};"Okafor, Ben"\r\nsupport@${domain};\r\n`);
  const ended = await collect('CSV', '--mailboxes', file);
  expect(ended.code).toBe(0);
  expect(await custodians(ended.last()['collection'])).toEqual({
    'ben.okafor': 'Okafor, Ben',
    support: 'Support Desk',
  });

  await writeFile(file, `ben.okafor@${domain},Ben\n,Nobody\n`);
  const refused = await collect('CSV', '--mailboxes', file);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('line 2: there is no mailbox');
});

test('a mailbox the tenant does not have stops the collection before it begins', async () => {
  const ended = await collect(
    'Unknown',
    '--mailbox',
    `nobody@${journey.tenant.domain}`,
    `ben.okafor@${journey.tenant.domain}`,
  );
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain(`The tenant has no mailbox nobody@${journey.tenant.domain}`);
  const { error } = ended.last() as { error: { code: string } };
  expect(error.code).toBe('mailboxes-unknown');
});

test('drafts are left out when that is asked for, and counted', async () => {
  const ended = await collect('Drafts', '--mailbox', `ada.marsh@${journey.tenant.domain}`, '--no-drafts');
  expect(ended.last()).toMatchObject({ listed: 28, kept: 27, filtered: 1 });
});

test('a window takes whole days in the zone that was named', async () => {
  const day = ['--mailbox', `ada.marsh@${journey.tenant.domain}`, '--from', '2026-11-19', '--to', '2026-11-19'];
  const utc = await collect('Window UTC', ...day);
  const singapore = await collect('Window Singapore', ...day, '--zone', 'Asia/Singapore');
  const inUtc = Number(utc.last()['kept']);
  const inSingapore = Number(singapore.last()['kept']);
  expect(utc.last()).toMatchObject({ status: 'completed', listed: inUtc });
  expect(inUtc).toBeGreaterThan(0);
  expect(inUtc).toBeLessThan(24);
  expect(inSingapore).not.toBe(inUtc);
  const wrong = await collect('Window', ...day, '--zone', 'Moon/Base');
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain('"Moon/Base" is not a time zone.');
});
