import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginJourney, takeTime, type Journey } from './journey.ts';

takeTime();

// Slow enough that two processes are at the same mailboxes at the same time.
let journey: Journey;
beforeAll(async () => {
  journey = await beginJourney({
    tenant: { scale: { people: 10, messages: 60 }, varyBytes: false, latency: { perRequestMs: 40 } },
  });
  await journey.connect();
});
afterAll(() => journey[Symbol.asyncDispose]());

test('two collections of one data folder at once keep to the allowance together, and neither raises an alarm', async () => {
  const collect = (matter: string) =>
    journey.run('collect', '--connection', 'tiny', '--matter', matter, '--all-mailboxes', '--json');
  const both = await Promise.all([collect('One'), collect('Two')]);
  for (const { code, stderr, last } of both) {
    expect(stderr).not.toContain('throttle-headroom');
    expect(code).toBe(0);
    expect(last()).toMatchObject({ status: 'completed', listed: 60 });
  }
  const readings = journey.tenant.meter.readings();
  expect(readings.length).toBeGreaterThanOrEqual(10);
  expect(readings.filter(({ refused }) => refused > 0)).toEqual([]);
  expect(Math.max(...readings.map(({ mostInFlight }) => mostInFlight))).toBeLessThanOrEqual(4);
});

test('the same trouble of many mailboxes is told once, with all of them', async () => {
  const { tenant } = journey;
  const answer = { error: { code: 'MailboxNotEnabledForRESTAPI', message: 'The mailbox is inactive.' } };
  tenant.setFaults([
    { name: 'gone', match: { path: '/mailFolders/inbox' }, action: { kind: 'answer', status: 404, body: answer } },
  ]);
  const checked = await journey.run('connection', 'check', 'tiny', '--mailbox', ...tenant.mailboxes);
  tenant.setFaults([]);
  expect(checked.code).toBe(4);
  expect(checked.stdout.match(/FAIL {2}mailbox-reachable/g)).toHaveLength(1);
  expect(checked.stdout).toContain('FAIL  mailbox-reachable (10 mailboxes): ');
  for (const mailbox of tenant.mailboxes) expect(checked.stdout).toContain(mailbox);
});
