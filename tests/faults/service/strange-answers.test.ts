import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CollectionId, ItemId, ListedItem } from '#evidence';
import { systemClock } from '#platform';
import { graphMail, type MailSource } from '#sources';
import type { Fault } from 'simulated-tenant';
import { mailboxOf, shownBy } from '../evidence.ts';
import {
  expectAllHit,
  expectUndisturbed,
  expectWholeVault,
  startDisturbedRig,
  type DisturbedRig,
} from './disturbed-rig.ts';
import { patterns, type PlaceName } from './fault-table.ts';

let world: DisturbedRig;
beforeAll(async () => {
  world = await startDisturbedRig();
});
afterAll(async () => {
  await expectWholeVault(world.rig);
  await world[Symbol.asyncDispose]();
});

function answering(place: PlaceName, body: unknown, times?: number): Fault {
  const action = { kind: 'answer', status: 200, body } as const;
  return {
    name: `strange ${place}`,
    match: { path: patterns[place] },
    action,
    ...(times === undefined ? {} : { times }),
  };
}

/** The mailbox ends failed with this cause, in a bounded number of requests; a resume has all. */
async function expectFailedThenWhole(collection: CollectionId, code: string): Promise<void> {
  const { mailboxes, totals } = await world.rig.reconciliation(collection);
  expect(mailboxes).toMatchObject([{ state: 'failed', failure: { code } }]);
  expect(totals.failed + totals.skipped).toBe(0);
  await world.resume(collection);
  await expectUndisturbed(world, collection);
}

