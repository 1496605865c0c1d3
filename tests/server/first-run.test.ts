import { expect, test } from 'vitest';
import { administrator, testServer } from './rig.ts';

test('the first person becomes the administrator, signs in, begins a matter and signs out', async () => {
  await using server = await testServer();
  const browser = server.browser();
  expect((await browser.get('/api/v1/setup')).body).toEqual({ needed: true, codeNeeded: false });
  expect((await browser.get('/api/v1/me')).status).toBe(401);
  expect(await browser.post('/api/v1/setup', administrator)).toMatchObject({ status: 201 });
  expect((await browser.get('/api/v1/setup')).body).toEqual({ needed: false, codeNeeded: false });
  const { email, password } = administrator;
  const signedIn = await browser.post('/api/auth/sign-in/email', { email, password });
  expect(signedIn.body).toEqual({ twoFactorNeeded: false });
  expect((await browser.get('/api/v1/me')).body).toMatchObject({
    person: { name: 'Ana Ferro', email, instanceRole: 'administrator', twoFactor: false },
    matters: [],
  });
  const made = await browser.post('/api/v1/matters', { name: 'Smith v. Acme' });
  expect(made).toMatchObject({ status: 201, body: { name: 'Smith v. Acme', role: 'case-manager' } });
  expect((await browser.get('/api/v1/matters')).body).toMatchObject({ items: [{ id: made.body.id }], next: null });
  expect((await browser.post('/api/auth/sign-out')).body).toEqual({ signedOut: true });
  expect((await browser.get('/api/v1/me')).status).toBe(401);
});

test('of two set-ups at once one makes the administrator', async () => {
  await using server = await testServer();
  const answers = await Promise.all(
    ['ana', 'eve', 'ida'].map((name) =>
      server.browser().post('/api/v1/setup', { ...administrator, email: `${name}@firm.example` }),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
});
