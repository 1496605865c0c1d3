import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signedIn, type Client, type Reply } from '../../../tests/signed-in.ts';
import type { Mailbox, NewMessage } from '../../model/contract.ts';
import { startSimulatedTenant, type SimulatedTenant } from '../../start.ts';

let simulated: SimulatedTenant;
let client: Client;
let mail: string;
let mailbox: Mailbox;
let folder: string;
const now = Date.UTC(2026, 10, 18, 12);
const day = 86_400_000;

const ana = { name: 'Ana Lund', address: 'ana@lakeside.example' };
const bo = { name: 'Bo Berg', address: 'bo@harbour.example' };

function messages(): readonly Omit<NewMessage, 'folder'>[] {
  return [
    { subject: 'Lease of berth nine', from: ana, to: [bo], text: 'Please sign.', receivedDateTime: now - day },
    { subject: 'Re: Lease', from: bo, to: [ana], cc: [bo], html: '<p>Signed <b>today</b></p>', receivedDateTime: now },
    {
      subject: 'Invoice 4711',
      from: bo,
      to: [ana],
      text: 'See attached',
      importance: 'high',
      attachments: [{ name: 'invoice-4711.pdf', contentType: 'application/pdf', bytes: Buffer.alloc(30_000) }],
      receivedDateTime: now - 40 * day,
    },
    { subject: 'Größe', from: ana, to: [bo], bcc: [ana], text: 'leasehold', receivedDateTime: now - 400 * day },
  ];
}

beforeAll(async () => {
  simulated = await startSimulatedTenant({ seed: 'tiny', clock: { start: now } });
  client = await signedIn(simulated);
  const person = simulated.tenant.addPerson({
    userPrincipalName: `search@${simulated.domain}`,
    mail: `search@${simulated.domain}`,
  });
  mail = `/v1.0/users/${person.id}`;
  mailbox = simulated.tenant.mailbox(person.id)!;
  folder = mailbox.createFolder({ displayName: 'Searched' }).id;
  for (const message of messages()) mailbox.deliver({ ...message, folder, sentDateTime: message.receivedDateTime! });
});
afterAll(() => simulated.stop());

const path = (kql: string, rest = ''): string =>
  `${mail}/messages?$search=${encodeURIComponent(`"${kql.replaceAll(/["\\]/g, '\\$&')}"`)}${rest}`;
const subjects = ({ json }: Reply): readonly string[] => json.value.map(({ subject }) => subject);
const found = async (kql: string): Promise<readonly string[]> => subjects(await client.get(path(kql)));
const code = (reply: Reply): unknown => [reply.status, reply.json.error.code];

describe('finds', () => {
  test.each([
    ['lease', ['Re: Lease', 'Lease of berth nine']],
    ['LEASE*', ['Re: Lease', 'Lease of berth nine', 'Größe']],
    ['signed', ['Re: Lease']],
    ['"berth nine"', ['Lease of berth nine']],
    ['"nine berth"', []],
    ['subject:lease from:bo', ['Re: Lease']],
    ['from:ana@lakeside.example', ['Lease of berth nine', 'Größe']],
    ['from:harbour.example', ['Re: Lease', 'Invoice 4711']],
    ['from:ana from:bo subject:lease', ['Re: Lease', 'Lease of berth nine']],
    ['subject:invoice OR subject:größe', ['Invoice 4711', 'Größe']],
    ['lease NOT from:bo', ['Lease of berth nine']],
    ['lease -from:bo', ['Lease of berth nine']],
    ['(subject:lease OR subject:invoice) AND from:bo', ['Re: Lease', 'Invoice 4711']],
    ['subject:(invoice OR größe)', ['Invoice 4711', 'Größe']],
    ['to:bo', ['Lease of berth nine', 'Größe']],
    ['cc:bo', ['Re: Lease']],
    ['bcc:ana', ['Größe']],
    ['recipients:ana', ['Re: Lease', 'Invoice 4711', 'Größe']],
    ['participants:ana', ['Re: Lease', 'Lease of berth nine', 'Invoice 4711', 'Größe']],
    ['body:signed', ['Re: Lease']],
    ['attachment:invoice', ['Invoice 4711']],
    ['hasAttachments:true', ['Invoice 4711']],
    ['importance:high', ['Invoice 4711']],
    ['kind:email subject:lease', ['Re: Lease', 'Lease of berth nine']],
    ['size>20000', ['Invoice 4711']],
    ['received:2026-11-18', ['Re: Lease']],
    ['received:today', ['Re: Lease']],
    ['received:"this month"', ['Re: Lease', 'Lease of berth nine']],
    ['received>=2026-11-17 AND received<2026-11-18', ['Lease of berth nine']],
    ['received>=2026-11-17T12:00:00Z AND received<2026-11-18T12:00:00Z', ['Lease of berth nine']],
    ['received:2026-10-01..2026-11-17', ['Lease of berth nine', 'Invoice 4711']],
    ['received<>2026-11-18 lease', ['Lease of berth nine']],
    ['sent:11/18/2026', ['Re: Lease']],
  ])('%s', async (kql, expected) => {
    expect(await found(kql)).toEqual(expected);
  });

  test('in one folder only when a folder is named', async () => {
    const inbox = `${mail}/mailFolders/inbox/messages?$search="lease"`;
    expect(subjects(await client.get(inbox))).toEqual([]);
    const named = `${mail}/mailFolders/${encodeURIComponent(folder)}/messages?$search=lease`;
    expect(subjects(await client.get(named))).toHaveLength(2);
  });
});

