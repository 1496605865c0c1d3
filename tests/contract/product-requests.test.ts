import { beforeEach, expect, test, vi } from 'vitest';
import { capabilities, listMailboxes, runChecks, type CapabilityName } from '#microsoft';
import { systemClock } from '#platform';
import { startRig, type Rig } from '../faults/rig.ts';
import { readGraphContract } from './graph-contract.ts';

vi.setConfig({ testTimeout: 60_000 });
const found = readGraphContract();
const contract = found!;

beforeEach(({ skip }) => {
  skip(found === null, 'the contract of Graph (../shared/reference) is not there');
});

/** Every GET to Graph since the rig was started, once each. */
function graphRequests(rig: Rig): readonly string[] {
  const asked = rig.tenant.log.entries().filter(({ url }) => url.startsWith('/v1.0/'));
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter(({ method }) => method !== 'GET')).toEqual([]);
  return [...new Set(asked.map(({ url }) => url))];
}

/** Requests that none of the permissions opens which these capabilities name. */
function unopened(requests: readonly string[], names: readonly CapabilityName[]): readonly string[] {
  const needed = names.flatMap((name) => capabilities[name].needs.map(({ permission }) => permission));
  return requests.filter((url) => !needed.some((permission) => contract.permissionsFor(url).has(permission)));
}

test('every request of a collection is in the v1.0 contract and opened by what its capability names', async () => {
  await using rig = await startRig({ seed: 'tiny', varyBytes: false });
  await rig.run(await rig.plan(rig.tenant.mailboxes));
  await rig.run(await rig.plan(rig.tenant.mailboxes, { matter: 'Narrowed', search: '"subject:the"' }));
  const requests = graphRequests(rig);
  expect(requests.some((url) => url.includes('/$value'))).toBe(true);
  expect(requests.some((url) => url.includes('search'))).toBe(true);
  expect(requests.flatMap((url) => contract.strangers(url).map((what) => `${what}: ${url}`))).toEqual([]);
  expect(unopened(requests, ['collect-mail'])).toEqual([]);
});

test('every request of listing and checking is in the v1.0 contract and opened by what the capabilities name', async () => {
  await using rig = await startRig({ seed: 'tiny', varyBytes: false });
  const signal = new AbortController().signal;
  const all = Object.keys(capabilities) as CapabilityName[];
  const open = { ...rig.connection, connection: { ...rig.connection.connection, capabilities: all } };
  expect(await Array.fromAsync(listMailboxes(open, signal))).not.toEqual([]);
  await runChecks(open, { clock: systemClock, signal, mailboxes: [rig.tenant.mailboxes[0]!] });
  const requests = graphRequests(rig);
  expect(requests.flatMap((url) => contract.strangers(url).map((what) => `${what}: ${url}`))).toEqual([]);
  expect(unopened(requests, all)).toEqual([]);
});

test('a path, a property and a permission outside the contract would be found', () => {
  expect(contract.strangers('/v1.0/users/x/mailFolders/inbox/messages?$select=id,size')).toEqual([
    'no size of message',
  ]);
  expect(contract.strangers('/v1.0/users/x/letters')).toEqual(['no letters of user']);
  expect(contract.strangers('/v1.0/people')).toEqual(['no people at the root']);
  expect(unopened(['/v1.0/users/x/messages/y/$value'], ['list-mailboxes'])).toHaveLength(1);
  expect(unopened(['/v1.0/users/x/messages/y/$value'], ['collect-mail'])).toEqual([]);
});
