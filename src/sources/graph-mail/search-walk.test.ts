import type { Mailbox, NewMessage, SimulatedTenant } from 'simulated-tenant';
import { startSimulatedTenant } from 'simulated-tenant';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { everything, Failure, type ListedItem, type Window } from '#evidence';
import type { OpenConnection } from '#microsoft';
import { testConnection } from '../../microsoft/testing.ts';
import type { ListedPage } from '../contract.ts';
import { noEnd } from '../testing.ts';
import { graphMail } from './graph-mail.ts';

let tenant: SimulatedTenant;
let connection: OpenConnection;
let people = 0;
const start = Date.UTC(2026, 0, 1);

beforeAll(async () => {
  tenant = await startSimulatedTenant({ seed: 'tiny', metering: { requests: 1_000_000 } });
  connection = testConnection(tenant);
});
afterEach(() => {
  tenant.setFaults([]);
  tenant.log.clear();
});
afterAll(async () => {
  await connection[Symbol.asyncDispose]();
  await tenant.stop();
});

function fresh(): { readonly mailbox: Mailbox; readonly id: string } {
  people += 1;
  const address = `searched${String(people)}@${tenant.domain}`;
  const { id } = tenant.tenant.addPerson({ userPrincipalName: address, mail: address });
  return { id, mailbox: tenant.tenant.mailbox(id)! };
}

function deliver(mailbox: Mailbox, message: Partial<NewMessage>): string {
  return mailbox.deliver({ folder: 'inbox', text: 'x', ...message }).id;
}

interface Found {
  readonly pages: readonly ListedPage[];
  readonly items: readonly ListedItem[];
}

async function searched(id: string, search: string, window: Window = everything): Promise<Found> {
  const source = graphMail({ graph: connection.mailbox(id), mailbox: id });
  const pages: ListedPage[] = [];
  let cursor: string | null = null;
  do {
    const page: ListedPage = await source.search({ search, window, cursor }, noEnd);
    pages.push(page);
    cursor = page.cursor;
  } while (cursor !== null && pages.length < 500);
  return { pages, items: pages.flatMap(({ items }) => items) };
}

const ids = ({ items }: Found): ReadonlySet<string> => new Set(items.map(({ id }) => id));

describe('a search of a mailbox', () => {
  test('lists what matches, in all folders, and nothing else', async () => {
    const { mailbox, id } = fresh();
    const folder = mailbox.createFolder({ displayName: 'Deals' }).id;
    const wanted = [
      deliver(mailbox, { subject: 'Lease "nine"', receivedDateTime: start }),
      deliver(mailbox, { folder, subject: 'the lease', receivedDateTime: start + 1000 }),
    ];
    deliver(mailbox, { subject: 'release', receivedDateTime: start });
    const found = await searched(id, 'subject:"lease"');
    expect(ids(found)).toEqual(new Set(wanted));
    expect(found.items.map(({ sourceFolderId }) => sourceFolderId)).toContain(folder);
  });

  test('keeps to the window, to the second', async () => {
    const { mailbox, id } = fresh();
    const at = (seconds: number): string =>
      deliver(mailbox, { subject: 'lease', receivedDateTime: start + seconds * 1000 });
    const [, inside, , outside] = [at(0), at(1), at(2), at(3)];
    const window = { from: new Date(start + 500), to: new Date(start + 2500) };
    const found = ids(await searched(id, 'lease', window));
    expect(found.has(inside)).toBe(true);
    expect(found.has(outside)).toBe(false);
    expect(found.size).toBe(3);
  });

  test('an OR in the query does not escape the window', async () => {
    const { mailbox, id } = fresh();
    deliver(mailbox, { subject: 'one', receivedDateTime: start });
    deliver(mailbox, { subject: 'two', receivedDateTime: start });
    const window = { from: new Date(start + 60_000), to: null };
    expect((await searched(id, 'subject:one OR subject:two', window)).items).toEqual([]);
  });
});

