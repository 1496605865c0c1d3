import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropDatabase, emptyDatabase } from '../postgres.ts';
import { beginJourney, takeTime, type Journey } from './journey.ts';

takeTime();
let journey: Journey;
beforeAll(async () => {
  journey = await beginJourney();
});
afterAll(() => journey[Symbol.asyncDispose]());

test('the demo stays up, the commands it prints work, and Ctrl-C ends it', async () => {
  const demo = journey.start('demo');
  await demo.prints('The tenant stays up until you press Ctrl-C here.');
  await demo.prints('with the password');
  const [, url = ''] = /The app: (\S+)/.exec(demo.soFar())!;
  const [, email, password] = /Sign in as (\S+) with the password (\S+)/.exec(demo.soFar())!;
  const signedIn = await fetch(new URL('/api/auth/sign-in/email', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, 'x-chainmail-csrf': '1' },
    body: JSON.stringify({ email, password }),
  });
  expect(signedIn.status).toBe(200);
  const cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const collections = await fetch(new URL('/api/v1/collections', url), { headers: { cookie } });
  expect(await collections.json()).toMatchObject({ items: [{ phase: 'ready' }] });
  const printed = demo
    .soFar()
    .match(/chainmail\.mjs (.*) --data /g)!
    .map((call) => call.slice('chainmail.mjs '.length, -' --data '.length));
  expect(printed).toContain('audit verify');
  const again = printed.find((call) => call.startsWith('collect '))!;
  const words = [...again.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
  const collected = await journey.run(...words, '--json');
  expect(collected.code).toBe(0);
  expect(collected.last()).toMatchObject({ kept: 0, failed: 0 });
  const why = printed.find((call) => call.startsWith('collection why'))!;
  expect((await journey.run(...why.split(' '))).stdout).toContain('Listed in Inbox and kept.');
  demo.process.kill('SIGINT');
  const ended = await demo.ended;
  expect(ended.code).toBe(0);
  expect(ended.stderr).toContain('The data folder stays. To remove it: rm -r ');
});

test('the demo takes your own mail', async () => {
  const mail = join(journey.folder, 'mail', 'pat@home.example', 'Inbox');
  await mkdir(mail, { recursive: true });
  await writeFile(join(mail, 'one.eml'), 'From: a@x.example\r\nTo: pat@home.example\r\nSubject: One\r\n\r\nHello\r\n');
  const database = await emptyDatabase();
  const ended = await journey.runOn(
    database,
    'demo',
    '--once',
    '--mail',
    join(journey.folder, 'mail'),
    '--json',
    '--data',
    join(journey.folder, 'own'),
  );
  expect(ended.code).toBe(0);
  expect(ended.objects()).toContainEqual(
    expect.objectContaining({ status: 'completed', listed: 1, kept: 1, processed: 1 }),
  );
  expect(ended.objects()).toContainEqual(
    expect.objectContaining({ missing: 0, corrupt: 0, orphans: 0, auditChain: 'intact' }),
  );
  await dropDatabase(database);
});

test('a folder without mail is said, and nothing is begun', async () => {
  const empty = join(journey.folder, 'no mail');
  await mkdir(join(empty, 'pat@home.example'), { recursive: true });
  const ended = await journey.run('demo', '--once', '--mail', empty);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain(`No mail was found in ${empty}.`);
  expect(ended.stdout).toBe('');
});
