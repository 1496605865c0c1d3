import { expect, test } from 'vitest';
import { signedIn } from '../../tests/signed-in.ts';
import { startSimulatedTenant } from '../start.ts';

test('four in flight pass, the fifth is refused, and other mailboxes are not touched', async () => {
  await using simulated = await startSimulatedTenant({ seed: 'tiny', latency: { perRequestMs: 60 } });
  const client = await signedIn(simulated);
  const [mailbox, other] = simulated.mailboxes as [string, string];
  const inbox = (name: string) => client.get(`/v1.0/users/${name}/mailFolders/inbox`);
  const replies = await Promise.all([...Array.from({ length: 5 }, () => inbox(mailbox)), inbox(other)]);
  expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 200, 429]);
  const refused = replies.find(({ status }) => status === 429)!;
  expect(refused.headers.get('retry-after')).toBe('10');
  expect(refused.json.error).toMatchObject({
    code: 'ApplicationThrottled',
    message: 'Application is over its MailboxConcurrency limit.',
  });
  expect((await inbox(mailbox)).status).toBe(200);
  const reading = simulated.meter.readings().find(({ refused: count }) => count > 0)!;
  expect(reading).toMatchObject({ requests: 6, refused: 1, inFlight: 0, mostInFlight: 4, inWindow: 6 });
});

test('a client that always keeps four in flight is never refused', async () => {
  await using simulated = await startSimulatedTenant({ seed: 'tiny' });
  const client = await signedIn(simulated);
  const walk = async (): Promise<number[]> => {
    const statuses: number[] = [];
    for (let turn = 0; turn < 40; turn += 1)
      statuses.push((await client.get(`/v1.0/users/${simulated.mailboxes[0]!}/messages?$top=1`)).status);
    return statuses;
  };
  const statuses = (await Promise.all([walk(), walk(), walk(), walk()])).flat();
  expect(new Set(statuses)).toEqual(new Set([200]));
});

test('the request budget slides with the tenant clock, and refusals count', async () => {
  await using simulated = await startSimulatedTenant({ seed: 'tiny', metering: { requests: 5, windowMs: 600_000 } });
  const client = await signedIn(simulated);
  const ask = async () => client.get(`/v1.0/users/${simulated.mailboxes[0]!}/mailFolders/inbox`);
  for (let turn = 0; turn < 5; turn += 1) expect((await ask()).status).toBe(200);
  const refused = await ask();
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(500);
  simulated.tenant.clock.advance(300_000);
  for (let turn = 0; turn < 5; turn += 1) expect((await ask()).status).toBe(429);
  simulated.tenant.clock.advance(310_000);
  expect((await ask()).status).toBe(429);
  simulated.tenant.clock.advance(610_000);
  expect((await ask()).status).toBe(200);
});

test('Retry-After is in the client’s time when the tenant’s runs faster', async () => {
  await using simulated = await startSimulatedTenant({ seed: 'tiny', metering: { requests: 1 }, clock: { rate: 300 } });
  const client = await signedIn(simulated);
  const ask = async () => client.get(`/v1.0/users/${simulated.mailboxes[0]!}/mailFolders/inbox`);
  await ask();
  const refused = await ask();
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(2);
});

test('metering can be switched off', async () => {
  await using simulated = await startSimulatedTenant({
    seed: 'tiny',
    metering: { on: false },
    latency: { perRequestMs: 30 },
  });
  const client = await signedIn(simulated);
  const replies = await Promise.all(
    Array.from({ length: 12 }, () => client.get(`/v1.0/users/${simulated.mailboxes[0]!}/mailFolders/inbox`)),
  );
  expect(replies.every(({ status }) => status === 200)).toBe(true);
  expect(simulated.meter.readings()[0]).toMatchObject({ requests: 12, mostInFlight: 12 });
});
