import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testCertificate } from '../../src/microsoft/testing.ts';
import { addArguments, beginJourney, takeTime, type Journey } from './journey.ts';

takeTime();
let journey: Journey;
beforeAll(async () => {
  journey = await beginJourney();
  await journey.connect();
});
afterAll(() => journey[Symbol.asyncDispose]());

const day = 86_400_000;

test('a new secret takes over from the old one, then a certificate, and collections go on', async () => {
  const { tenant, folder } = journey;
  const app = tenant.apps.find(({ name }) => name === 'chainmail')!;
  const collect = [
    'collect',
    '--connection',
    'tiny',
    '--matter',
    'Rotation',
    '--mailbox',
    `ben.okafor@${tenant.domain}`,
    '--json',
  ];

  const expires = tenant.tenant.clock.now() + 90 * day;
  app.secrets = [{ id: 'b0c31f7e-54aa-4c55-8ff3-3f1f43d1b3b8', value: 'New8Q~secret-of-the-second-year', expires }];
  const refused = await journey.run(...collect);
  expect(refused.code).toBe(4);
  expect(refused.stderr).toContain('FAIL  secret-valid');
  await writeFile(join(folder, 'new.txt'), 'New8Q~secret-of-the-second-year\n');
  expect((await journey.run('connection', 'update', 'tiny', '--client-secret-file', 'new.txt')).code).toBe(0);
  expect((await journey.run(...collect)).last()).toMatchObject({ status: 'completed', kept: 3 });

  const certificate = testCertificate({ from: new Date(Date.now() - day), to: new Date(Date.now() + 90 * day) });
  const { sha256, sha1, publicKeyPem } = certificate;
  app.secrets = [];
  app.certificates = [{ sha256, sha1, publicKeyPem, expires }];
  await writeFile(join(folder, 'tiny.pem'), certificate.pem);
  expect((await journey.run('connection', 'update', 'tiny', '--certificate', 'tiny.pem')).code).toBe(0);
  expect((await journey.run('connection', 'list', '--json')).last()).toMatchObject({
    credential: 'certificate',
    endpoints: { login: tenant.url, graph: tenant.url },
  });
  expect((await journey.run(...collect)).last()).toMatchObject({ status: 'completed', alreadyHeld: 3 });

  expect(journey.transcript()).not.toContain('secret-of-the-second-year');
  expect(journey.transcript()).not.toContain(certificate.privateKeyPem.split('\n')[1]);
});

test('a credential that is refused does not replace the one that works', async () => {
  const { folder } = journey;
  const stranger = testCertificate({ from: new Date(Date.now() - day), to: new Date(Date.now() + 90 * day) });
  await writeFile(join(folder, 'stranger.pem'), stranger.pem);
  const refused = await journey.run('connection', 'update', 'tiny', '--certificate', 'stranger.pem');
  expect(refused.code).toBe(4);
  expect(refused.stdout).toContain('not accepted, so nothing is changed');
  expect(refused.stdout.toUpperCase()).toContain(stranger.sha1.toUpperCase());
  await writeFile(join(folder, 'wrong.txt'), 'Wrong~secret\n');
  expect((await journey.run('connection', 'update', 'tiny', '--client-secret-file', 'wrong.txt')).code).toBe(4);
  expect((await journey.run('connection', 'list', '--json')).last()).toMatchObject({ credential: 'certificate' });
  expect((await journey.run('connection', 'check', 'tiny')).code).toBe(0);
});

test('what cannot be a tenant is refused as a mistyped command', async () => {
  const add = addArguments(journey).map((arg) => (arg === journey.tenant.domain ? 'not a tenant!' : arg));
  const refused = await journey.run(...add);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('neither a directory id nor a domain');
});

test('a lost key is an error, and giving the credential again is the way out', async () => {
  const { data, folder, tenant, secretFile } = journey;
  const add = addArguments({ tenant, secretFile }, 'scoped-by-policy').map((arg) => (arg === 'tiny' ? 'second' : arg));
  await writeFile(secretFile, tenant.apps.find(({ name }) => name === 'scoped-by-policy')!.secrets[0]!.value);
  expect((await journey.run(...add)).code).toBe(0);
  const key = join(data, 'keys', 'secrets.key');
  await rename(key, join(folder, 'lost.key'));

  const lost = await journey.run('connection', 'check', 'tiny');
  expect(lost.code).toBe(1);
  expect(lost.stderr).toContain('connection update');
  expect((await journey.run('connection', 'update', 'tiny', '--certificate', 'stranger.pem')).code).toBe(4);
  await expect(stat(key)).rejects.toMatchObject({ code: 'ENOENT' });

  const updated = await journey.run('connection', 'update', 'tiny', '--certificate', 'tiny.pem');
  expect(updated.code).toBe(0);
  expect(updated.stderr).toContain('"second" was sealed with a key that is lost');
  expect((await journey.run('connection', 'check', 'tiny')).code).toBe(0);
  expect((await journey.run('connection', 'check', 'second')).code).toBe(1);
  expect((await journey.run('audit', 'verify')).code).toBe(0);

  const again = await journey.run('connection', 'update', 'second', '--client-secret-file', secretFile);
  expect(again.code).toBe(0);
  expect(again.stderr).not.toContain('key that is lost');
  await rm(join(folder, 'lost.key'));
});
