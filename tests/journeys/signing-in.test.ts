import { seededPassword, walkSignIn } from 'simulated-tenant';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeFile } from 'node:fs/promises';
import { beginJourney, secretOf, takeTime, type Journey, type Running } from './journey.ts';

takeTime();
let journey: Journey;
beforeAll(async () => {
  journey = await beginJourney();
  await writeFile(journey.secretFile, `${secretOf(journey.tenant, 'sign-in-consented')}\n`);
});
afterAll(() => journey[Symbol.asyncDispose]());

const ada = 'ada.marsh@tiny.example';

/** Goes through the pages that a command waits for, and brings the browser back to it. */
async function signInAs(login: string, running: Running): Promise<string> {
  await running.shows('code_challenge_method');
  const url = /http:\/\/\S+authorize\?\S+/.exec(journey.transcript().split('\n').reverse().join('\n'))![0];
  const end = await walkSignIn(url, { login, password: seededPassword, stopped: 'back' });
  if (end.kind !== 'returned') throw new Error(end.html);
  const stray = await fetch(`${end.url.origin}/?code=made-up&state=another`);
  expect(stray.status).toBe(404);
  return (await fetch(end.url)).text();
}

const collect = [
  ...['collect', '--connection', 'mine', '--matter', 'Signed in'],
  ...['--mailbox', 'support@tiny.example', '--json'],
];

test('somebody signs in with a browser and collects a mailbox they hold Full Access to', async () => {
  const { tenant } = journey;
  const { clientId } = tenant.apps.find(({ name }) => name === 'sign-in-consented')!;
  const add = journey.start(
    ...['connection', 'add', 'mine', '--delegated', '--tenant', tenant.domain, '--client-id', clientId],
    ...[
      '--client-secret-file',
      journey.secretFile,
      '--endpoints',
      tenant.url,
      '--capability',
      'collect-mail',
      '--json',
    ],
  );
  expect(await signInAs(ada, add)).toContain('close this window');
  const added = await add.ended;
  expect({ code: added.code, stderr: added.code === 0 ? '' : added.stderr }).toEqual({ code: 0, stderr: '' });

  expect((await journey.run(...collect)).last()).toMatchObject({ status: 'completed', kept: 2 });
  expect((await journey.run('connection', 'list')).stdout).toContain(ada);
});

test('signs in again when the sign-in has died, and what was collected is still held', async () => {
  const { tenant } = journey;
  tenant.tenant.account(tenant.tenant.person(ada)!.id)!.tokensValidFrom = tenant.tenant.clock.now();
  const checked = await journey.run('connection', 'check', 'mine');
  expect(checked.code).toBe(4);
  expect(`${checked.stdout}${checked.stderr}`).toContain('signs in again');
  const again = journey.start('connection', 'sign-in', 'mine');
  await signInAs(ada, again);
  expect((await again.ended).code).toBe(0);
  expect((await journey.run(...collect)).last()).toMatchObject({ status: 'completed', alreadyHeld: 2 });
  expect(journey.transcript()).not.toContain(secretOf(tenant, 'sign-in-consented'));
});
