import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { beginJourney, takeTime, type Journey, type Running } from './journey.ts';

takeTime();

let journey: Journey;
beforeAll(async () => {
  journey = await beginJourney();
});
afterAll(() => journey[Symbol.asyncDispose]());

async function served(...more: readonly string[]): Promise<{ running: Running; url: string }> {
  const running = journey.start('serve', '--port', '0', ...more);
  await running.prints('Data folder');
  return { running, url: /http:\/\/localhost:\d+/.exec(running.soFar())![0] };
}

async function stop({ running }: { running: Running }): Promise<void> {
  running.process.kill('SIGINT');
  expect((await running.ended).code).toBe(0);
}

const account = { name: 'Ana', email: 'ana@firm.example', password: 'correct horse battery' };

async function post(url: string, path: string, body: object): Promise<number> {
  const headers = { 'content-type': 'application/json', 'x-chainmail-csrf': '1', origin: url };
  return (await fetch(new URL(path, url), { method: 'POST', headers, body: JSON.stringify(body) })).status;
}

test('serve begins a data folder, answers until Ctrl-C, and knows its people again', async () => {
  const first = await served();
  await vi.waitFor(() => {
    expect(first.running.soFar()).toContain('There is no account yet');
  });
  expect((await fetch(new URL('/readyz', first.url))).status).toBe(200);
  expect(await post(first.url, '/api/v1/setup', account)).toBe(201);
  await stop(first);
  const second = await served();
  expect(second.running.soFar()).not.toContain('There is no account yet');
  expect(await post(second.url, '/api/auth/sign-in/email', { email: account.email, password: account.password })).toBe(
    200,
  );
  await stop(second);
});

test('a lost key of accounts stops the server, and a new one is made only when asked for', async () => {
  await rm(join(journey.data, 'keys', 'accounts.key'));
  const refused = await journey.run('serve', '--port', '0');
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('--renew-accounts-key');
  const renewed = await served('--renew-accounts-key');
  expect(await post(renewed.url, '/api/auth/sign-in/email', { email: account.email, password: account.password })).toBe(
    200,
  );
  await stop(renewed);
});

test('a port that is taken is told with what to do, and so is an address without a name', async () => {
  const first = await served();
  const taken = await journey.run('serve', '--port', new URL(first.url).port);
  expect([taken.code, taken.stderr]).toEqual([1, expect.stringContaining('is taken by another program')]);
  const nameless = await journey.run('serve', '--host', '0.0.0.0', '--port', '0');
  expect([nameless.code, nameless.stderr]).toEqual([1, expect.stringContaining('--public-url')]);
  await stop(first);
});
