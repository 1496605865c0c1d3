import { afterAll, beforeAll, expect, test } from 'vitest';
import { manualClock, type Database } from '#platform';
import { testDatabase } from '../../../tests/postgres.ts';
import { gatesOver } from './shared-gates.ts';
import type { Gates } from '../graph/gate.ts';

const limits = { concurrency: 4, requests: 10, windowMs: 600_000, slackMs: 0 };
const signal = AbortSignal.timeout(60_000);
const client = '7694B756-4f96-43fd-8b3e-e8364e4efeb8';
let database: Database;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

async function spend(gates: Gates, mailbox: string, requests: number): Promise<void> {
  for (let at = 0; at < requests; at += 1) (await gates.of(client, mailbox).enter(signal)).release();
  await gates.settle();
}

test('a process that follows another one knows what that one spent of the mailbox, and waits until it counts no more', async () => {
  const clock = manualClock();
  await spend(gatesOver(database, clock, limits), 'ada', 10);
  const later = gatesOver(database, clock, limits);
  let isIn = false;
  const entering = later
    .of(client.toLowerCase(), 'ADA')
    .enter(signal)
    .then(() => {
      isIn = true;
    });
  await expect.poll(() => later.of(client, 'ada').reading().spent).toBe(10);
  clock.advance(590_000);
  expect(isIn).toBe(false);
  clock.advance(20_000);
  await entering;
  expect(later.of(client, 'ada').reading().spent).toBe(1);
});

test('another mailbox and another application have allowances of their own', async () => {
  const clock = manualClock();
  await spend(gatesOver(database, clock, limits), 'ben', 10);
  const later = gatesOver(database, clock, limits);
  await later.of(client, 'cleo').enter(signal);
  await later.of('another', 'ben').enter(signal);
  expect(later.of(client, 'cleo').reading().spent).toBe(1);
});

test('two processes at once learn of each other while they go on', async () => {
  const clock = manualClock();
  const [one, two] = [gatesOver(database, clock, limits), gatesOver(database, clock, limits)];
  await spend(one, 'dan', 3);
  await spend(two, 'dan', 4);
  await spend(one, 'dan', 1);
  expect(one.of(client, 'dan').reading().spent).toBe(8);
});

test('a database that does not answer holds nothing up', async () => {
  const closed = await testDatabase();
  const gates = gatesOver(closed, manualClock(), limits);
  await closed[Symbol.asyncDispose]();
  await spend(gates, 'eve', 2);
  expect(gates.of(client, 'eve').reading().spent).toBe(2);
});
