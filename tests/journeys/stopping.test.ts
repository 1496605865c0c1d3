import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginJourney, takeTime, type Journey } from './journey.ts';

takeTime();

// A tenant slow enough to be stopped in the middle: 2 × 200 messages at 60 ms each.
let journey: Journey;
beforeAll(async () => {
  journey = await beginJourney({
    tenant: { scale: { people: 2, messages: 400 }, varyBytes: false, latency: { perRequestMs: 60 } },
  });
  await journey.connect();
});
afterAll(() => journey[Symbol.asyncDispose]());

function collectAll(matter: string) {
  return journey.start('collect', '--connection', 'tiny', '--matter', matter, '--mailbox', ...journey.tenant.mailboxes);
}

/** What a whole collection keeps, as the tenant has it. */
const everything = 400;

/** Resolves once so many messages were fetched since the journey's log was cleared. */
async function whenFetched(count: number): Promise<void> {
  const fetched = (): number => journey.tenant.log.entries().filter(({ url }) => url.endsWith('/$value')).length;
  while (fetched() < count) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('Ctrl-C stops at a checkpoint and says how to resume, and a resume brings the rest', async () => {
  journey.tenant.log.clear();
  const running = collectAll('Ctrl-C');
  await running.shows('Collection ');
  await whenFetched(40);
  running.process.kill('SIGINT');
  const stopped = await running.ended;
  expect(stopped.code).toBe(1);
  expect(stopped.stderr).toContain('Stopping at a checkpoint');
  const id = /collection resume ([0-9a-f-]{36})/.exec(stopped.stderr)![1]!;
  const [half] = (await journey.run('collection', 'list', '--json')).objects();
  expect(half).toMatchObject({ collection: id, status: 'stopped', exceptions: 0 });
  expect(Number(half!['kept'])).toBeGreaterThan(0);
  expect(Number(half!['kept'])).toBeLessThan(everything);

  const resumed = await journey.run('collection', 'resume', id, '--json');
  expect(resumed.code).toBe(0);
  expect(resumed.last()).toMatchObject({
    status: 'completed',
    listed: everything,
    kept: everything,
    alreadyHeld: 0,
    processed: everything,
  });
});

test('killed outright, a resume goes on and nothing is there twice', async () => {
  journey.tenant.log.clear();
  const running = collectAll('Killed');
  await running.shows('Collection ');
  await whenFetched(40);
  running.process.kill('SIGKILL');
  const { stderr, code } = await running.ended;
  expect(code).toBeNull();
  const id = /^Collection ([0-9a-f-]{36})$/m.exec(stderr)![1]!;
  const resumed = await journey.run('collection', 'resume', id, '--json');
  expect(resumed.code).toBe(0);
  expect(resumed.last()).toMatchObject({ status: 'completed', listed: everything, kept: everything, alreadyHeld: 0 });

  const tidied = await journey.run('vault', 'tidy', '--json');
  expect(tidied.code).toBe(0);
  const verified = await journey.run('vault', 'verify', '--json');
  expect(verified.code).toBe(0);
  expect(verified.last()).toMatchObject({ missing: 0, corrupt: 0, orphans: 0, items: 2 * everything });
});

test('when only its launcher is killed outright, a collection stops at a checkpoint, and a resume goes on at once', async () => {
  journey.tenant.log.clear();
  const args = ['collect', '--connection', 'tiny', '--matter', 'Launcher', '--mailbox', ...journey.tenant.mailboxes];
  const running = journey.launch(...args);
  await running.shows('Collection ');
  await whenFetched(40);
  running.process.kill('SIGKILL');
  // Its output is open as long as the program that was launched runs.
  const { stderr } = await running.ended;
  expect(stderr).toContain('Stopping at a checkpoint');
  const id = /collection resume ([0-9a-f-]{36})/.exec(stderr)![1]!;
  const half = (await journey.run('collection', 'list', '--json')).objects().find((one) => one['collection'] === id);
  expect(half).toMatchObject({ status: 'stopped' });
  expect(Number(half!['kept'])).toBeLessThan(everything);
  const resumed = await journey.run('collection', 'resume', id, '--json');
  expect(resumed.last()).toMatchObject({ status: 'completed', listed: everything, kept: everything, alreadyHeld: 0 });
});