describe('a search that finds more than the service gives', () => {
  test('is narrowed until nothing is lost, with and without bounds', async () => {
    const { mailbox, id } = fresh();
    const all = new Set<string>();
    for (let number = 0; number < 3_300; number += 1) {
      // Busy hours beside years of nothing.
      const received = start + (number % 3) * 200 * 86_400_000 + Math.floor(number / 7) * 1000;
      all.add(deliver(mailbox, { subject: `lease ${String(number)}`, receivedDateTime: received }));
    }
    const windows = [
      everything,
      { from: new Date(start), to: null },
      { from: null, to: new Date(start + 500 * 86_400_000) },
    ];
    for (const window of windows) {
      const found = await searched(id, 'lease', window);
      expect(ids(found)).toEqual(all);
      expect(found.pages.flatMap(({ shortfalls }) => shortfalls ?? [])).toEqual([]);
    }
  });

  test('in one second says so, and lists what it gives and all around it', async () => {
    const { mailbox, id } = fresh();
    const around = [
      deliver(mailbox, { subject: 'lease before', receivedDateTime: start - 1000 }),
      deliver(mailbox, { subject: 'lease after', receivedDateTime: start + 1000 }),
    ];
    for (let number = 0; number < 1_200; number += 1) deliver(mailbox, { subject: 'lease', receivedDateTime: start });
    const found = await searched(id, 'lease');
    expect(ids(found).size).toBe(1_002);
    for (const item of around) expect(ids(found)).toContain(item);
    expect(found.pages.flatMap(({ shortfalls }) => shortfalls ?? [])).toEqual([
      expect.stringContaining('received at 2026-01-01T00:00:00.000Z') as string,
    ]);
  });

  test('of exactly 1,000 is asked for again in parts', async () => {
    const { mailbox, id } = fresh();
    for (let number = 0; number < 1_000; number += 1)
      deliver(mailbox, { subject: 'lease', receivedDateTime: start + number * 1000 });
    const found = await searched(id, 'lease');
    expect(ids(found).size).toBe(1_000);
    expect(found.pages.length).toBeGreaterThan(1);
  });
});

describe('trouble', () => {
  test.each([
    ['pages smaller than asked', { kind: 'smaller-page', size: 7 }],
    ['an empty page with a nextLink', { kind: 'empty-page' }],
    ['repeated items', { kind: 'duplicate' }],
  ])('%s', async (_name, action) => {
    const { mailbox, id } = fresh();
    const all = new Set<string>();
    for (let number = 0; number < 600; number += 1)
      all.add(deliver(mailbox, { subject: 'lease', receivedDateTime: start + number * 1000 }));
    tenant.setFaults([{ name: 'fault', match: { path: 'search' }, every: 2, times: 10, action }]);
    expect(ids(await searched(id, 'lease'))).toEqual(all);
    expect(tenant.faultReport()[0]!.hits).toBeGreaterThan(0);
  });

  test('links that grow stale begin the stretch again', async () => {
    const { mailbox, id } = fresh();
    const all = new Set<string>();
    for (let number = 0; number < 600; number += 1)
      all.add(deliver(mailbox, { subject: 'lease', receivedDateTime: start + number * 1000 }));
    const stale = { error: { code: 'ErrorExecuteSearchStaleData', message: 'stale' } };
    tenant.setFaults([
      { name: 'stale', match: { path: 'skiptoken' }, nth: 2, action: { kind: 'answer', status: 400, body: stale } },
    ]);
    expect(ids(await searched(id, 'lease'))).toEqual(all);
    expect(tenant.faultReport()[0]!.hits).toBe(1);
  });

  test('a cursor that is none, and a query the service refuses', async () => {
    const { id } = fresh();
    const source = graphMail({ graph: connection.mailbox(id), mailbox: id });
    const request = { search: 'lease', window: everything };
    await expect(source.search({ ...request, cursor: 'x' }, noEnd)).rejects.toMatchObject({ code: 'bad-cursor' });
    await expect(source.search({ ...request, search: '(', cursor: null }, noEnd)).rejects.toBeInstanceOf(Failure);
  });
});
