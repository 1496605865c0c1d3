import { startSimulatedTenant, type SimulatedTenant } from 'simulated-tenant';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everything, parseWindow } from '#evidence';
import type { OpenConnection } from '#microsoft';
import { signedInConnection, testConnection } from '../../microsoft/testing.ts';
import { noEnd } from '../testing.ts';
import { countMessages, estimateSearch } from './count-messages.ts';

const ada = 'ada.marsh@tiny.example';
const ben = 'ben.okafor@tiny.example';
const support = 'support@tiny.example';

let tenant: SimulatedTenant;
let connection: OpenConnection;

beforeAll(async () => {
  tenant = await startSimulatedTenant({ seed: 'tiny' });
  connection = testConnection(tenant);
});
afterAll(async () => {
  await connection[Symbol.asyncDispose]();
  await tenant.stop();
});

const idOf = (address: string, at = tenant): string => at.tenant.person(address)!.id;

describe('counting before a collection', () => {
  test('tells how many messages were received in a window, at the cost of two requests', async () => {
    const mailbox = tenant.tenant.mailbox(idOf(ben))!;
    const visible = mailbox.folders().filter(({ place }) => place === 'visible');
    const inAll = visible.reduce((sum, { id }) => sum + mailbox.counts(id).messages, 0);
    tenant.log.clear();
    const all = await countMessages(connection, idOf(ben), { window: everything, signal: noEnd });
    expect(all).toEqual({ kind: 'counted', messages: inAll, zero: null });
    expect(tenant.log.entries().filter(({ url }) => url.startsWith('/v1.0'))).toHaveLength(2);
    const newest = mailbox.list(
      { folderId: null, orderBy: 'receivedDateTime', direction: 'desc', from: null, to: null },
      0,
      1,
    );
    const from = new Date(newest[0]!.receivedDateTime);
    const counted = (window: { from: Date | null; to: Date | null }) =>
      countMessages(connection, idOf(ben), { window, signal: noEnd });
    expect(await counted({ from, to: null })).toMatchObject({ messages: 1 });
    expect(await counted({ from: null, to: from })).toMatchObject({ messages: inAll - 1 });
  });

  test('tells an empty window from an empty mailbox', async () => {
    const window = parseWindow({ from: '2001-01-01', to: '2001-01-31' });
    expect(await countMessages(connection, idOf(ben), { window, signal: noEnd })).toEqual({
      kind: 'counted',
      messages: 0,
      zero: 'window-empty',
    });
    const { id } = tenant.tenant.addPerson({ userPrincipalName: 'new@tiny.example', mail: 'new@tiny.example' });
    expect(await countMessages(connection, id, { window, signal: noEnd })).toMatchObject({ zero: 'mailbox-empty' });
  });

  test.each(['access-denied', 'item-not-found', 'empty'] as const)(
    'never takes a mailbox that the signer may not open for an empty one (%s)',
    async (fullAccessRefusal) => {
      await using closed = await startSimulatedTenant({ seed: 'tiny', switches: { fullAccessRefusal } });
      await using delegated = await signedInConnection(closed, { login: ada });
      const count = (address: string) =>
        countMessages(delegated, idOf(address, closed), { window: everything, signal: noEnd });
      expect(await count(ben)).toMatchObject({
        kind: 'refused',
        failure: { code: 'full-access-missing', kind: 'denied' },
      });
      expect(await count(support)).toMatchObject({ kind: 'counted', messages: 2 });
      closed.tenant.fullAccess = [
        { personId: idOf(ada, closed), mailboxPersonId: idOf(ben, closed), from: 0, until: null },
      ];
      expect(await count(ben)).toMatchObject({ kind: 'counted', zero: null });
      expect(await count(support)).toMatchObject({ kind: 'refused' });
    },
  );

  test('estimates what a query finds, and says what the service cannot tell', async () => {
    const estimate = (search: string, window = everything) =>
      estimateSearch(connection, idOf(ben), { search, window, signal: noEnd });
    expect(await estimate('subject:"invoice 2201"')).toMatchObject({ kind: 'found', messages: 1, isAtLeast: false });
    expect(await estimate('subject:invoice')).toMatchObject({ messages: 2 });
    expect(await estimate('subject:invoice', parseWindow({ to: '2001-01-31' }))).toMatchObject({ messages: 0 });
    expect(await estimate('subject:nothing-of-the-kind')).toMatchObject({ messages: 0, isAtLeast: false });
    expect(await estimate('subject:invoice')).toMatchObject({
      cannotTell: expect.stringContaining('index') as unknown,
    });
  });

  test('says "at least" where a search gives no more than 1,000', async () => {
    await using large = await startSimulatedTenant({
      scale: { people: 1, messages: 1_200 },
      metering: { requests: 1_000_000 },
    });
    await using open = testConnection(large);
    const [person] = large.tenant.people;
    const found = await estimateSearch(open, person!.id, { search: 'size>=0', window: everything, signal: noEnd });
    expect(found).toMatchObject({ kind: 'found', messages: 1_000, isAtLeast: true });
  });
});