it('a link to another host is not followed: no token goes there', async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers.authorization);
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const elsewhere = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/v1.0/users/a/messages`;
  for (const place of ['page', 'folder tree', 'flat folders', 'changes'] as const) {
    const body = { value: [], '@odata.nextLink': elsewhere };
    const collection = await world.collect(`elsewhere at ${place}`, [answering(place, body, 1)]);
    expectAllHit(world.rig);
    await expectFailedThenWhole(collection, 'graph-foreign-link');
  }
  expect(asked).toEqual([]);
  server.close();
});

/** A message as the service lists it, of a mailbox of the tenant. */
async function listedBy(address: string, count: number): Promise<readonly object[]> {
  const { id } = mailboxOf(world.rig, address);
  const { default: Type } = await import('typebox');
  const target = `/users/${id}/mailFolders/inbox/messages?$top=${String(count)}&$orderby=receivedDateTime%20asc`;
  const schema = Type.Object({ value: Type.Array(Type.Object({}, { additionalProperties: true })) });
  world.rig.tenant.setFaults([]);
  const { value } = await world.connection
    .mailbox(id)
    .request({ target, schema, signal: new AbortController().signal });
  return value.value;
}

it.each([
  ['page', 'messages?$orderby=receivedDateTime&again=1'],
  ['folder tree', 'mailFolders?again=1'],
  ['flat folders', 'mailFolders/delta?again=1'],
] as const)('pages of nothing at %s that never end are given up', async (place, again) => {
  const { rig } = world;
  const { id } = mailboxOf(rig, world.address);
  const body = { value: [], '@odata.nextLink': `${rig.tenant.url}/v1.0/users/${id}/${again}` };
  rig.tenant.log.clear();
  const collection = await world.collect(`endless at ${place}`, [answering(place, body)]);
  expect(rig.tenant.log.entries().length).toBeLessThan(2_500);
  await expectFailedThenWhole(collection, 'graph-endless-pages');
});

it('one page that comes again and again, whatever is asked for, is given up', async () => {
  const { rig, address } = world;
  const messages = await listedBy(address, 5);
  const { id } = mailboxOf(rig, address);
  const link = (at: string): string => `${rig.tenant.url}/v1.0/users/${id}/messages?$orderby=receivedDateTime&at=${at}`;
  rig.tenant.log.clear();
  const collection = await world.collect('again and again', [
    answering('page', { value: messages, '@odata.nextLink': link('1') }),
  ]);
  expect(rig.tenant.log.entries().length).toBeLessThan(2_500);
  const { mailboxes } = await rig.reconciliation(collection);
  expect(mailboxes).toMatchObject([{ state: 'failed' }]);
  await world.resume(collection);
  await expectUndisturbed(world, collection);
});

it.each([true, false])(
  'a page of another mailbox does not hide what is in this one (it says which folder: %s)',
  async (saysFolder) => {
    const { rig } = world;
    const [, other = ''] = rig.tenant.mailboxes;
    const { mailbox } = mailboxOf(rig, other);
    for (let at = 0; at < 8; at += 1) mailbox.deliver({ folder: 'inbox', subject: `Strange ${String(at)}`, text: 'x' });
    const strangers = (await listedBy(other, 8)).map((message) => {
      const { parentFolderId, ...rest } = message as { parentFolderId?: string };
      return saysFolder ? { ...rest, parentFolderId } : rest;
    });
    expect(strangers.length).toBeGreaterThan(2);
    const collection = await world.collect(`strangers ${String(saysFolder)}`, [
      answering('page', { value: strangers }, 1),
    ]);
    expectAllHit(rig);
    expect(await shownBy(rig, collection)).toEqual(world.undisturbed);
    const { totals, isBalanced, mailboxes } = await rig.reconciliation(collection);
    expect(mailboxes).toMatchObject([{ state: 'done' }]);
    expect(isBalanced).toBe(true);
    expect(totals).toMatchObject({
      kept: world.undisturbed.size,
      failed: 0,
      skipped: saysFolder ? 0 : strangers.length,
    });
  },
);

it.each([-5, 1e12, 1.5, '24', null])('a count of %s is not believed', async (count) => {
  const collection = await world.collect(`count ${String(count)}`, [
    answering('count', { value: [], '@odata.count': count }, 3),
  ]);
  await expectFailedThenWhole(collection, 'graph-answer-unexpected');
});

it('a folder that lists fewer messages than the service counts is a difference nobody explains, and an exception', async () => {
  const counting = async (matter: string, more: number): Promise<CollectionId> =>
    collectThrough(matter, (source) => ({
      expected: async (folder, window, signal) => (await source.expected(folder, window, signal)) + more,
    }));
  const honest = await world.rig.reconciliation(await counting('Counted right', 0));
  expect(honest).toMatchObject({ differences: [], exceptions: 0 });
  const { differences, exceptions, completeness, mailboxes } = await world.rig.reconciliation(
    await counting('Counted too high', 1),
  );
  const walked = mailboxes.flatMap(({ folders }) => folders).filter(({ expected }) => (expected ?? 0) > 0);
  expect(walked.length).toBeGreaterThan(3);
  expect(differences.map(({ path }) => path).sort()).toEqual(walked.map(({ path }) => path).sort());
  for (const { expected, listed, explanation } of differences) {
    expect(expected).toBe(listed + 1);
    expect(explanation).toBeNull();
  }
  expect(exceptions).toBe(differences.length);
  expect(completeness.filter((sentence) => sentence.startsWith('NOT EXPLAINED:'))).toHaveLength(differences.length);
});

it('an answer without end is given up before it fills the memory', { timeout: 60_000 }, async () => {
  const collection = await world.collect('huge', [answering('page', 'x'.repeat(70 * 1024 * 1024), 1)]);
  expectAllHit(world.rig);
  await expectFailedThenWhole(collection, 'graph-answer-too-large');
});

/** Collects through a source whose listing or bytes are changed on the way. */
async function collectThrough(
  matter: string,
  change: (source: MailSource) => Partial<MailSource>,
): Promise<CollectionId> {
  const { rig, connection, address } = world;
  rig.tenant.setFaults([]);
  const collection = await rig.plan([address], { matter, hidden: true, recoverable: true });
  await rig.run(collection, {
    openSource: ({ sourceMailbox }) => {
      const source = graphMail({ graph: connection.mailbox(sourceMailbox), mailbox: sourceMailbox });
      return Promise.resolve({ ...source, ...change(source) });
    },
  });
  return collection;
}

const listing =
  (source: MailSource, change: (items: readonly ListedItem[]) => readonly ListedItem[]): MailSource['list'] =>
  async (request, signal) => {
    const page = await source.list(request, signal);
    return { ...page, items: change(page.items) };
  };

it('ids that differ in nothing but case are different items', async () => {
  const twinOf = (id: string): ItemId =>
    id.replace(/[a-zA-Z]/g, (letter) =>
      letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
    ) as ItemId;
  const [first = '', second = ''] = [...world.undisturbed.keys()];
  const twin = twinOf(first);
  const collection = await collectThrough('twins', (source) => ({
    list: listing(source, (items) =>
      items.flatMap((item) => (item.id === first ? [item, { ...item, id: twin }] : [item])),
    ),
    fetch: (item, signal) => source.fetch(item === twin ? (second as ItemId) : item, signal),
  }));
  const shown = await shownBy(world.rig, collection);
  expect(shown.size).toBe(world.undisturbed.size + 1);
  expect(shown.get(first)?.digest).toBe(world.undisturbed.get(first)?.digest);
  expect(shown.get(twin)?.digest).toBe(world.undisturbed.get(second)?.digest);
});

it('an item twice in one page with two change keys is one item', async () => {
  const collection = await collectThrough('two change keys', (source) => ({
    list: listing(source, (items) =>
      items.flatMap((item) => [{ ...item, changeKey: 'earlier', fingerprint: 'earlier' }, item]),
    ),
  }));
  await expectUndisturbed(world, collection);
});

it('an item that says it was received at another time while it is walked is one item', async () => {
  let pages = 0;
  const collection = await collectThrough('moving times', (source) => ({
    list: listing(source, (items) => {
      pages += 1;
      return items.map((item) => ({ ...item, receivedAt: new Date(Date.UTC(2026, 0, 1) + pages * 60_000) }));
    }),
  }));
  await expectUndisturbed(world, collection);
});

it('a body of no bytes is believed only when it stays so, and is kept as what it is', async () => {
  const [empty = ''] = [...world.undisturbed.keys()];
  let asked = 0;
  const collection = await collectThrough('no bytes', (source) => ({
    fetch: async (item, signal) => {
      if (item !== empty) return source.fetch(item, signal);
      asked += 1;
      return (async function* nothing(): AsyncGenerator<Uint8Array> {})();
    },
  }));
  expect(asked).toBe(3);
  expect((await shownBy(world.rig, collection)).get(empty)?.size).toBe(0);
  expect((await world.rig.reconciliation(collection)).totals.kept).toBe(world.undisturbed.size);
});

it('a wall clock that is set back by a day in the middle loses no lease and no item', async () => {
  const { rig, address } = world;
  rig.tenant.setFaults([]);
  const collection = await rig.plan([address], { matter: 'set back', hidden: true, recoverable: true });
  let read = 0;
  const now = (): Date => new Date(systemClock.now().getTime() - ((read += 1) > 20 ? 86_400_000 : 0));
  await rig.run(collection, { clock: { ...systemClock, now }, settings: { leaseSeconds: 1, checkpointItems: 3 } });
  expect(read).toBeGreaterThan(40);
  await expectUndisturbed(world, collection);
});
