import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CollectionId } from '#evidence';
import type { Fault, FaultAction } from 'simulated-tenant';
import { shownBy } from '../evidence.ts';
import {
  expectAllHit,
  expectUndisturbed,
  expectWholeVault,
  startDisturbedRig,
  type DisturbedRig,
} from './disturbed-rig.ts';
import { everywhere, places } from './fault-table.ts';
import { closing, poisons, said } from './lasting-table.ts';

let world: DisturbedRig;
beforeAll(async () => {
  world = await startDisturbedRig();
});
afterAll(async () => {
  await expectWholeVault(world.rig);
  await world[Symbol.asyncDispose]();
});

/** Everything from the nth request on: 12 lies within the walk, 30 within the fetching of what it listed. */
async function closedFrom(nth: number, action: FaultAction): Promise<CollectionId> {
  const { rig, collect } = world;
  let seen = 0;
  const matter = `closed from ${String(nth)}: ${JSON.stringify(action)}`;
  const faults: Fault[] = [{ name: 'counted', match: { path: '/users/' }, nth, action }];
  const collection = collect(matter, faults);
  const watching = setInterval(() => {
    const hit = rig.tenant.faultReport().find(({ name }) => name === 'counted')?.hits ?? 0;
    if (hit === 0 || seen > 0) return;
    seen += 1;
    rig.tenant.setFaults([{ name: 'closed', match: { path: '/users/' }, action }]);
  }, 1);
  try {
    return await collection;
  } finally {
    clearInterval(watching);
  }
}

it.each(closing.flatMap((fault) => [12, 30].map((nth) => ({ ...fault, nth }))))(
  '$name from request $nth on ends the mailbox failed and blames none of its items; a resume gives all',
  async ({ action, code, nth }) => {
    const collection = await closedFrom(nth, action);
    const { mailboxes, totals, exceptions } = await world.rig.reconciliation(collection);
    expect(mailboxes).toMatchObject([{ state: 'failed', failure: { code } }]);
    expect(totals).toMatchObject({ failed: 0, skipped: 0 });
    expect(exceptions).toBeGreaterThan(0);
    await world.resume(collection);
    await expectUndisturbed(world, collection);
  },
);

function poisoned(item: string, suffix: string): string {
  return `/messages/${item.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('/', '%2F')}${suffix}`;
}

it.each(poisons)(
  'an item with $name ends failed, and everything else is kept; when it heals, a resume has it',
  async ({ name, suffix, action }) => {
    const { rig, undisturbed } = world;
    const [item = ''] = [...undisturbed.keys()].slice(7);
    const faults: Fault[] = [{ name, match: { path: poisoned(item, suffix) }, action }];
    if (name.startsWith('404'))
      faults.push({
        name: 'the item',
        match: { path: poisoned(item, '\\?') },
        action: { kind: 'answer', status: 500 },
      });
    const collection = await world.collect(name, faults);
    expectAllHit(rig);
    const { totals, mailboxes, exceptions, isBalanced } = await rig.reconciliation(collection);
    expect(mailboxes).toMatchObject([{ state: 'done', failure: null }]);
    expect(totals).toMatchObject({ listed: undisturbed.size, kept: undisturbed.size - 1, failed: 1, skipped: 0 });
    expect({ isBalanced, exceptions }).toEqual({ isBalanced: true, exceptions: 1 });
    const others = new Map([...undisturbed].filter(([id]) => id !== item));
    expect(await shownBy(rig, collection)).toEqual(others);
    await world.resume(collection);
    await expectUndisturbed(world, collection);
  },
);

it('a page that takes the service too long is asked for in halves', async () => {
  const { rig } = world;
  rig.tenant.log.clear();
  const timeout = { kind: 'gateway-timeout' } as const;
  const collection = await world.collect('halves', [
    { name: '504', match: { path: places.page }, times: 3, action: timeout },
  ]);
  expectAllHit(rig);
  const asked = rig.tenant.log
    .entries()
    .map(({ url }) => decodeURIComponent(url))
    .filter(
      (url) => url.includes('orderby=receivedDateTime') || url.includes('orderby=receivedDateTime'.replace('=', '%3D')),
    )
    .map((url) => Number(/\$top=(\d+)/.exec(url)?.[1]));
  expect(asked.slice(0, 4)).toEqual([250, 125, 62, 31]);
  await expectUndisturbed(world, collection);
});

it('every request of a collection is one of the places where faults strike', async () => {
  const { rig } = world;
  rig.tenant.log.clear();
  await world.collect('the requests', []);
  const patterns = everywhere.map((place) => new RegExp(places[place]));
  const strange = rig.tenant.log
    .entries()
    .map(({ url }) => decodeURIComponent(url))
    .filter((url) => url.includes('/users/') && !patterns.some((pattern) => pattern.test(url)));
  expect(strange).toEqual([]);
});

const missing = { kind: 'answer', status: 404, body: said('ErrorItemNotFound') } as const;

it('items that the service says for a while are gone, and that it still has, are kept', async () => {
  const { rig } = world;
  // Bytes and look-ups of the first items; then the service has its data again.
  const faults: Fault[] = [
    { name: 'short of data', match: { path: '/messages/[^/?]+(/\\$value|\\?)' }, times: 20, action: missing },
  ];
  const collection = await world.collect('short of data', faults);
  expectAllHit(rig);
  await expectUndisturbed(world, collection);
});

it('items that the service says are gone, and that it counts all the same, are an exception that the receipt names', async () => {
  const { rig } = world;
  const faults: Fault[] = [{ name: 'for ever', match: { path: '/messages/[^/?]+(/\\$value|\\?)' }, action: missing }];
  const collection = await world.collect('short of data for ever', faults);
  const { totals, exceptions, completeness, isBalanced } = await rig.reconciliation(collection);
  expect(totals).toMatchObject({ kept: 0, skipped: world.undisturbed.size });
  expect(isBalanced).toBe(true);
  expect(exceptions).toBeGreaterThan(0);
  expect(completeness.join('\n')).toMatch(/NOT EXPLAINED: .* of them gone when they were fetched/);
});
