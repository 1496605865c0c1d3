import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testCertificate } from '../../src/microsoft/testing.ts';
import { beginJourney, takeTime, type Journey } from './journey.ts';

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
  expect((await journey.run('connection', 'list', '--json')).last()).toMatchObject({ credential: 'certificate' });
  expect((await journey.run(...collect)).last()).toMatchObject({ status: 'completed', alreadyHeld: 3 });

  expect(journey.transcript()).not.toContain('secret-of-the-second-year');
  expect(journey.transcript()).not.toContain(certificate.privateKeyPem.split('\n')[1]);
});