describe('refuses', () => {
  test.each([
    ['$filter=isRead eq true', 'SearchWithFilter'],
    ['$orderby=receivedDateTime desc', 'SearchWithOrderBy'],
    ['$skip=10', 'SearchWithSkip'],
    ['$count=true', 'SearchWithCount'],
  ])('%s beside it', async (option, expected) => {
    expect(code(await client.get(path('lease', `&${option}`)))).toEqual([400, expected]);
  });
  test.each(['(lease', 'lease AND', 'received:soon', 'size:big', 'hasAttachments:maybe', 'OR lease', ''])(
    'what is no query: %s',
    async (kql) => {
      expect(code(await client.get(path(kql)))).toEqual([400, 'BadRequest']);
    },
  );
  test('an unquoted value that is more than a word', async () => {
    expect(code(await client.get(`${mail}/messages?$search=subject:lease`))).toEqual([400, 'BadRequest']);
  });
  test('a caller who may read the basics only', async () => {
    const basic = await signedIn(simulated, 'readbasic-only');
    expect(code(await basic.get(path('lease')))).toEqual([403, 'ErrorAccessDenied']);
  });
});

describe('a search that finds much', () => {
  test('ends at 1,000, the newest, and says nothing of the rest', async () => {
    const person = simulated.tenant.addPerson({
      userPrincipalName: `many@${simulated.domain}`,
      mail: `many@${simulated.domain}`,
    });
    const many = simulated.tenant.mailbox(person.id)!;
    for (let number = 0; number < 1_050; number += 1) {
      many.deliver({
        folder: 'inbox',
        subject: `many ${String(number)}`,
        text: 'x',
        receivedDateTime: now - number * 1000,
      });
    }
    const pages = await client.pages(`/v1.0/users/${person.id}/messages?$search="many"&$top=250&$select=subject`);
    expect(pages.map((page) => subjects(page).length)).toEqual([250, 250, 250, 250]);
    const all = pages.flatMap(subjects);
    expect(all[0]).toBe('many 0');
    expect(all.at(-1)).toBe('many 999');
    expect(pages[0]!.json['@odata.nextLink']).toContain('$skiptoken=');
    expect(pages.at(-1)!.json).not.toHaveProperty('@odata.nextLink');
  });

  test('its pages grow stale', async () => {
    const first = await client.get(path('lease*', '&$top=1'));
    expect(subjects(await client.get(first.json['@odata.nextLink']!))).toEqual(['Lease of berth nine']);
    simulated.tenant.clock.advance(16 * 60_000);
    expect(code(await client.get(first.json['@odata.nextLink']!))).toEqual([400, 'ErrorExecuteSearchStaleData']);
    expect(code(await client.get(path('lease*', '&$skiptoken=xyz')))).toEqual([400, 'ErrorExecuteSearchStaleData']);
  });
});

test('what is not indexed is not found', async () => {
  await using late = await startSimulatedTenant({
    seed: 'tiny',
    clock: { start: now },
    switches: { searchIndexDelaySeconds: 60 },
  });
  const reader = await signedIn(late);
  const person = late.tenant.person(late.mailboxes[0]!)!;
  late.tenant.mailbox(person.id)!.deliver({ folder: 'inbox', subject: 'zeppelin', text: 'x' });
  const search = `/v1.0/users/${person.id}/messages?$search="zeppelin"`;
  expect(subjects(await reader.get(search))).toEqual([]);
  late.tenant.clock.advance(61_000);
  expect(subjects(await reader.get(search))).toEqual(['zeppelin']);
});
